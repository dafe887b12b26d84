from dataclasses import replace

import pytest

from gazette.model import Document, Extraction, Kind, Masthead, TocEntry
from services.classify.kind import kind

NOTICE = Document("甲市人民政府关于供水的通知", 1, 9, doc_number="甲政发〔2020〕1号", addressees="各区人民政府")
PLAIN = replace(NOTICE, doc_number=None)
ATTACHMENT = Document("乙清单", 1, 9, attachment_of="甲政发〔2020〕1号", attachment_no="7")
ENTRY = TocEntry("甲市人民政府关于供水的通知")


@pytest.mark.parametrize(
    ("extraction", "expected"),
    [
        (Extraction(""), Kind.OTHER),
        (Extraction("", Masthead(number=3)), Kind.OTHER),
        (Extraction("", documents=(NOTICE,)), Kind.DOCUMENT),
        (Extraction("", documents=(PLAIN,)), Kind.DOCUMENT),
        (Extraction("", Masthead(name="甲市人民政府公报", number=3), documents=(NOTICE,)), Kind.GAZETTE_ISSUE),
        (Extraction("", Masthead(name="甲市人民政府"), documents=(NOTICE,)), Kind.DOCUMENT),
        (Extraction("", toc=(ENTRY,), documents=(NOTICE,)), Kind.GAZETTE_ISSUE),
        (Extraction("", documents=(NOTICE, replace(NOTICE, doc_number="甲政发〔2020〕2号"))), Kind.GAZETTE_ISSUE),
        (Extraction("", documents=(NOTICE, PLAIN)), Kind.DOCUMENT),
        (Extraction("", documents=(PLAIN, PLAIN, PLAIN)), Kind.GAZETTE_ISSUE),
        (Extraction("", documents=(ATTACHMENT,)), Kind.ATTACHMENT),
        (Extraction("", documents=(ATTACHMENT,) * 4), Kind.ATTACHMENT),
        (Extraction("附件 2\n乙清单", documents=(Document("乙清单", 1, 2),)), Kind.ATTACHMENT),
        (Extraction("", documents=(Document("甲县政府工作报告", 1, 9),)), Kind.REPORT),
        (Extraction("", documents=(Document("关于甲县预算草案的报告", 1, 9, addressees="各位代表"),)), Kind.REPORT),
        (Extraction("", documents=(Document("关于甲情况的报告", 1, 9, addressees="市人民政府"),)), Kind.DOCUMENT),
    ],
)
def test_kind(extraction: Extraction, expected: Kind) -> None:
    assert kind(extraction) is expected
