"""Front and back matter: the title and what stands around the body, recognised as what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from duizhao.model import Matter
from duizhao.normalise.blocks import Block, blocks, ends_sentence
from duizhao.normalise.draft import Draft
from duizhao.normalise.numbering import heading_marker
from duizhao.normalise.offices import OFFICE

TITLE_LENGTH = 60  # characters; longer lines are paragraphs
LONG_TITLE = 120  # characters of a line that ends like a title (… 对照检查材料) and has no sentence in it
LEAD_LINES = 8  # non-blank lines at the top among which title and front matter stand
_YEAR = r"(?:\d{4}|20[\dXxＸ×*]{2}|[一二三四五六七八九〇○零]{4}|二[〇○零][一二三四五六七八九〇○零×X]{2})"
_NUMBER = r"[\dXx×*一二三四五六七八九十〇]{1,3}"
_DATE = re.compile(
    rf"[（(]?\s*{_YEAR}\s*(?:年\s*{_NUMBER}\s*月(?:\s*{_NUMBER}\s*日)?|[-./]\d{{1,2}}[-./]\d{{1,2}})\s*[）)]?"
)
_SALUTATION = re.compile(
    r"(?:尊敬的|各位|敬爱的)?[^。；！？]{0,30}(?:同志|同志们|领导|代表|委员|组长|书记|老师|党员|朋友|同事|评委|师生|乡亲|战友|工友|校友|同学|师傅|来宾|嘉宾|家长|员工|职工|老乡|街坊|邻居|队友|同行|前辈)(?:们)?[：:]"
)
_TO_EACH = "(?:(?:尊敬|敬爱|亲爱)的)?(?:各位|全体)[^，。；！？：、要请应须需下如]{1,10}"
_TO_ALL = re.compile(rf"{_TO_EACH}(?:[，、]{_TO_EACH}){{1,4}}[：:]")  # 各位党员，各位叔伯兄弟：
_ADDRESSEE = re.compile(  # 市纪委监委、市委组织部：
    r"[^\s，。；：！？、]{2,14}(?<=[部委局办组司院处会室心府位支总关道镇乡校])(?:[、，][^\s，。；：！？、]{2,14}(?<=[部委局办组司院处会室心府位支总关道镇乡校])){0,6}[：:]"
)
_DOCUMENT_NUMBER = re.compile(r"[^\s。，]{1,16}[〔\[（(【]\d{4}[〕\]）)】]\s*第?\d+号")
_BYLINE = re.compile(r"(?:[\u4e00-\u9fff]{1,6}人|姓名|作者|撰稿|单位|执笔)[：:\s].{1,40}")
_SUBTITLE = re.compile(r"[（(][^（()）]{1,60}[）)]|[-—–]{1,2}.{2,60}")
_PERSON = r"[\u4e00-\u9fffXx×*]{1,2}[ \u3000]{0,2}[\u4e00-\u9fffXx×*]{1,2}"
_NAMED = re.compile(
    r"[^，。；：！？、]{2,20}(?:[、，][^，。；：！？、]{2,16}){0,3}"
    rf"[ \u3000\t]+{_PERSON}"
)
_OFFICER = re.compile(  # 柳河村党支部书记、村委会主任　吴××　2025年6月28日晚，村部
    r"(?=[^ \u3000\t]*[ \u3000\t])"  # lines without a blank, nearly all, are done with
    rf"[^，。；：！？\s]{{2,40}}{OFFICE}[ \u3000\t]+{_PERSON}"
    rf"(?:[ \u3000\t]+[（(]?{_YEAR}\s*年\s*{_NUMBER}\s*月[^。；！？：]{{0,20}})?"
)
_MASKED_NAME = re.compile(rf"[^，。；：！？\s]{{2,30}}{OFFICE}[\u4e00-\u9fff][×某Xx*]{{1,2}}")  # …、副检察长范××
_BRACKETED_BYLINE = re.compile(
    rf"[（(][^（()）]{{2,40}}?(?:[ \u3000]+[\u4e00-\u9fffXx×*]{{2,4}}|[，,\s]\s*{_DATE.pattern})[）)]"
)
_MARKING = re.compile(
    r"(?:★|\*)?\s*(?:内部(?:资料|文件|材料)|秘密|机密|绝密|特急|加急|征求意见稿|送审稿|讨论稿)(?:[\s，,★]*(?:注意保[存密管]|不得外传|★.{0,8}))?"
)
_COMPILATION = re.compile(
    r"[【\[（(〔]?(?:第[一二三四五六七八九十]+篇|(?:篇|范文|例文)[一二三四五六七八九十\d]+|之[一二三四五六七八九十]+(?=[】\]）)〕：:]))"
    r"[】\]）)〕]?[：:、.．]?"
)
KIND_END = re.compile(
    r"(?:材料|提纲|报告|体会|心得|方案|清单|主持词|讲话|发言|发言稿|讲话稿|总结|意见|汇报|汇总|通报|通知|台账|检查|小结|情况|剖析|"
    r"记录|纪要|计划|安排|议程|说明)"
    r"(?:[（(【].{1,40}[）)】])?\d*$"
)
_CLOSING = re.compile(
    r"(?:以上|上述|这些|不当之处|不妥之处|如有不当|最后).{0,60}(?:指正|帮助|批评|汇报|审议|监督|谢谢|提出|检查|意见)[^。！]{0,20}[。！]?.{0,30}"
    r"|.{0,20}(?:请|恳请|敬请|诚请|真诚希望|欢迎|诚恳希望)[^。！？]{0,30}(?:批评指正|批评帮助|帮助指正|审议|指正|批评意见|批评|评议)[^。！？]{0,12}[。！]?(?:谢谢.{0,8}[！。])?"
    r"|[^。；！？]{0,12}(?:请|望|欢迎|盼|求)(?:各位|大家|同志|同事|战友|领导|组织|诸位|在座|工友|战友|乡亲|老师|师傅|同学)[^。；！？]{0,12}(?:(?:照实|如实|尽管|放开|直)[提说讲]|开炮|放炮|拍砖|挑刺|挑毛病|"
    r"提意见|指点|指教|赐教|斧正|包涵|担待|见谅|原谅|敲打|帮我|帮助|批评|揭短|多提|不吝)[^。；！？]{0,12}[。！]?(?:谢谢.{0,8}[！。])?"
    r"|(?:我?就(?:说|讲|汇报)(?:这些|到这里)|(?:我的)?(?:发言|汇报)就?(?:这些|到这里))[^。]{0,12}[。！]?"
    r"|(?:以上|上述)[^。]{0,40}请[^。]{0,16}(?:指出来?|提出来?)[。！]?"
    r"|就这些[，。][^。]{0,16}[。！]?|(?:[我俺]|[我俺的]*话)?(?:说|讲|汇报)完了?[，。！][^。]{0,16}[。！]?|[我俺](?:说|讲|汇报)完了[^。]{0,16}[。！]?"
    r"|[^。，；]{0,6}向(?:大家|同志们|各位[^。，；]{0,8}|全体[^。，；]{0,8})(?:敬礼|致敬|鞠躬|道谢)[^。]{0,8}[。！]?"
    r"|(?:特此(?:报告|汇报|通报)|(?:我的)?(?:发言|汇报|述职|报告|通报)(?:完毕|完了|到此结束)|(?:谢谢|感谢)(?:大家|各位)?)[^。！]{0,10}[。！]?.{0,12}"
)
_REQUEST = re.compile(r"(?:敬?请|恳请|希望)[^，。；]{1,16}(?:监督|帮助|批评|指正|指教|谅解|关心)[^，。；]{0,6}[。！]?")
_NOTE = re.compile(r"(?:注|备注|说明)[：:].+|[［\[〔]\d{1,3}[］\]〕].+")
_GLUED = re.compile(
    r"(.{4,60}?(?:材料|提纲|报告|体会|心得|方案|发言))([ \t\u3000]*)"
    r"(?=(?:尊敬的|各位|同志们)[^。；！？]{0,30}[：:]$)"
)
_GLUED_NAME = re.compile(  # … 对照检查材料县水务局副局长　王××
    r"([^。；！？]{4,60}?(?:材料(?!学|科|系|工程|研究|公司|厂)|提纲|报告|体会|心得|方案|发言))([ \t\u3000]*)"
    r"(?=[^，。；：！？、\s]{2,20}(?:[、，][^，。；：！？、\s]{2,16}){0,3}"
    r"(?:书记|长|主任|经理|主席|委员|常委|干部|党员|工程师|会计师)[ \u3000\t]+"
    r"[\u4e00-\u9fffXx×*]{1,2}[ \u3000]{0,2}[\u4e00-\u9fffXx×*]{1,2}$)"
)
_ATTACHMENT = re.compile(
    r"(?:附[：:])?(?:名词|名词术语|术语)(?:解释|注释)[：:]?|附\s*(?:件|表|录)?\s*[\d一二三四五六七八九十]{0,2}\s*[：:].*|附\s*件\s*[\d一二三四五六七八九十]{0,2}"
)
_PART = re.compile(
    "问题|原因|措施|方面|不足|方向|整改|查摆|引言|前言|毛病|病灶|短板|差距|缺点|根源|根子|病根|改法|打算"
)
_SIGNATURE_LENGTH = 30
_DATE_LENGTH = 60  # characters of a date after a signature, blanks between them


@dataclass(frozen=True, slots=True)
class Frame:
    """A draft's title and the matter around its body; `body` are the blocks between."""

    title: Block | None
    front: tuple[Matter, ...]
    body: tuple[Block, ...]
    back: tuple[Matter, ...]


