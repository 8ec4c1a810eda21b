"""Parts in everyday words: word classes and how people put them together, in headings and where paragraphs turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FAULT = "(?:问题|毛病|缺点|不足|差距|短板|短处|弱项|过错|错误|偏差|欠缺|亏欠|缺憾|遗憾)"
_I = "(?:我们?|本人|俺们?|咱们?|班子|支部|大家)"
_CAUSE = (  # 毛病从哪来, 根在哪儿, 往深里想
    "为什么|是什么[让使]|为何|何以|为啥|因何|从何而?来|从哪[里儿]?来|怎么会|(?:怎样|怎么|如何|咋)(?:就|[产养]|造成|形成|来|落下|染上)|"
    f"{_FAULT}[^，。]{{0,4}}(?:根(?![治除绝])|来路|来由|来处|由来|缘由|缘故|成因|起因|背后|后面|出在|源[于自])|病[因根从]|根[由因上儿]|归因|起因|"
    "[往向](?:深|根|里)[^，。]{0,3}[想说挖看问查究找里处]|深一[层步]|扪心自?问|反躬|内因|外因|从(?:主观|思想|自身|内心|灵魂|根)[^，。]{0,4}[找看挖想]"
)
_EARLIER = re.compile(  # what became of last year's faults
    "(?:上一?年度?|上一?[次回]|[去往]年|上届|前期|前一年)[^，。]{0,20}(?:整改|落实|改得|改了|改没改|办结|兑现|还了)|回头看"
    "|整改[^，。]{0,8}(?:情况|成效|进展|完成)(?:报告|汇报)?$"
)
_HEADINGS = (  # what says it surely comes first
    (
        "原因",
        re.compile(
            f"{_CAUSE}|^【?[挖析剖究]：|挖[^，。]{{0,4}}(?:病|根|源|因|思想|灵魂)|病灶(?:分析|剖析|所在|何在)|"
            "(?:根源|原因|根子|成因|病根|症结|缘由)的?(?:[检审]视|查摆|检查|查找|自查|反思)$"
        ),
    ),
    (
        "措施",
        re.compile(
            "^【?[改治立补]：|处方|^[^，。]{0,4}(?<!管理)(?<!考核)(?<!实施)(?<!暂行)(?<!老)办法$|^[^，。《]{2,8}的办法$|怎样|怎么(?!样)|如何|咋[办改做弄干]|啥办法|表一?个态|表决心|说到做到|[立定][^，。]{0,6}规矩|约法三章|军令状|[见看用]行动|到行动|行动起来|"
            "向[^，。]{1,8}看齐|从[^，。]{1,4}做起|(?:[补强固堵填]|克服)[齐足上强]?(?:短板|弱项|漏洞|不足|差距|欠账)|"
            "补[^，。]{0,3}课|补(?:起来|上|齐)|改$|[改补治纠]正?的办法|行动清单|治[好病根本一]|[吃下用开]药|接下来|下半年|日后|从今"
        ),
    ),
    ("引言", _EARLIER),
    (
        "引言",
        re.compile(
            "[今去]年都?[干做办]了|[干做办]了(?:啥|什么|哪些)|[一全本今去]年[^，。]{0,6}(?:工作|[做干][了的]?|的事)$|做的(?:工作|事)$|好的方面|议程$|"
            "个人(?:有关|重大)?事项|简历|案情|(?:案件|案例)(?:回放|简介)|(?:德能?勤?绩?廉|现实|工作|一贯)表现$|(?:认领|分解|办理|完成|推进|征集|收集|召开|准备|兑现|销号)情况$"
        ),
    ),
    (
        "问题",
        re.compile(
            "^【?[查摆找照]：|[欠亏旧老][^，。]{0,2}[账债]|[账债]还?[^，。还清]{0,2}欠|认账|亏欠|愧|遗憾|缺憾|对不[住起]|[家献亮]丑|丑[^，。]{0,2}亮|红红?脸|照[一照]照|照[见出]|挑[^，。]{0,2}[刺错]|"
            "不(?:合格|达标|称职|过关)|违[纪法反][^，。]{0,6}事实|灰尘|污点|滑坡|漏洞|缺钙|错误?$|距离$|欠了|脸红|(?:改进|提[高升]|完善|加强|努力)(?:之处|的地方|的方面)$|[不没未][^，。]{0,5}的(?:地方|方面|.?.?事)$|找的病|薄弱|病历|[丢扣失]分|(?:(?<!满意)不满意|不如意|不理想|不尽人意|不到位|还不[好够行足]|没有?[干做办管抓带](?:得|到)?(?:好|够|成|完))"
            "(?![^，。]*(?:[原成]因|根源|措施|整改|改进|办法|打算))|哪(?!怕)(?!.{0,6}(?P<asked>.)[不没](?P=asked))[^，。、]{0,4}[不没][^，。、因源]{0,4}$|[相互]相批评|检查对照|看[清透]自己"
        ),
    ),
)
_OPENINGS = (  # a sentence that turns to causes may name the faults, one that turns to remedies both
    (
        "问题",
        re.compile(
            f"{_FAULT}[^，。]{{0,6}}(?:[有是多摆]|不少|主要|如下|突出)|(?:有|存在|[找查看]出|看到|发现|查[摆找])[^，。]{{0,10}}{_FAULT}|"
            "做得[^，。]{0,2}不[够好到]|没有?[办做干管抓尽][好到成]|差得?[还很太]?远|差[^，。]{0,2}一大?截|不合格|有[^，。]{0,6}距离|不容(?:忽视|回避|乐观)|提的意见|亏心|对不[住起]|愧|脸红|汗颜|"
            "照[^，。]{0,2}镜子|亮[^，。]{0,2}丑|[揭亮]短"
        ),
    ),
    (
        "原因",
        re.compile(
            f"{_CAUSE}|反问自己|问问?自己|追问|归结(?:起来|到)|说(?:穿|白)了|深(?:究|刻反思|刻剖析)|痛定思痛(?!，{_I})|"
            f"产生(?:这些|上述|以上|问题)|(?:这些|上述|以上)[^，。]{{0,4}}的(?:产生|出现|发生)|{_FAULT}的(?:产生|出现|存在|发生)，|偶然|反思(?:起来|下来|自己)?，|[主客]观(?:上|原因|因素)"
        ),
    ),
    (
        "措施",
        re.compile(
            "^(?:那么?)?，?(?:怎么|怎样|如何|咋)(?![样会就来说想看]|产生|形成|造成|回事)|(?:就|便|得|该|必须|应当?|一定|坚决|马上|立即|关键在)[要得]?(?:[改治补纠](?![变革善])|还账|下药)|要[改治补](?![变革善])|改的方向|"
            "从(?:今(?!年)|明|下|现在|即日|此|眼前)[^，。]{0,4}(?:起|开始|改)|从今(?:往|以)?后|亡羊补牢|知错|知耻|改过|吃一堑|"
            f"{_I}[^，。]{{0,6}}(?:打算|决心|保证|承诺)|{_I}准备(?![了得会])|[定立][^，。]{{0,6}}规矩|约法三章|"
            "^(?:今后|[往以日]后|下半年|明年|来年|年后|开春)|(?:为了?|^)(?:解决|改[掉正]|纠正|补上)|迎头赶上|^(?:各|全体)[^，。]{1,10}要|笔[^，。]{0,4}还|"
            "[看用][^，。]{0,3}行动|(?:说|讲|谈)[^，。不没]{0,3}(?:改法|办法|改|改正|改进)$|对症|下[^，。]{0,2}药|开[^，。]{0,3}[药良]方|还[上清]?[^，。]{0,2}账"
        ),
    ),
)
_FROM_NOW = re.compile(  # in any sentence: 从下周起 …, 会后三件事要办
    "从(?:今(?!年)|明|下|这|本|现在|即日)[^，。]{0,4}(?:起|开始)|会后[^，。；：没不]{0,8}(?:要[办做抓改落]|[办做抓]好)"
)
_LOOKED_AT = 120  # characters in which it does
_CLAUSE = re.compile("[。！？：:]")
_OPENING = 40  # characters of a paragraph's first clauses in which it turns to another part


def heading_part(heading: str) -> str | None:
    """The part that a heading's everyday words name: 根在哪儿 is 原因, 去年的账还了没有 引言; None: they name none."""
    return next((part for part, pattern in _HEADINGS if pattern.search(heading)), None)


