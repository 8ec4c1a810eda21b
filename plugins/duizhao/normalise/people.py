"""Who speaks: 职务, 单位, 主体 and 层级, read from titles, bylines and the way a text speaks of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duizhao.normalise.offices import CHAIN, OFFICE, OFFICES
from duizhao.taxonomy import Taxonomy

_SPLIT = re.compile(
    r"20\d\d\s*年(?:度|末|底|初)?|\d{4}-\d{4}年?度?|二〇..年度?|党史学习教育|主题教育|“?不忘初心|“?三严三实|(?:党的)?群众路线|党纪学习教育|巡[视察]整改|"
    r"以案促改|警示教育|年度|专题|党员领导干部|领导干部|党员干部|民主生活会|组织生活会|mzshh|zzshh|MZSHH|ZZSHH|个人|对照|述职|述廉|述责|剖析|检视|"
    r"[二三四五六七八九]个(?:带头|方面|对照)|关于|学习|在(?=[^，]{0,20}会)|(?<=会)上|本人|作为|是?一名|我(?!国)|现任|现为|担任|[（）()《》：:，。；！？\s]"
)
_LABEL = re.compile(
    "(?:工作)?单位|姓名|(?:所在)?(?:部门|支部)|职务|岗位|党内职务|[述发汇报言]+人"
)  # in a line of 姓名：… 职务：…
_NAME = re.compile(r"(?:[\u4e00-\u9fffX×]{1,4}同志|同志)$")
_UNIT_END = re.compile(
    r".*(?:局|厅|委|委员会|人大常委会|办|院|校|司|镇|乡|街道|办事处|中心|处|所|站|部|公司|集团|企业|海关|国企|信用社|[支分总]行|大学|学院|医院|村|社区|机关|政府|社|馆|台|园|庭|矿|"
    r"残联|侨联|文联|妇联|科协|作协|记协|社联|工商联|青联|段|车间|班组|分局|分公司|管委会|指挥部|"
    r"人大|政协|总队|支队|大队|银行|厂|协会|联合会|工会|妇联|组|队|科|室|系|林场|农场|幼儿园|中学|小学|学校|区|县|市|支部|总支)$"
)
_PARTY_BODY = re.compile(r"(?:机关|直属|联合|临时)?(?:党委|党组|党工委|党总支|党支部|支部)?(?:委员会)?$")
_WITHIN = re.compile(
    "(?<![省市县区州旗])纪(?:工)?委$|(?<!总)工会$"
)  # 水务局纪委 is of 水务局, 县纪委 a unit of its own
_SENT = re.compile("^(?:中共|派驻|驻|来自)(?=..)")  # 驻石桥村第一书记, 中共柳林镇委员会书记
_POSTED = re.compile("驻(?:村|社区|企|点|队)$")  # 石桥村驻村第一书记
_BARE_UNITS = frozenset(a + b for a in "省市州县区" for b in ("", "委", "政府"))
_OWN_BODY = re.compile(  # 校党委, 局党组: its own people leave out of which
    "(?:[校局院厂站所队镇乡村厅处社馆园段行部会]|公司|集团|医院|学校|机关)(?:党委|党组|党工委|党总支|党支部|支部)"
)
_IMPLIED = re.compile(
    "(?:党委|党组|党工委)?(?:班子)?(?:成员|委员)|(?:主要)?负责(?:人|同志)"
)  # by any other office there
_PLACES = ("省", "市", "县区")  # 云岭市国有林场 is none of them
_BARE_MEMBER = re.compile("(?:党委|党组|党工委)?(?:领导)?(?:班子)?(?:成员|委员)")
_MEMBER = re.compile(
    "我是[^，。；]{0,20}?(?:名|位)[^，。；]{0,4}党员(?!领导|干部)[^，。；]{0,4}"
)  # 我是白鹭小学的一名党员教师
_WHOLE = 5  # characters of a unit's name that is told apart from what the office is of
_ONE_OFFICE = re.compile(OFFICE)
_MASKED = "[\u4e00-\u9fff][×某]{1,2}"  # 王××
_NAMED_MEMBER = re.compile(f"党员[ \u3000]*{_MASKED}$")
_INTRODUCES = 600  # characters in which a paragraph says who speaks in it
_SENTENCE = re.compile("[。！？]|[：:]$")
_SHORT = 60  # characters: longer lines are paragraphs, which name many people
_OWN = (  # what follows 现任: a unit, its 一名, what the person is in charge of, the office
    rf"(?:(?P<unit>[^，。；、]{{2,20}})的)?(?:一名|一位|一个)?(?:(?:分管|负责|主持|联系)[^，。；]{{1,16}}?的)?"
    rf"(?P<role>[^，。；、的]{{0,20}}?{CHAIN})"
)
_ME = "(?:本人|我|俺)"
_YEARS = "[\\d一二两三四五六七八九十]+个?多?[年届月]多?的?"
_HOLDS = (
    "(?:作为|身为|[现接兼]任|现为|担任(?!过)|出任(?!过)|时任|当选为?|被(?:任命|选举|推选)为|[调转升到]任|任(?![务何命过])|系|是|"
    "以(?=[^，。]{2,24}身份)|(?:当|干)(?![好成作时年天然初前场面着部过])"
    f"了?(?:{_YEARS})?)"
)
_WHEN = (  # 2016年到市博物馆任 …, 由县委办调到双河乡任 …, 目前在街道任 …
    r"(?:(?:[自从于由]|(?:19|20)\d\d年|目前|现在|如今|眼下|[去今]年)[^，。；]{0,12}?)?(?:[到在来](?P<at>[^，。；]{2,16}?))?"
)
_FROM = (  # 2023年7月起任 …, 去年底以来担任 …
    "(?:[自从于]?(?:(?:19|20)\\d\\d年|[去前今]年|当年|上?半?年)?(?:[\\d一二三四五六七八九十]{1,3}月|年?[初底中末])?(?:起|以来|后|至今|开始)?，?)?"
)
_NOW = f"{_FROM}(?:(?:如今|现在|目前|眼下)(?:是|任|担任)|现任|现担任|时任|任|担任|现为|历任|[接调转升]任|出任|当选为?)"
_SINCE = r"(?:以来|期间|这?[一二三四五六七八九十\d]+年(?:多|来|以来)|的[^，。；]{1,8})?"
_SELVES = tuple(  # the ways people say who they are, the plainest first
    map(
        re.compile,
        (
            rf"{_ME}(?:的(?:职务|岗位|身份))?是?{_WHEN}{_HOLDS}{_OWN}",
            rf"(?:作为|身为|担任|出任|任|当)(?![何时年了]){_OWN}{_SINCE}，(?:我|本人)",  # 作为副局长，我 …
            rf"(?:任命|推选|选举?|聘任?|提拔){_ME}[为做]{_OWN}",
            rf"{_ME}[^。；！？]{{2,40}}，{_NOW}{_OWN}",  # 我叫王×，现任 …
            rf"{_ME}(?:叫|姓|来自|[自从在到]|分管|主管|负责|(?:19|20)\d\d年)[^。；！？]{{1,40}}，(?:也|又|还|同时)?是{_OWN}(?=[，。；！])",
            rf"{_ME}(?:，|叫|姓|是)[^，。；、]{{2,4}}，{_OWN}(?=[，。；])",  # 我，王××，中医院骨科主任，…
            rf"{_ME}这[个名位]当?{_OWN}的?(?=[，。；当干])",
            rf"(?:^|[，。；：！？])(?:当|干)了{_YEARS}{_OWN}",  # 当了八年车间主任
            # 我从司机干到站长
            rf"{_ME}[^。；！？]{{0,30}}从[^，。；！？]{{2,16}}[干做走升][到至为]{{1,2}}{_OWN}(?=[，。；])",
            rf"(?:^|[。；：！？])(?:作为|身为)(?!何){_OWN}{_SINCE}，",
        ),
    )
)
_FORMER = re.compile("起|开始|[做干]起|出身|的?时候|时(?![刻常期])|那[年会时阵]|退|转|[、，]后[来任]")  # 从当会计起, …
_DEPUTY = re.compile(
    "副|(?<!总)工会主席|监事长|分管|成员|委员|常委|纪委|纪检|组长|总工程师|总会计师|组织部|宣传部|统战部|政法委"
)
_DEPUTY_HEAD = re.compile("副(?!书记)[^副]{1,4}$")
_OF_ITS_OWN = re.compile(f".{{2,}}?(?={OFFICE}$)")
_SEAT = re.compile(  # one of several: a member of a committee, whatever else he heads
    "(?:党委|党组|党工委|县委|区委|市委|省委|支部|总支|支委会?)(?:班子)?(?:成员|常委|"
    "(?:组织|宣传|纪检|青年|生活|学习|统战|妇女)?委员)$|常委$"
)
_PART_OF = re.compile(  # 供电公司柳河供电所: of the level of what it is a part of
    "(公司|集团|银行|医院|大学|学院|中学|厂)(?!管理|监管|监督|服务|安全|改革|改制|指导)"
    "[^省市县]{1,10}(?:[科部所站处室队系院]|中心|车间|班组|支部)$"
)
_TOWN_OFFICE = re.compile(  # 柳林镇党政办公室; a township's 司法所 is the county's
    "(?:[^省市县区]乡|[^省市县区]镇|街道)(?:办事处)?(?:党政|党建|综合|经济|社会|农业|平安|民政|财政|便民|文化|应急|退役|农林|畜牧|宣传)"
    "[^省市县区]{0,8}(?:办公室|办|中心|站|队)$"
)
_HEAD = re.compile(
    "书记|局长|主任|院长|校长|园长|部长|处长|厅长|区长|县长|市长|镇长|乡长|董事长|总经理|主要负责|站长|所长|行长|馆长|台长|主席"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """职务 and 单位 as written; None where the document does not say."""

    role: str | None
    unit: str | None


def speaker_of(title: str | None, head: Sequence[str]) -> Speaker:
    """Who speaks, by the title, else by the short lines around the text, else by what the text says of itself.

    The role is given with the unit before it where they are one (民政局党委书记); the unit is that one, or the words
    before the role (江湾区民政局　科长), or what stands before 领导班子 in a title.
    """
    short = (piece for piece in head if len(piece) <= _SHORT and not _SENTENCE.search(piece))
    lines = [text for text in (title, *short) if text]
    himself = next((found for piece in head if (found := _of_himself(piece[:_INTRODUCES]))), None)
    if named := _of_lines(lines):
        return himself if himself and _is_fuller(himself, named) else named
    if himself:
        is_whole = himself.unit and himself.unit not in _BARE_UNITS and not _OWN_BODY.fullmatch(himself.unit)
        unit = himself.unit if is_whole else _unit(lines) or himself.unit
        return Speaker(himself.role, _in_full(unit, lines))
    return Speaker(None, _unit(lines))


def _of_lines(lines: Sequence[str]) -> Speaker | None:
    """Who is named in the title, else in the short lines around the text; the line that says more of him."""
    said = [speaker for text in lines if (speaker := _of_line(text, lines))]
    return next((other for other in said[1:] if _is_fuller(other, said[0])), said[0]) if said else None


def _of_line(text: str, lines: Sequence[str]) -> Speaker | None:
    before = None
    for segment in _segments(text):
        if role := _role(segment):
            unit = before or _unit_of_role(role)
            if unit is None or unit in _BARE_UNITS:  # 局长, 县委常委: another line may say of which
                unit = _unit([line for line in lines if line != text]) or unit
            return Speaker(role, unit)
        if not _LABEL.fullmatch(segment):
            before = segment if _is_unit(segment) else None
    return None


def _is_fuller(said: Speaker, named: Speaker) -> bool:
    """Whether what somebody says of himself has all offices that the title names, and more: another, or of what."""
    said_role, named_role = said.role or "", named.role or ""
    offices, more = ({*_ONE_OFFICE.findall(role)} for role in (named_role, said_role))
    if said.unit and named.unit and (named.unit.endswith(said.unit) or said.unit.endswith(named.unit)):
        offices = {office for office in offices if not _IMPLIED.fullmatch(office)}
    return offices <= more and len(said_role) > len(named_role) and bool(said.unit or not named.unit)


def _of_himself(text: str) -> Speaker | None:
    """What a paragraph says of who speaks in it: 我现任 …, 作为 …，我, 担任 …以来，我."""
    found = [match for pattern in _SELVES if (match := pattern.search(text))]
    match = next((match for match in found if not _FORMER.match(text, match.end())), next(iter(found), None))
    if match is None or _BARE_MEMBER.fullmatch(match["role"]) or match["role"].startswith("党员"):
        return None
    named = match.groupdict()
    said = (_SENT.sub("", unit) for unit in (named["unit"], named.get("at")) if unit and _is_unit(unit))
    return Speaker(named["role"], _unit_of_role(named["role"]) or next(said, None))


def _segments(text: str) -> list[str]:
    return [_NAME.sub("", segment.strip("，。、：:—-–“”的")) for segment in _SPLIT.split(text) if segment.strip()]


def _role(segment: str) -> str | None:
    """A segment up to its last office, where it has one that says more than that there is a 班子."""
    found = None
    if segment.startswith(("对", "给")):  # 对班子成员的批评意见: of whom, not by whom
        return None
    for match in OFFICES.finditer(segment):
        if not segment.startswith("班子", match.end()):  # 县委常委班子 speaks as a body
            found = segment[: match.end()]
    return found if found and len(found) <= 30 and not _BARE_MEMBER.fullmatch(found) else None


def _unit_of_role(role: str) -> str | None:
    match = OFFICES.search(role)
    whole = _POSTED.sub("", _SENT.sub("", role[: match.start()].rstrip("、，"))) if match else ""
    before = _PARTY_BODY.sub("", whole)  # 水务局党委; but 发展和改革委员会 is no party's
    within = re.sub("(?<=[局委厅院会部司])机关$", "", _WITHIN.sub("", before))
    cut = (before[:-odd] for odd in (2, 3, 4) if len(before) - odd >= _WHOLE)  # 第三小学教务主任 is of the school
    return next((unit for unit in (within, before, whole, *cut) if _is_unit(unit)), None)


def _unit(lines: Sequence[str]) -> str | None:
    """The unit that a line names: before 领导班子 or a party body, or a whole segment of its own."""
    for text in lines:
        for segment in _segments(text):
            whole = re.sub(
                f"(?:[校院局处县科厅]级)?(?:领导)?班子.*$|(?:全体)?党员(?:同志)?(?:{_MASKED})?$", "", segment
            )
            bodiless = _PARTY_BODY.sub("", re.sub("^中共(.+?)(?:工作)?委员会$", r"\1", whole)).removeprefix("中共")
            for named in (bodiless, whole if whole.endswith("委员会") else ""):  # 发展和改革委员会 is no party's
                if len(named) >= 3 and _is_unit(named):
                    return named
    return None


def _in_full(unit: str | None, lines: Sequence[str]) -> str | None:
    """A unit that its own people call by its last word alone (中心, 局) or in short (省社科院) as a line names it."""
    if unit is None:
        return unit
    if len(unit) >= _WHOLE - 1:
        return next((found for line in lines if (found := _unit([line])) and _is_short_for(unit, found)), unit)
    named = (found for line in lines if (found := _unit([line])) and found.endswith(unit))
    return next(named, unit)


def _is_short_for(short: str, name: str) -> bool:
    """Whether `short` is made of characters of `name`, in order, as short names are: 省社科院 of 云岭省社会科学院."""
    left = iter(name)
    return short not in name and short[-1] == name[-1] and all(char in left for char in short)


def _is_unit(text: str) -> bool:
    return len(text) >= 2 and bool(_UNIT_END.fullmatch(text))


def subject_of(title: str, role: str | None, texts: Sequence[str]) -> tuple[str | None, str | None]:
    """The 主体 and the words that show it."""
    is_own = "个人" in title and not re.search("班子[和与及、]", title)  # 校级领导班子民主生活会个人检视材料
    if not is_own and (match := re.search("领导班子|班子(?!成员)", title)):
        return "领导班子", match[0]
    if (
        not is_own
        and role is None
        and (match := re.search("(?:党委|党组|党工委|党总支)(?=[^，]{0,20}(?:生活会|整改|报告|方案))", title))
    ):
        return "领导班子", match[0]
    if role:
        if "普通党员" in role:
            return "党员", role
        if "主要负责" in role:
            return "主要负责同志", role
        if _DEPUTY.search(role):
            offices = re.split("[、兼，]", role)
            is_deputy = not any(_HEAD.search(office) for office in offices if not _DEPUTY.search(office))
            if _DEPUTY_HEAD.search(offices[0]) and all(_OF_ITS_OWN.match(office) for office in offices[1:]):
                is_deputy = True  # 组织部副部长、老干部局局长: what he heads is below what he is deputy in
            if _SEAT.search(offices[0]) and not any("书记" in office for office in offices):
                is_deputy = True  # 党工委委员、武装部长: head of a part, one of several above it
            return ("班子成员", role) if is_deputy else ("主要负责同志", role)
        if _HEAD.search(role):
            return "主要负责同志", role
    if own := next((match for text in texts if "我是" in text and (match := _MEMBER.search(text))), None):
        return "党员", own[0]
    if role is None and (byline := next(filter(_NAMED_MEMBER.search, texts), None)):
        return "党员", byline
    for words, subject in (
        ("普通党员", "党员"),
        ("作为一名党员", "党员"),
        ("分管领域", "班子成员"),
        ("分管部门", "班子成员"),
        ("分管工作", "班子成员"),
        ("分管", "班子成员"),
        ("班子其他成员", "班子成员"),
    ):
        if any(words in text for text in texts):
            return subject, words
    if any("班子" in text for text in texts[:3]) and not any(re.search("本人|我", text) for text in texts):
        return "领导班子", "班子"
    if match := re.search("党员(?!领导|干部)", title):
        return "党员", match[0]
    return None, None


def level_of(unit: str | None, role: str | None, taxonomy: Taxonomy) -> tuple[str | None, str | None]:
    """The 层级 and the unit or role that shows it: what the unit's name ends in, else what the office is of."""
    if unit and _TOWN_OFFICE.search(unit):
        return "乡镇街道", unit
    if unit and (part := _PART_OF.search(unit)):
        whole = unit[: part.end(1)]
        return next((row.name for row in taxonomy.levels if any(map(whole.endswith, row.words))), None), unit
    if unit:
        best = max(
            ((len(word), row.name) for row in taxonomy.levels for word in row.words if unit.endswith(word)),
            default=None,
        ) or max(  # a part of a unit (县农业农村局纪检监察组) is of its level
            (
                (unit.rfind(word), row.name)
                for row in taxonomy.levels
                for word in row.words
                if (len(word) > 1 or word in "局厅") and row.name not in _PLACES and unit.rfind(word) > 0
            ),
            default=None,
        )
        if best:
            return best[1], unit
    if role:
        bare = role.removeprefix("副").removeprefix("驻")
        for row in taxonomy.levels:
            if any(bare.startswith(word) for word in row.words if word[0] in "省市县区镇乡街州村" or word == "社区"):
                return row.name, role
    return None, None
