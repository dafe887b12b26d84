"""`gazette search`: hits with their snippets."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.cells import cell_len
from rich.text import Text

from gazette import query
from gazette.errors import QueryError
from gazette.model import LegalStatus
from gazette.search import Filters, Hit, SearchPage, SearchRequest, Sort
from gazette.tokens import tokens
from services.api.answers import hit_answer
from services.cli.console import complain, give_json, marked, out, remark, safe, say
from services.cli.start import held

SORTS = {"relevance": Sort.RELEVANCE, "newest": Sort.NEWEST, "oldest": Sort.OLDEST}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted besides the words; within one filter any of the values will do."""

    doc_type: Sequence[str]
    issuer: Sequence[str]
    topic: Sequence[str]
    year: Sequence[int]
    status: Sequence[LegalStatus]
    sort: str
    limit: int


def show_hits(data: Path | None, text: str, wanted: Wanted, *, as_json: bool) -> None:
    """Search and print; exit code 1 where the query is broken."""
    try:
        request = _request(text, wanted)
    except QueryError as error:
        _point_at(text, error)
        raise typer.Exit(1) from error
    with held(data) as backends:
        page = backends.search.search(request)
    if as_json:
        items = [hit_answer(hit) for hit in page.hits]
        give_json({"query": text, "sort": request.sort, "total": page.total, "items": items})
    else:
        _print(text, page)


def _request(text: str, wanted: Wanted) -> SearchRequest:
    filters = Filters(
        doc_type=tuple(query.TYPE_NAMES.get("".join(tokens(name)), name) for name in wanted.doc_type),
        issuer=tuple(wanted.issuer),
        topic=tuple(wanted.topic),
        legal_status=tuple(wanted.status),
        year=tuple(wanted.year),
    )
    return SearchRequest(query.parse(text), filters, SORTS[wanted.sort], wanted.limit)


def _point_at(text: str, error: QueryError) -> None:
    """The query with a caret under the place; tabs and line ends would put the caret elsewhere."""
    shown = safe(text).translate({ord("\t"): " ", ord("\n"): " "})
    remark(f"  {shown}")
    remark(f"  {' ' * cell_len(shown[: error.at])}^", "bold red")
    complain(f"检索式有误 The query is broken. {error}")


def _print(text: str, page: SearchPage) -> None:
    if not page.total:
        say(f"没有找到 Nothing matches: {text}")
        return
    for place, hit in enumerate(page.hits, 1):
        _print_hit(place, hit)
    remark(f"\n共 {page.total} 篇，显示 {len(page.hits)} 篇 {len(page.hits)} of {page.total} documents.")


def _print_hit(place: int, hit: Hit) -> None:
    document, console = hit.document, out()
    console.print(Text(f"{place}. ").append_text(marked(document.title, hit.title_marks)), soft_wrap=True)
    facts = (document.doc_number, document.issued_date, document.doc_type, "、".join(document.issuers), document.id)
    console.print(Text("   " + safe("  ".join(fact for fact in facts if fact)), "dim"), soft_wrap=True)
    for snippet in hit.snippets:
        line = Text().append(f"   行 {snippet.line}: ", "dim").append_text(marked(snippet.text, snippet.marks))
        console.print(line, soft_wrap=True)