def part_title(draft: Draft, styles: Mapping[int, str]) -> Draft:
    """The draft with a salutation or a byline that stands in the title's line on a line of its own."""
    found = (
        (block, _GLUED.match(block.text) or _GLUED_NAME.match(block.text))
        for block in blocks(draft, styles)[:LEAD_LINES]
    )
    breaks = [(block.start + match.end(1), block.start + match.end(), "\n") for block, match in found if match]
    return draft.then("glued-title", breaks)


def join_title(draft: Draft, styles: Mapping[int, str]) -> Draft:
    """The draft with a title set over several lines on one line, and a title given twice given once."""
    lines = _title_lines(blocks(draft, styles))
    gaps = [(above.end, below.start, "") for above, below in pairwise(lines)]
    joined = draft.then("title-lines", gaps)
    lead = blocks(joined, styles)[: LEAD_LINES + 4]
    title = next(iter(lines if joined is draft else _title_lines(lead)), None)
    if title is None:
        return joined
    repeats = _repeats(_plain(title.text), lead[lead.index(title) + 1 :])
    return joined.then("repeated-title", ((block.start, block.end, "") for block in repeats))


def _repeats(title: str, lines: Sequence[Block]) -> list[Block]:
    """The lines, at most three below the title, that say it again, on one line or over several."""
    found: list[Block] = []
    for at in range(min(3, len(lines)) if title else 0):
        said = ""
        for count, block in enumerate(lines[at : at + 4], 1):
            if len(block.text) > 2 * LONG_TITLE or not title.startswith(said := said + _plain(block.text)):
                break
            if said == title:
                found += lines[at : at + count]
                break
    return found


