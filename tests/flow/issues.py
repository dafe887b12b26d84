"""Small made-up gazettes of a place that does not exist."""

PLACE = "江岭市云溪区人民政府"
NUMBER = "江云政发〔{year}〕{serial}号"


def document(serial: int, subject: str, body: str, year: int = 2021) -> str:
    """One notice with its number, addressees, body, signature and date."""
    return "\n\n".join(
        (
            f"{PLACE}关于{subject}的通知",
            NUMBER.format(year=year, serial=serial),
            "各乡镇人民政府、街道办事处，区政府各部门：",
            body,
            PLACE,
            f"{year}年{serial % 12 + 1}月{serial % 28 + 1}日",
        )
    )


def gazette(number: int, documents: list[str], year: int = 2021) -> bytes:
    """An issue with a cover and these documents."""
    cover = f"{PLACE}公报\n\n{year}\n\n第{number}期（总第{number}期）\n\n江岭市云溪区政务服务局主办"
    return "\n\n".join((cover, *documents)).encode()


def small(number: int = 1) -> bytes:
    """An issue with three documents."""
    subjects = ("加强防汛抗旱工作", "做好秋季森林防火工作", "印发水利工程管理办法")
    first = number * 10
    return gazette(
        number,
        [
            document(first + k, subject, f"为做好{subject}，现通知如下。请遵照执行。")
            for k, subject in enumerate(subjects)
        ],
    )
