"""`gazette parse`: what a file holds, without data folder and without server."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from gazette.errors import NotFoundError
from services.cli.console import give_fields, give_json, give_list, give_table, say
from services.cli.particulars import give_particulars
from services.cli.start import load_settings
from services.cli.wording import KINDS, PARTS, SIGNALS
from services.parse import explained
from services.parse_bundle import parse_any
from services.pipeline import limits


def show_parsed(file: Path, *, as_json: bool, explain: bool = False) -> None:
    """Print everything as JSON, or what matters as tables; `explain` adds why each document begins where it does.

    Of a ZIP each file by itself; exit code 1 where one of them cannot be read.
    """
    if not file.is_file():
        raise NotFoundError(f"没有这个文件 No such file: {file}")
    bounds = limits(load_settings(None))
    found = parse_any(file, bounds)
    children = found.get("children", ())
    if explain and not children:
        found["explain"] = explained(file, bounds)
    if as_json:
        give_json(found)
    elif children:
        _bundle(file, children)
    else:
        _tables(file, found)
    if any(one["reason_code"] for one in children):
        raise typer.Exit(1)


def _bundle(file: Path, children: Sequence[Mapping[str, Any]]) -> None:
    for one in children:
        path = file / one["file_name"]
        if one["reason_code"]:
            give_fields([("文件 file", path), ("原因 reason", one["reason"])])
        else:
            _tables(path, one)
        say("")


def _tables(file: Path, found: Mapping[str, Any]) -> None:
    _overview(file, found)
    _documents(found)
    give_particulars(found)
    _balance(found)
    _discrepancies(found)
    _explanations(found)


def _overview(file: Path, found: Mapping[str, Any]) -> None:
    cover = found["issue"] or {}
    rows = [
        ("文件 file", file),
        ("类别 kind", KINDS.get(found["kind"], found["kind"])),
        ("刊名 gazette", cover.get("name")),
        ("期号 issue", _issue_number(cover)),
        ("出版日期 published", cover.get("publication_date")),
        ("主办 publisher", cover.get("publisher")),
        ("格式 format", found["media_type"]),
        ("编码 encoding", found["encoding"]),
        ("说明 notes", "\n".join(found["notes"])),
    ]
    give_fields(rows)


def _issue_number(cover: Mapping[str, Any]) -> str | None:
    parts = (("year", "{}年"), ("number", "第{}期"), ("total_number", "（总第{}期）"))
    return "".join(shape.format(cover[name]) for name, shape in parts if cover.get(name)) or None


def _documents(found: Mapping[str, Any]) -> None:
    rows = [_row(index, one) for index, one in enumerate(found["documents"], 1)]
    headings = (
        "",
        "标题 title",
        "文号 number",
        "文种 type",
        "发文机关 issuer",
        "成文日期 date",
        "行 lines",
        "存疑 doubtful",
    )
    if rows:
        give_list(f"公文 {len(rows)} 篇 documents", headings, rows, main=1)
    else:
        say("\n没有找到公文 No document was found", "bold")


def _row(index: int, one: Mapping[str, Any]) -> tuple[object, ...]:
    number = one["doc_number"] or (f"{one['doc_number_toc']}（目录）" if one["doc_number_toc"] else None)
    kind = one["doc_type"] or one["instrument"]
    lines = f"{one['start_line']}–{one['end_line']}"
    return index, one["title"], number, kind, one["issuer"], one["issued_date"], lines, "、".join(one["doubtful"])


def _balance(found: Mapping[str, Any]) -> None:
    balance = found["balance"]
    counts = "，".join(f"{label} {balance[part]}" for part, label in PARTS.items())
    say(f"行数 lines {balance['lines']}：{counts}")
    left = [one for one in balance["stretches"] if one["part"] == "remainder"]
    rows = [(f"{one['start_line']}–{one['end_line']}", one["name"]) for one in left]
    give_table("未归入公文的行 Lines that belong to no document", ("行 lines", "原因 reason"), rows)


def _discrepancies(found: Mapping[str, Any]) -> None:
    rows = [(one["doc_number"], one["field"], one["toc"], one["body"], one["line"]) for one in found["discrepancies"]]
    headings = ("文号 number", "项目 field", "目录 contents", "正文 body", "行 line")
    give_table("目录与正文不一致 Contents page and body differ", headings, rows)


def _explanations(found: Mapping[str, Any]) -> None:
    """For each place where a document begins, or nearly: the signs, their points and the sum."""
    rows = [
        ("✓" if one["accepted"] else "✗", one["line"], one["title"], _points(one["signals"]), f"{one['score']:+.2f}")
        for one in found.get("explain", ())
    ]
    threshold = next((one["threshold"] for one in found.get("explain", ())), 0)
    headings = ("", "行 line", "标题 title", "依据 signs", "合计 sum")
    give_table(f"分篇依据（≥ {threshold:g} 分即为一篇） Where documents begin, and why", headings, rows)


def _points(signals: Mapping[str, float]) -> str:
    return "\n".join(f"{points:+.2f} {SIGNALS.get(name, '')} {name}" for name, points in signals.items())