def frame(lines: Sequence[Block]) -> Frame:
    """Title, front matter, body and back matter of a draft's blocks (after `join_title`)."""
    title = next(iter(_title_lines(lines)), None)
    at = 0 if title is None else lines.index(title) + 1
    front = [Matter(_front_kind(block) or "byline", block.text, block.start) for block in lines[: max(0, at - 1)]]
    while at < min(len(lines), LEAD_LINES) and (kind := _front_kind(lines[at])):
        addressed = any(matter.kind == "salutation" for matter in front)
        if addressed and kind == "byline" and not _is_said_byline(lines[at].text):
            break  # who speaks is said before who is spoken to: a heading
        front.append(Matter(kind, lines[at].text, lines[at].start))
        at += 1
    if at == len(lines):  # nothing left: what was taken for a byline by its place alone is the text
        first = 0 if title is None else lines.index(title) + 1
        at = next((index for index in range(first, at) if not _said_kind(lines[index].text)), at)
        front = [matter for matter in front if at == len(lines) or matter.start < lines[at].start]
    back_start = _back_start(lines, at)
    back = [Matter(kind, block.text, block.start) for block, kind in _back_kinds(lines[back_start:])]
    return Frame(title, tuple(front), tuple(lines[at:back_start]), tuple(back))


def _title_lines(lines: Sequence[Block]) -> list[Block]:
    """The lines that make up the title: those the format calls so, else the first that can, and those it goes on in."""
    lead = lines[:LEAD_LINES]
    styled = next((at for at, block in enumerate(lead) if block.style == "title"), None)
    if styled is not None and not any(block.is_numbered or len(block.text) > TITLE_LENGTH for block in lead[:styled]):
        return list(takewhile(lambda block: block.style == "title" and not _said_kind(block.text), lead[styled:]))
    for at, block in enumerate(lead):
        if _names_somebody(block.text) and any(map(_is_title_alone, lead[at + 1 : at + 2])):
            continue  # who speaks, above the title
        below = lead[at + 1].text if at + 1 < len(lead) else ""
        if _said_kind(below) == "document-number" and not KIND_END.search(block.text):
            continue  # the letterhead above a document's number
        if _may_be_title(block):
            return _completed(block, lines[at + 1 : at + 4])
        if _front_kind(block) not in ("document-number", "date", "note"):
            break
    return []


def _names_somebody(text: str) -> bool:
    return bool(_NAMED.fullmatch(text) or (text[-1:] in "×某Xx*" and _MASKED_NAME.fullmatch(text)))


def _is_said_byline(text: str) -> bool:
    return _said_kind(text) == "byline" or _names_somebody(text)


def _is_title_alone(block: Block) -> bool:
    """Whether who stands above is no part of the title, as in 副局长王×× / 在 … 会上的发言."""
    return _is_whole_title(block) and not block.text.startswith("在")


def _is_whole_title(block: Block) -> bool:
    text = block.text
    return _may_be_title(block) and len(text) >= 8 and bool(KIND_END.search(text)) and not _SUBTITLE.fullmatch(text)


