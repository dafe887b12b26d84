"""Words of the interface for values of the model: Chinese first, English beside it."""

from gazette.model import IssueStatus, Kind, LegalStatus

KINDS = {
    Kind.GAZETTE_ISSUE: "政府公报 gazette issue",
    Kind.DOCUMENT: "公文 document",
    Kind.ATTACHMENT: "附件 attachment",
    Kind.REPORT: "报告 report",
    Kind.OTHER: "其他 other",
    Kind.BUNDLE: "文件包 bundle",
}
STATUSES = {
    IssueStatus.RECEIVED: "已收到 received",
    IssueStatus.EXTRACTING: "提取中 extracting",
    IssueStatus.CLASSIFYING: "分类中 classifying",
    IssueStatus.INDEXING: "入库中 indexing",
    IssueStatus.READY: "可检索 ready",
    IssueStatus.FAILED: "失败 failed",
}
STANDINGS = {
    LegalStatus.UNKNOWN: "未知 unknown",
    LegalStatus.IN_FORCE: "现行有效 in force",
    LegalStatus.AMENDED: "已修改 amended",
    LegalStatus.REPEALED: "已废止 repealed",
    LegalStatus.LAPSED: "已失效 lapsed",
}
ACTIONS = {"appoint": "任", "remove": "免", "nominate": "提名"}
PARTS = {
    "cover": "封面 cover",
    "contents": "目录 contents",
    "documents": "公文 documents",
    "remainder": "其余 remainder",
}
SIGNALS = {
    "number": "文号单独成行",
    "number in title line": "文号在标题行",
    "broken number": "残缺文号",
    "addressee": "主送机关",
    "contents": "目录所列",
    "contents, exactly": "与目录全同",
    "title": "标题式样",
    "after section head": "栏目之后",
    "articles": "下文为条文",
    "promulgates": "正文公布其题",
    "own signature": "署名与标题相合",
    "adopted": "会议通过",
    "after signature": "前文已落款",
    "at the top": "全文之首",
    "body follows": "正文随后",
    "attachment": "单独附件",
    "report": "工作报告",
    "list goes on": "列于清单",
    "announced": "前文所附",
    "forwarded": "前文转发",
}
