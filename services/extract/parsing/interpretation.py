"""由…负责解释: the body that interprets a text."""

import re
from dataclasses import dataclass

from gazette.fields import Place
from services.extract.parsing.scope import Scope
from services.extract.parsing.values import printed

NAMED, IMPLIED = 0.97, 0.8
CLAUSE = re.compile(
    r"(?P<own>本[^。；，,由]{1,16})?(?:具体|自|的)?(?:应用|适用|执行)?[^。；，,由]{0,12}?由(?P<body>[^。；,由]{2,100}?)"
    r"(?:具体|共同|分别|联合|按(?:照)?职责(?:分工)?)?(?:负责|承担|予以|进行)?(?:具体)?(?:应用)?(?:的)?解释(?![说沟宣权]|工作|、)"
)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The body, its place and how sure it is."""

    body: str
    place: Place
    confidence: float


def interpreter(scope: Scope) -> Interpreter | None:
    """The first body that is said to interpret 本…; failing that the first that interprets anything."""
    first: Interpreter | None = None
    for line in scope.running():
        if "解释" not in line.text:
            continue
        for found in CLAUSE.finditer(line.text):
            body = printed(found["body"]).strip("，、")
            one = Interpreter(
                body, line.place(found.start("body"), found.end("body")), NAMED if found["own"] else IMPLIED
            )
            if found["own"]:
                return one
            first = first or one
    return first
