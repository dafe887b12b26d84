"""What the pages call things: Chinese, then English. Keys are the words of the API."""

import re

from gazette.search import FACETS

Words = tuple[str, str]

ISSUE_STATUS: dict[str, Words] = {
    "received": ("已接收", "Received"),
    "extracting": ("提取中", "Extracting"),
    "classifying": ("分类中", "Classifying"),
    "indexing": ("编入索引", "Indexing"),
    "ready": ("可检索", "Ready"),
    "failed": ("未能处理", "Failed"),
}
LEGAL_STATUS: dict[str, Words] = {
    "unknown": ("时效不详", "Not stated"),
    "in_force": ("现行有效", "In force"),
    "amended": ("已修改", "Amended"),
    "repealed": ("已废止", "Repealed"),
    "lapsed": ("已失效", "Lapsed"),
}
KINDS: dict[str, Words] = {
    "gazette_issue": ("政府公报", "Gazette issue"),
    "document": ("单件公文", "Single document"),
    "attachment": ("附件", "Attachment"),
    "report": ("工作报告", "Report"),
    "other": ("未发现公文", "No document found"),
    "bundle": ("文件包", "Bundle"),
}
FORMATS: dict[str, Words] = {
    "text/plain": ("文本", "Text"),
    "text/markdown": ("Markdown 文本", "Markdown"),
    "text/html": ("网页（HTML）", "Web page"),
    "application/pdf": ("PDF", ""),
    "application/ofd": ("OFD", ""),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word 文档（DOCX）", "Word (DOCX)"),
    "application/msword": ("旧版 Word 文档（DOC、WPS）", "Older Word (DOC, WPS)"),
    "application/rtf": ("RTF 文档", "Rich text (RTF)"),
    "application/xml": ("Word 2003 XML 文档", "Word 2003 XML"),
    "application/zip": ("ZIP 压缩包", "ZIP"),
    **{f"image/{kind}": (f"图片（{kind.upper()}）", "Picture") for kind in ("png", "jpeg", "tiff", "bmp", "webp")},
}
STAGES: dict[str, Words] = {
    "ingest": ("接收", "Ingest"),
    "extract": ("提取", "Extract"),
    "classify": ("分类", "Classify"),
    "index": ("索引", "Index"),
}
WAY: dict[str, Words] = {
    "received": ("接收", "Received"),
    "extracting": ("提取", "Extract"),
    "classifying": ("分类", "Classify"),
    "indexing": ("索引", "Index"),
    "ready": ("可检索", "Ready"),
}
STEPS: dict[str, Words] = {
    "started": ("开始", "started"),
    "done": ("完成", "done"),
    "retry": ("稍后重试", "will retry"),
    "rejected": ("不能处理", "rejected"),
    "progress": ("进行中", "under way"),
    "dead": ("已放弃", "gave up"),
    "sent on": ("重新派发", "sent on"),
}
FACET_NAMES: dict[str, Words] = dict(
    zip(
        FACETS,
        (("文种", "Type"), ("发文机关", "Issuer"), ("主题", "Topic"), ("时效", "Status"), ("年份", "Year")),
        strict=True,
    )
)
SORTS: dict[str, Words] = {
    "relevance": ("相关度", "Relevance"),
    "-date": ("最新", "Newest"),
    "date": ("最早", "Oldest"),
}
ACTIONS: dict[str, Words] = {
    "appoint": ("任职", "Appointed"),
    "remove": ("免职", "Removed"),
    "nominate": ("提名", "Nominated"),
}
PARTS: dict[str, Words] = {
    "cover": ("封面", "Cover"),
    "contents": ("目录", "Contents"),
    "documents": ("公文", "Documents"),
    "remainder": ("未归属", "Left over"),
}
LEFT_OVER: dict[str, Words] = {
    "before": ("在第一件公文之前，又不是封面或目录", "before the first document, yet neither cover nor contents"),
    "no document": ("没有发现公文", "no document was found"),
    "unclaimed": ("不属于封面、目录或任何一件公文", "part of neither cover, contents nor any document"),
}
DIFFERENCES: dict[str, Words] = {
    "title": ("标题不一致", "Titles differ"),
    "doc_number": ("文号不一致", "Numbers differ"),
    "missing": ("正文中未找到", "Missing in the body"),
}
FIELDS: dict[str, Words] = {
    "title": ("标题", "Title"),
    "doc_number": ("发文字号", "Number"),
    "doc_type": ("文种", "Type"),
    "instrument": ("体裁", "Instrument"),
    "issuer": ("发文机关", "Issuer"),
    "addressees": ("主送机关", "Addressees"),
    "issued_date": ("成文日期", "Issued"),
    "effective_date": ("施行日期", "Effective"),
    "effective_clause": ("施行条款", "Clause"),
    "signatory": ("签发人", "Signatory"),
    "topics": ("主题分类", "Topics"),
    "attachment_of": ("所附公文", "Attached to"),
    "attachment_no": ("附件序号", "Attachment no."),
    "section": ("公报栏目", "Section"),
    "page": ("页码", "Page"),
    "start_line": ("起始行", "First line"),
    "outline": ("提纲", "Outline"),
    "enclosures": ("印发内容与附件", "Enclosures"),
    "personnel": ("人事任免", "Personnel"),
    "repeals": ("废止的公文", "Repeals"),
    "cites": ("引用的公文", "Cites"),
    "named": ("提及的文件", "Named by title"),
    "basis": ("依据", "Rests on"),
    "continues": ("继续有效的公文", "Continues"),
    "amends": ("修改的公文", "Amends"),
    "promulgates": ("印发内容", "Brings out"),
    "aliases": ("简称", "Short forms"),
    "interpreted_by": ("解释机关", "Interpreted by"),
    "duties": ("责任分工", "Duties"),
    "deadlines": ("时限", "Deadlines"),
    "indicators": ("指标", "Indicators"),
}
ROLES: dict[str, Words] = {
    "lead": ("牵头", "Lead"),
    "responsible": ("责任", "Responsible"),
    "supporting": ("配合", "Supporting"),
}
LIMITS: dict[str, Words] = {
    "due": ("完成时限", "Due"),
    "valid": ("有效期", "Valid"),
    "closing": ("截止", "Closing"),
}
RELATIONS: dict[str, Words] = {
    "repealed_by": ("废止本文的", "Repealed by"),
    "amended_by": ("修改本文的", "Amended by"),
    "continued_by": ("确认本文继续有效的", "Continued by"),
    "repeals": ("废止的公文", "Repeals"),
    "amends": ("修改的公文", "Amends"),
    "continues": ("继续有效的公文", "Continues"),
    "basis": ("依据", "Rests on"),
    "cites": ("引用的公文", "Cites"),
    "basis_of": ("以本文为依据的", "Basis of"),
    "cited_by": ("引用本文的", "Cited by"),
}
PROBLEM_TITLES: dict[int, str] = {
    400: "请求有误",
    403: "不允许的操作",
    404: "没有找到",
    405: "不支持的操作",
    408: "上传超时",
    409: "无法执行",
    410: "已不再保存",
    413: "文件太大",
    415: "格式不符",
    422: "不能接受",
    500: "出错了",
    503: "暂时不可用",
}

