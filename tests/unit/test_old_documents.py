"""Rows that an earlier version wrote can be read."""

import msgspec

from gazette.model import Document, LegalStatus, Mention, Standing

OLD = """{"title": "某通知", "start_line": 3, "end_line": 9, "doc_number": "某政发〔2020〕7号", "doc_number_toc": null,
"issuer": null, "signatory": null, "addressees": null, "issued_date": "2020-05-06", "effective_date": null,
"effective_clause": null, "attachment_of": null, "attachment_no": null, "section": null, "page": null, "issue_index": 0,
"enclosures": [], "personnel": [], "cites": [],
"repeals": [{"title": null, "doc_number": "某政发〔2019〕1号", "line": 4, "place": null, "lapses": true,
"doubtful": false}],
"outline": [], "provenance": {}, "confidence": 0.8, "doubtful": []}"""


def test_a_document_without_the_newer_fields() -> None:
    found = msgspec.json.decode(OLD, type=Document)
    assert found.repeals == (Mention(None, "某政发〔2019〕1号", 4, lapses=True),)
    assert (found.basis, found.duties, found.interpreted_by) == ((), (), None)


def test_a_status_without_a_sentence() -> None:
    found = msgspec.json.decode('{"value": "lapsed", "since": null, "by": "x"}', type=Standing)
    assert found == Standing(LegalStatus.LAPSED, None, "x")
