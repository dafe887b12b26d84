"""Heads and ends of documents set otherwise."""

import re
from collections.abc import Callable
from random import Random

from tests.fidelity.tracked import Change, Gold, Tracked, bare, contents_span, head_end, signatures

NUMBER = re.compile(r"[一-龥]{2,10}〔\d{4}〕\d+号")
CHANGES: list[Change] = []


def kind(change: Change) -> Change:
    CHANGES.append(change)
    return change


@kind
def closing_marks_lost(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Titles have lost their 》."""
    kept = {n for d in gold["documents"] for n in range(d["start_line"], d["start_line"] + 4)}
    for document in gold["documents"]:
        document["title"] = document["title"].replace("》", "")
    return [(n, line.replace("》", "") if n in kept else line) for n, line in lines]


@kind
def dates_lost(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Documents are signed but not dated."""
    closing = signatures(gold, lines)
    for document in closing.values():
        document["issued_date"] = None
    return [(n, "" if n in closing else line) for n, line in lines]


@kind
def signature_and_date_glued(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """署名 and 成文日期 stand on one line."""
    closing, out = signatures(gold, lines), Tracked()
    for n, line in lines:
        before = next((k for k in range(len(out) - 1, max(-1, len(out) - 3), -1) if out[k][1].strip()), None)
        if n in closing and before is not None and bare(out[before][1]) == closing[n]["issuer"]:
            out[before] = (n, f"{out[before][1].rstrip()}　{line.strip()}")
        else:
            out.append((n, line))
    return out


@kind
def titles_in_short_lines(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Titles are set in lines of ten characters."""
    return _heads_anew(lines, gold, lambda d: [*_cut(d["title"], 10), "", d["doc_number"], ""])


@kind
def titles_forwarded_again(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Titles of hundreds of characters, on one line or cut: a notice of a notice of a notice; no contents page."""
    for document in gold["documents"]:
        if document["doc_number"] and document["doc_type"] == "通知":
            document["title"] = _forwarded(document["title"], document["issuer"], rng.randint(2, 7))
    width = rng.choice((1000, 34, 25))
    span = contents_span(lines, gold) or (0, 0)
    gold["toc"], gold["discrepancies"] = [], []
    return _heads_anew(
        lines[: span[0]] + lines[span[1] :],
        gold,
        lambda d: [*_cut(d["title"], width), d["doc_number"], ""],
    )


def _forwarded(title: str, issuer: str, times: int) -> str:
    for _ in range(times):
        title = f"某省水利厅某省财政厅关于转发{title}的通知"
    return f"{issuer}{title.removeprefix('某省水利厅某省财政厅')}"


@kind
def page_end_in_head(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """A page ends between title and number."""
    return _heads_anew(lines, gold, lambda d: [d["title"], "", "", "— 7 —", "", "", d["doc_number"], ""])


@kind
def numbers_labelled(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """发文字号： stands before each number."""
    return _heads_anew(lines, gold, lambda d: [d["title"], f"发文字号：{d['doc_number']}", ""])


@kind
def portal_records(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """A portal has put its record above each body: title, number and day in labelled lines below the title."""
    return _heads_anew(
        lines,
        gold,
        lambda d: [
            d["title"],
            "",
            d["doc_number"],
            f"发布日期：{d['issued_date'] or '2021-01-01'}",
            "来源：政府办公室",
            "",
        ],
    )


def _cut(text: str, width: int) -> list[str]:
    return [text[k : k + width] for k in range(0, len(text), width)]


def _heads_anew(lines: Tracked, gold: Gold, head: Callable[[Gold], list[str]]) -> Tracked:
    """Title and number of every numbered document, set anew."""
    text = {n: line for n, line in lines if n is not None}
    documents = {d["start_line"]: d for d in gold["documents"] if d["doc_number"]}
    out, until = Tracked(), 0
    for n, line in lines:
        if n is not None and n < until:
            continue
        document = documents.get(n or 0)
        at = document and next(
            (m for m in range((n or 0) + 1, (n or 0) + 9) if NUMBER.fullmatch(bare(text.get(m, "")))), None
        )
        if document and at:
            until = at + 1
            out += [(n, part) for part in head(document)]
        else:
            out.append((n, line))
    return out


@kind
def addressee_runs_on(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """The body begins in the line of the addressees."""
    text = {n: line for n, line in lines if n is not None}
    ends = {head_end(d, text) for d in gold["documents"] if d["addressees"]}
    out: Tracked = []
    pending = ""
    for n, line in lines:
        if n in ends:
            pending = line.rstrip()
        elif pending and not line.strip():
            continue
        else:
            out.append((n, pending + line.strip() if pending else line))
            pending = ""
    return out


@kind
def colophons(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """抄送 and 印发 close each document."""
    ends = {d["end_line"]: d for d in gold["documents"]}
    out: Tracked = []
    for n, line in lines:
        out.append((n, line))
        if n in ends:
            office = (ends[n]["issuer"] or "某市人民政府").removesuffix("办公室") + "办公室"
            out += [
                (n, ""),
                (n, "抄送：市委各部门，市人大常委会办公室，市政协办公室，市法院，市检察院。"),
                (n, f"{office}　　{ends[n]['issued_date'] or '2021-05-06'}印发"),
            ]
    return out


@kind
def public_notes(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """（此件公开发布） stands below each date."""
    closing = signatures(gold, lines)
    return [
        pair
        for n, line in lines
        for pair in ([(n, line), (n, ""), (n, "（此件公开发布）")] if n in closing else [(n, line)])
    ]
