"""Documents that are named by title alone."""

from tests.unit.extract.issues import only
from tests.unit.extract.notices import notice, read, said


def test_titles_of_documents_are_named_once_forms_are_not() -> None:
    text = notice("依《云川市水库条例》填写《水库申请书》，《云川市水库条例》另有规定的除外。见《水库报》。")
    (one,) = only(text).named
    assert one.title == "云川市水库条例"
    assert said(text, one.place) == "《云川市水库条例》"


def test_what_has_a_number_or_is_its_own_text_is_no_name() -> None:
    body = "《甲河管理办法》（云政发〔2018〕3号，以下简称《办法》）与《关于加强河道管理工作的通知》照旧，《办法》不变。"
    assert [one.title for one in read(body).named] == ["关于加强河道管理工作的通知"]
    own = read(
        "现将《云川市水库规划》印发给你们。",
        "云川市水库规划\n\n一、落实《云川市水库规划》。",
        "云川市人民政府关于印发《云川市水库规划》的通知",
    )
    assert own.named == ()


def test_rows_of_tables_name_documents_too() -> None:
    (one,) = read("现通知如下：\n\n序号\t依据\t内容\n1\t《云川市燃气条例》\t处罚").named
    assert (one.title, one.confidence) == ("云川市燃气条例", 0.8)
