"""Words of the trade: the fifteen 文种, endings of organ names, endings of promulgated texts."""

TYPES = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|答复"
"""Words in which the title of an official document ends (文种, and 答复 for a 函)."""

INSTRUMENTS = (
    "规划|纲要|计划|方案|办法|规定|细则|规则|条例|要点|预案|清单|标准|指南|指引|目录|措施|制度|章程|准则|名单|名册"
    "|一览表|明细表|统计表|申请表|审批表|备案表|任务表|分工表|表|台账|流程|流程图|职责|分工|说明|规范|意见|指导意见|公约"
)
"""Words in which the title of a promulgated text or an attachment ends."""

ORGAN_ENDS = (
    "政府|办公厅|办公室|办事处|委员会|管委会|国务院|军委|常委会|检察院|法院|领导小组|指挥部|联席会议|总局|分局|总队|支队|大队"
    "|中心|集团|公司|大学|学院|学校|协会|学会|联合会|总工会|工会|党组|党委|市委|区委|县委|省委|中央|银行|总署|委|局|厅|部|院|处|署|行|会|社|所|站"
)
"""Endings of the names of issuing organs, longer ones first."""

ADDRESSED = (
    "政府|办事处|委员会|管委会|各?单位|各?部门|直属机构|派出机构|机构|公司|企业|中心|学校|高校|院校|院所|研究所|海关|馆|农场|林场|部队|集团|协会|银行"
    "|总部|委|局|厅|部|院|会|处|署|行|社|校|司|区|县|市|省|乡|镇|街道|公所|团|军委|代表|委员|主席|总理|同志|大会|有关方面"
)
"""Endings of the names in an addressee line."""

VERBS = (
    "关于|印发|转发|批转|发布|公布|颁布|对|任免|批准|同意|表彰|授予|命名|废止"
    "|修改|调整|成立|设立|撤销|取消|下达|召开|开展|做好|加强|宣布|停止|公开"
)
"""Words that follow the organ in a title."""
