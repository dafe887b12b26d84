"""The API told to people: its calls as they are, with examples to try."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.api.pages.rendering import Pages

CHINESE = {
    "POST /api/v1/issues": "上传一期公报",
    "GET /api/v1/issues": "公报列表，最新的在前",
    "GET /api/v1/issues/{issue_id}": "一期公报：进度、封面、目录、行数平衡",
    "GET /api/v1/issues/{issue_id}/timeline": "处理过程，逐步列出",
    "GET /api/v1/issues/{issue_id}/documents": "本期全部公文",
    "GET /api/v1/issues/{issue_id}/source": "下载原始文件",
    "GET /api/v1/issues/{issue_id}/text": "解码后的全文，行号以此为准",
    "POST /api/v1/issues/{issue_id}/retry": "重新处理失败的公报",
    "GET /api/v1/documents": "公文列表，可筛选",
    "GET /api/v1/documents/{document_id}": "一件公文：各字段及其在原文中的位置",
    "GET /api/v1/documents/{document_id}/text": "公文原文",
    "GET /api/v1/documents/{document_id}/citations": "引用与被引用、废止与被废止",
    "GET /api/v1/search": "检索，附分面计数与命中位置",
    "GET /api/v1/resolve": "按发文字号查找，括号、全半角、空格均可随意",
    "GET /api/v1/agencies": "机关代字属于哪个机关，附馆藏依据",
    "GET /healthz": "进程是否存活",
    "GET /readyz": "各后端是否就绪",
    "GET /metrics": "Prometheus 指标",
}
EXAMPLES = (
    ("上传", "Upload", "curl -F file=@gazette.txt {base}/api/v1/issues"),
    ("检索", "Search", "curl -G {base}/api/v1/search --data-urlencode 'q=任职 year:2021..2023' -d doc_type=通知"),
    ("按文号", "By number", "curl -G {base}/api/v1/resolve --data-urlencode 'number=国办发[2020]27号'"),
    ("跟踪进度", "Progress", "curl {base}/api/v1/issues/ID/timeline"),
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API."""

    method: str
    path: str
    chinese: str
    english: str


def reference_router(pages: Pages) -> APIRouter:
    """GET /docs."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    def docs(request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        examples = [(chinese, english, text.format(base=base)) for chinese, english, text in EXAMPLES]
        context = {"calls": calls(request.app.openapi()), "examples": examples}
        return pages.show(request, "reference.html", context)

    return router


def calls(description: Mapping[str, Any]) -> list[Call]:
    """Every call that the API describes, in its order."""
    return [
        Call(method.upper(), path, CHINESE.get(f"{method.upper()} {path}", ""), _sentence(told))
        for path, methods in description["paths"].items()
        for method, told in methods.items()
    ]


def _sentence(told: Mapping[str, Any]) -> str:
    """The first sentence of what a call does."""
    text = str(told.get("description") or told.get("summary") or "").split("\n", maxsplit=1)[0]
    return text.split(". ", maxsplit=1)[0].rstrip(".").replace("`", "")
