"""What a page leaves behind: numbers, running heads, covers, contents."""

from collections.abc import Callable
from random import Random

from tests.fidelity import layouts
from tests.fidelity.tracked import Change, Gold, Tracked, contents_span, heads, is_row

PAGE = 40
CHANGES: list[Change] = []


def kind(change: Change) -> Change:
    CHANGES.append(change)
    return change


@kind
def contents_between(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """The contents page stands between two documents."""
    span = contents_span(lines, gold)
    if span is None:
        return lines
    begin = sorted(document["start_line"] for document in gold["documents"])[len(gold["documents"]) // 2] - 1
    page = [(None, line) for _, line in lines[slice(*span)]]
    return lines[: span[0]] + lines[span[1] : begin] + page + [(None, "")] + lines[begin:]


@kind
def half_the_contents(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Every second entry of the contents is missing."""
    span = contents_span(lines, gold)
    if span is None:
        return lines
    gold["toc"] = gold["toc"][::2]
    shown = [
        line for e in gold["toc"] for line in (f"{e['title']}", "", f"{e['doc_number'] or ''}..... {e['page']}", "")
    ]
    return lines[: span[0] + 1] + [(None, line) for line in shown] + lines[span[1] :]


@kind
def two_issues_glued(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Another gazette's issue follows in the same file."""
    if gold["kind"] != "gazette_issue":
        return lines
    sheet = layouts.LAYOUTS["contents with dots"](rng)
    title = sheet.lines[1]
    other = [title, sheet.lines[0], *sheet.lines[2:]]
    for document in sheet.documents:
        shift = len(lines)
        gold["documents"].append(_shifted(document, shift))
    return lines + [(len(lines) + k, line) for k, line in enumerate(other, 1)]


def _shifted(document: Gold, by: int) -> Gold:
    keys = ("start_line", "end_line", "title_line")
    rows = [row | {k: row[k] + by for k in keys if k in row} for row in document["enclosures"]]
    return document | {k: document[k] + by for k in keys if k in document} | {"enclosures": rows}


@kind
def footers_glued(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """The page number stands at the end of the page's last line."""
    return [
        (n, f"{line} — {k // PAGE} —" if k % PAGE == 0 and line.strip() and not is_row(line) else line)
        for k, (n, line) in enumerate(lines, 1)
    ]


@kind
def page_counts_glued(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """第3页 共90页 stands at the end of the page's last line."""
    tail = "第{} 页 共 90 页"
    return [
        (n, f"{line}  {tail.format(k // PAGE)}" if k % PAGE == 0 and line.strip() and not is_row(line) else line)
        for k, (n, line) in enumerate(lines, 1)
    ]


@kind
def page_numbers_inside(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """A page ends in the middle of a sentence: a bare number stands between the halves."""
    return _in_long_paragraphs(lines, gold, lambda page: ["", str(page), ""], 4)


@kind
def heads_inside(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """A running head and a page number stand inside paragraphs."""
    name = (gold.get("issue") or {}).get("name") or gold["documents"][0]["title"]
    return _in_long_paragraphs(lines, gold, lambda page: ["", f"· {page} ·", name, ""], 4)


def _in_long_paragraphs(lines: Tracked, gold: Gold, inserted: Callable[[int], list[str]], every: int = 12) -> Tracked:
    """Cut every so many long paragraphs in two, with something between the halves."""
    kept, out, page = heads(gold, lines), Tracked(), 0
    for n, line in lines:
        if n in kept or is_row(line) or len(line) < 60 or not line.rstrip().endswith("。"):
            out.append((n, line))
            continue
        page += 1
        parts = [line[: len(line) // 2], *inserted(page), line[len(line) // 2 :]] if page % every == 0 else [line]
        out += [(n, part) for part in parts]
    return out


@kind
def titles_as_running_heads(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Each page repeats the title of the document that is printed on it."""
    starts = {document["start_line"]: document["title"] for document in gold["documents"]}
    kept, out, title, seen = heads(gold, lines), Tracked(), "", 0
    for n, line in lines:
        title, seen = (starts[n], 0) if n in starts else (title, seen + 1)
        out.append((n, line))
        if title and seen and seen % PAGE == 0 and n not in kept:
            out += [(n, ""), (n, f"— {seen // PAGE} —"), (n, title), (n, "")]
    return out


@kind
def mastheads_repeated(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """The gazette's name and number stand above every document."""
    cover = gold.get("issue")
    if not cover or not cover["name"] or not cover["total_number"]:
        return lines
    starts = {document["start_line"] for document in gold["documents"]}
    shown = [cover["name"], f"{cover['year']}年第{cover['number']}期（总第{cover['total_number']}期）", ""]
    return [
        pair for n, line in lines for pair in ([(None, text) for text in shown] if n in starts else []) + [(n, line)]
    ]


@kind
def blanks_and_marks_dropped(lines: Tracked, gold: Gold, rng: Random) -> Tracked:
    """Neither blank lines nor headings are left to tell parts from each other."""
    return [
        (n, line.replace("**", "").lstrip("#").strip() if not is_row(line) else line)
        for n, line in lines
        if line.strip()
    ]
