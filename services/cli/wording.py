"""Words of the interface for values of the model: Chinese first, English beside it."""

from gazette.model import IssueStatus, Kind, LegalStatus

KINDS = {
    Kind.GAZETTE_ISSUE: "政府公报 gazette issue",
    Kind.DOCUMENT: "公文 document",
    Kind.ATTACHMENT: "附件 attachment",
    Kind.REPORT: "报告 report",
    Kind.OTHER: "其他 other",
    Kind.BUNDLE: "压缩包 bundle",
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
