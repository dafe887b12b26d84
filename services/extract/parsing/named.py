"""Documents that are named by their title alone: laws, regulations, notices; no forms, books or brands."""

import re
from collections.abc import Mapping

from gazette.fields import Alias
from gazette.model import Mention
from services.extract.parsing.mentions import mention
from services.extract.parsing.scope import Scope
from services.extract.parsing.values import core

RUNNING, IN_TABLE = 0.9, 0.8
MOST, SHORTEST = 300, 4
DOCUMENT = re.compile(
    r"(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|请示|批复|函|纪要|法|法典|条例|规定|办法|细则|规则|纲要|规划|计划|方案|标准|规范|规程"
    r"|准则|指南|导则|预案|通则|总则|章程|要点|指引|措施|政策|解释|目录|协定|公约|宪法|工作报告)(?:[（(][^（）()]{1,20}[）)])*$"
)


def named(scope: Scope, short: Mapping[str, Alias], own: set[str]) -> tuple[Mention, ...]:
    """Each title once, where it is named first; `own` holds titles that are no other document's."""
    own = {core(title) for title in own} | {core(one.title) for one in scope.enclosures} | {core(scope.title)}
    found: dict[str, Mention] = {}
    for k in range(scope.body, scope.end):
        line = scope.lines[k]
        for title in scope.titles(line):
            folded = core(title.title)
            if title.number or title.title in short or folded in own or folded in found or len(found) >= MOST:
                continue
            if DOCUMENT.search(title.title) and (len(folded) > SHORTEST or folded.endswith("法")):
                found[folded] = mention(line, title, {}, IN_TABLE if line.row else RUNNING, scope.within(line))
    return tuple(found.values())