def _completed(first: Block, following: Sequence[Block]) -> list[Block]:
    """A title's first line and those that complete it; alone where none does: then a byline or a place comes next."""
    found = [first]
    for block in (None, *following):
        if block is not None:
            if not _may_be_title(block) or _said_kind(block.text):
                break
            found.append(block)
        if KIND_END.search("".join("".join(line.text for line in found).split())):  # 发 言 材 料
            return found
    return [first]


def _may_be_title(block: Block) -> bool:
    text = block.text
    if ends_sentence(text) or block.is_numbered:
        return False
    if len(text) > TITLE_LENGTH and not (
        len(text) <= LONG_TITLE and KIND_END.search(text) and not re.search("[。！？；]", text)
    ):
        return False
    return _said_kind(text) not in ("date", "document-number", "salutation", "note")


def _front_kind(block: Block) -> str | None:
    text = block.text
    if _COMPILATION.fullmatch(text):  # 第一篇 is a number, too
        return "note"
    if block.is_numbered or len(text) > TITLE_LENGTH:
        return None
    if kind := _said_kind(text):
        return kind
    if _ADDRESSEE.fullmatch(text) and not _names_a_part(text):
        return "salutation"
    if _MASKED_NAME.fullmatch(text):  # set as a heading, too
        return "byline"
    if (block.style or "").startswith(("heading", "table")):
        return None
    if text[0] in "【◆◇■●▲△◎▶►※★☆":  # a heading set off by its mark
        return None
    if len(text) <= _SIGNATURE_LENGTH and not re.search("[，。；：！？,;:]$", text) and not _names_a_part(text):
        return "byline"
    return None


def _said_kind(text: str) -> str | None:
    """What a line says it is by its form: a date is one wherever it stands, a short line only by its place."""
    for kind, pattern in (
        ("date", _DATE),
        ("salutation", _SALUTATION),
        ("salutation", _TO_ALL),
        ("document-number", _DOCUMENT_NUMBER),
        ("byline", _BYLINE),
        ("byline", _BRACKETED_BYLINE),
        ("byline", _OFFICER),
        ("note", _MARKING),
        ("note", _COMPILATION),
        ("subtitle", _SUBTITLE),
    ):
        if pattern.fullmatch(text):
            return kind
    pieces = text.replace("|", "｜").split("｜")  # 用于2023年度民主生活会 ｜ 提出人：王××
    is_byline = 1 < len(pieces) <= LEAD_LINES and any(_said_kind(piece.strip()) == "byline" for piece in pieces)
    return "byline" if is_byline else None


def _names_a_part(text: str) -> bool:
    return bool(_PART.search(text))


def _back_start(lines: Sequence[Block], first: int) -> int:
    """Where the back matter starts: an attachment ends the text, before it closing words, signature, date and notes."""
    end = len(lines)
    for at in range(first + (len(lines) - first) // 2, len(lines)):
        if at > first and _ATTACHMENT.fullmatch(lines[at].text):
            end = at
            break
    while end > first + 1 and (kind := _back_kind(lines[end - 1])):
        above = lines[end - 2]
        if kind == "closing" and heading_marker(above.text) and not ends_sentence(above.text):
            break  # all that stands below a heading
        end -= 1
    return end


def _back_kind(block: Block) -> str | None:
    text = block.text
    if (block.style or "").startswith(("heading", "table")):
        return None
    if _DATE.fullmatch(text):
        return "date"
    if _NOTE.fullmatch(text):
        return "note"
    if len(text) <= 100 and not block.is_numbered and _CLOSING.fullmatch(text):
        return "closing"
    if _BYLINE.fullmatch(text):
        return "signature"
    if len(text) > _SIGNATURE_LENGTH + _DATE_LENGTH:
        return None
    if not block.is_numbered and len(text) <= _SIGNATURE_LENGTH and _REQUEST.fullmatch(text):
        return "closing"
    signature = re.sub(rf"[\s（(]*{_DATE.pattern}$", "", text)
    if len(signature) <= _SIGNATURE_LENGTH and not block.is_numbered and not re.search(r"[。；！？，：:]", signature):
        return "signature" if not _names_a_part(signature) else None
    return None


def _back_kinds(lines: Sequence[Block]) -> list[tuple[Block, str]]:
    """What each line of the back matter is. Signature and date at the very end are those, after an attachment too."""
    end = len(lines)
    while end and _back_kind(lines[end - 1]) in ("signature", "date"):
        end -= 1
    kinds: list[tuple[Block, str]] = []
    attached = False
    for at, block in enumerate(lines):
        attached = attached or bool(_ATTACHMENT.fullmatch(block.text))
        is_part = attached and at < end
        kinds.append((block, "attachment" if is_part else _back_kind(block) or "closing"))
    return kinds


def _plain(text: str) -> str:
    return re.sub(r"[\s\W]+", "", text)
