"""Texts made to make patterns search for ever: each must be read while a patient process waits, none may raise."""

import multiprocessing
from itertools import islice, product

import pytest

from services.classify.classify import classify
from services.extract.parse import parse

SIZE = 100_000
PATIENCE = 120
HEAD = "云川市人民政府关于人事任免的通知\n云政发〔2019〕1号\n各县、区人民政府：\n"
UNITS = [
    "第", "、", "（", "）", "《", "》", "“",
    "”", "。", "：", ".", "…", "·", "—",
    "-", "_", "*", "**", "#", "<", "<a",
    "&", "&nbsp;", ">", "\\", "〔", "〕", "【",
    "】", "一、", "（一）", "第一条", "号", "令", "公告",
    "函", "年", "月", "日", "2021年", "2021年1月1日至", "〔2021〕",
    "云政发〔2021〕1号、", "字第1234567890号", "字第", "关于", "的通知", "人民政府", "各县、",
    "各县：", "责任单位：", "（责任单位：", "附件1", "附件：1.", "1.", "任",
    "免去", "任命张三为局长", "张三、", "同志", "废止", "《国》废止", "《国〈国〉国》",
    "自发布之日起", "（以下简称“国”）", "根据《", "将第一条修改为", "现将《", "目录", "……1",
    "总第1期", "公报", "主办", "13800138000", "110101199003078515", "6222020200112233445", "地址：",
    "1", "０", "%", "序号", "|", "|-", "縣",
    "關於", "中華民國108年", "抄送：", "【国】", "●", "（2019年1月5日", "转发",
    "至", "标题：", "<!--", "（2012年3月9日通过", "二零一五年五月八日。",
]  # fmt: skip
SPACES = (" ", "\u3000", "\t", "国 ", "国\u3000")


def read(text: str) -> int:
    """How many documents there are; the classes of all are found too."""
    found = parse(text.encode(), "x")
    classify(found)
    return len(found.documents)


def one_line(unit: str) -> str:
    return unit * (SIZE // len(unit.encode()))


def runs(*units: str) -> str:
    """A long run of each, one behind the other, on a single line."""
    return "".join(unit * (SIZE // len(units) // len(unit.encode())) for unit in units)


def texts() -> list[str]:
    alone = [opening + one_line(unit) for unit, opening in product((*UNITS, *SPACES), (HEAD, "目录\n"))]
    lines = ["\n".join([unit] * (SIZE // 8 // len(unit))) for unit in UNITS[::2]]
    pairs = [HEAD + runs(*pair) for pair in zip(UNITS, (*UNITS[7:], *SPACES), strict=False)]
    ends = ["目录\n" + runs(")", "附件", "\u3000", "国"), HEAD + runs("序号", "_", "1", "]"), runs(" ", "）", "国")]
    return [*alone, *lines, *pairs, *ends, HEAD + strange_bodies(), "国，\n" + one_line("----\n1国\n")]


def strange_bodies() -> str:
    """Thousands of bodies, no two of which share characters."""
    names = ("".join(chr(0x4E00 + (7 * k + 2003 * part) % 20_000) for part in range(3)) for k in range(SIZE // 15))
    return "\n".join(
        f"责任单位：{'、'.join(f'{name}局' for name in row)}" for row in iter(lambda: tuple(islice(names, 12)), ())
    )


def test_every_text_is_read_in_time() -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        waiting = [(text[:40], pool.apply_async(read, (text,))) for text in texts()]
        for shown, found in waiting:
            try:
                assert found.get(PATIENCE) >= 0
            except multiprocessing.TimeoutError:
                pytest.fail(f"still reading {shown!r}")