def is_of_earlier(heading: str) -> bool:
    """Whether a heading tells what became of last year's faults."""
    return bool(_EARLIER.search(heading))


def without_earlier(words: str) -> str:
    """`words` without what they say became of last year's faults."""
    return _EARLIER.sub("", words)


_WORDS = (  # what paragraphs are labelled with: 问题是，…；根子是，…；改法是，…
    ("问题", "问题|毛病|不足|差距|短板|短处|弱项|缺点|表现|现象|病灶|病症|症状"),
    ("原因", "原因|根子|根源|根由|根|病根|病因|病源|症结|成因|起因|缘由|来由|由来|缘故"),
    ("措施", "改法|对策|办法|打算|措施|举措|药方|处方|方子|治法|解法|整改|改进|下一?步|今后|努力方向|改的路子"),
)
_LABEL = re.compile(
    "(?:我的?|自己的|其|这[一个条项]?的|主要的?|存在的?|具体的?|突出的?|深层(?:次)?的?|产生的?|思想|整改的?|改进的?|解决的?){0,2}"
    f"(?:{'|'.join(f'(?P<{part}>{words})' for part, words in _WORDS)})(?:就?是|就?在于?|[：:])"
)


def label_part(text: str) -> str | None:
    """The part that a paragraph's first word labels it with: 根子在 … is 原因; None: it has no such label."""
    match = _LABEL.match(text)
    return match.lastgroup if match else None


def opening(text: str) -> str:
    """The words of a paragraph in which it may turn to another part."""
    return _CLAUSE.split(text, maxsplit=1)[0][:_OPENING]


def opening_parts(text: str) -> Sequence[str]:
    """The parts that a paragraph's opening words may turn to: 这些毛病是咋来的 is 问题 or 原因."""
    words = opening(text)
    found = [part for part, pattern in _OPENINGS if pattern.search(words)]
    return [*found, "措施"] if _FROM_NOW.search(text[:_LOOKED_AT]) else found