CHINESE_FIRST = re.compile(r"(?<=[。！？])\s+(?=[A-Z])")
ENGLISH_FIRST = re.compile(r"(?<=[.!?])\s+(?=[\u3007\u4e00-\u9fff“《])")
HAN = re.compile(r"[\u4e00-\u9fff]")


def value_name(facet: str, value: str) -> str:
    """What a facet's value is called on the page."""
    if facet == "legal_status":
        return LEGAL_STATUS.get(value, (value, value))[0]
    return f"{value}年" if facet == "year" else value


def tongues(message: str) -> Words:
    """A message that holds both languages, parted into Chinese and English; either may be empty."""
    for boundary, order in ((CHINESE_FIRST, 1), (ENGLISH_FIRST, -1)):
        parts = boundary.split(message, maxsplit=1)
        if len(parts) > 1:
            first, second = parts[::order]
            return first, second
    return (message, "") if HAN.search(message) else ("", message)


def day(iso: str | None) -> str:
    """`2022年12月4日` of an ISO date."""
    if not iso:
        return ""
    year, month, of_month = iso[:10].split("-")
    return f"{int(year)}年{int(month)}月{int(of_month)}日"


def size(count: int) -> str:
    """A number of bytes as people say it: `223 kB`."""
    for limit, unit in ((1_000_000, "MB"), (1_000, "kB")):
        if count >= limit:
            return f"{count / limit:.3g} {unit}"
    return f"{count} B"
