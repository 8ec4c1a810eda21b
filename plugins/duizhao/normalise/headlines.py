"""Headings without a number: lines known by their words, and short lines known by where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from duizhao.normalise.blocks import Block, ends_sentence
from duizhao.normalise.numbering import Marker, item_marker
from duizhao.normalise.offices import OFFICE

PLAIN_HEADING = 25  # characters; an unnumbered line this short that names a part is a heading
PLAIN_ASPECT = 60  # characters; one that names an aspect (对照 …, … 方面) may be longer
LONGEST = 48  # characters of a heading known by where it stands
_PART_HEADING = re.compile(
    "问题|不足|差距|短板|弱项|缺点|毛病|病灶|表现|原因|根源|根子|病根|成因|由来|症结|反思|剖析|措施|举措|改法|承诺|对策|方向|整改|改进|下一步|打算|查摆|检视|对照检查|"
    "结束语|准备情况|基本情况|总体要求|指导思想|组织保障|组织领导|责任分工|工作要求|工作回顾"
)
_ASPECT_HEADING = re.compile(
    r".{2,}方面(?:存在)?的?(?:主要|突出)?(?:问题|原因|差距|不足)?[：:]?$|[▲●■◆★☆※►▶•]?\s*(?:对照|带头|聚焦|围绕)[^：:]{3,}[：:]?$"
)
_PLAIN = r"[^\s\d。！？；，,：:×（）()]"
_LOOSE_HEADING = re.compile(  # 履职情况, 先讲差在哪儿; 照镜子，照出了差距; 画像之一：学习上像个“走读生”
    rf"{_PLAIN}{{2,16}}|{_PLAIN}{{2,16}}[，： \u3000]{_PLAIN}{{2,16}}"
)
_BARE_LINE = re.compile("[^，。；！？：:,]{2,}[：:]?")
_AGENDA = re.compile(  # 今天的会议安排五项。 会议议程如下：
    r"(?:[今这本]|会议)[^。；，]{0,10}(?:安排|[有共分]|进行)[^。；，]{0,6}[一二三四五六七八九十\d][项个](?:议[程题]|程序|内容|环节|事项)?"
    "[。：:]$|(?:议[程题]|程序|环节)[^。；，]{0,6}[。：:]$"
)
_LIKE = re.compile("[\u4e00-\u9fff]{1,4}之?[一二三四五六七八九十][：　 ]")  # 问题一：服务群众还差一步
_OFFICER = re.compile(  # 副总经理（分管客运）　王××
    rf"[^，。；：！？\s]{{0,20}}{OFFICE}(?:[（(][^（）()，。]{{1,16}}[）)])?"
    r"[ \t\u3000]+[\u4e00-\u9fff×某Xx]{2,4}[：:]?"
)
_PERSON_HEADING = re.compile(  # 对局长王××同志的批评意见：, 给支部书记王××提的意见
    "[▲△●■◆◇★☆※►▶•]?[ \t\u3000]*[对给向][^。；！？，]{2,30}"
    "(?:同志|(?:同志)?的?(?:[所提]+的?)?(?:批评)?(?:意见|建议)(?:和?建议)?"
    r"|提[出了]?[一二三四五六七八九十两几\d]{1,2}[条点个句](?:意见|建议|批评|希望)?)[：:]?"
)


def plain_heading(text: str) -> str | None:
    """The style of a line that reads like a heading of a part or of an aspect, or None."""
    if len(text) > PLAIN_ASPECT or re.search("[。！？；，,：:]", text[:-1]) or re.search("[。！？；，,]$", text):
        return None
    if _ASPECT_HEADING.match(text):
        return "plain-aspect"
    return "plain-part" if len(text) <= PLAIN_HEADING and _PART_HEADING.search(text) else None


def loose_headings(body: Sequence[Block]) -> set[int]:
    """Places of lines that are headings by their look alone: short, without a stop, a longer sentence below each.

    Two at least, one of which may be known by its words; a sentence, a numbered line or nothing stands above each.
    """
    found = _persons(body)
    known = 0
    for at, (block, below) in enumerate(pairwise(body)):
        above = body[at - 1] if at else block
        if len(block.text) > LONGEST or block.style or is_row(below) or block.is_numbered:
            continue
        if is_of_person(block.text):
            found.add(at)
        elif _LOOSE_HEADING.fullmatch(block.text) and (not at or above.is_numbered or ends_sentence(above.text)):
            if plain_heading(block.text):
                known += 1
            elif ends_sentence(below.text) and (len(below.text) > len(block.text) or _LIKE.match(block.text)):
                found.add(at)
    return found if len(found) + known > 1 else set()


def _persons(body: Sequence[Block]) -> set[int]:
    """Places of lines that are an officer's office and name, what is said of him below each: two at least."""
    found = {
        at
        for at, (block, below) in enumerate(pairwise(body))
        if not block.style and _is_officer(block.text) and (below.is_numbered or ends_sentence(below.text))
    }
    return found if len(found) > 1 else set()


def ordinal_headings(body: Sequence[Block]) -> dict[int, Marker]:
    """Places and numbers of lines like 第一，讲问题 that are headings: short, without a stop, text below each.

    A first and a second at least; lines that follow one another are a list of points.
    """
    found: dict[int, Marker] = {}
    for at, (block, below) in enumerate(pairwise(body)):
        marker = item_marker(block.text) if len(block.text) <= PLAIN_HEADING and not is_row(block) else None
        if not marker or marker.style != "item-第" or not _BARE_LINE.fullmatch(block.text, marker.length):
            continue
        mark = item_marker(below.text)
        if (mark is None or mark.style != marker.style) and (below.is_numbered or ends_sentence(below.text)):
            found[at] = replace(marker, text=block.text[: marker.length].rstrip())  # its comma, too
    return found if {1, 2} <= {marker.ordinal for marker in found.values()} else {}


def is_of_person(heading: str) -> bool:
    """Whether what stands below a heading is said to somebody: 对局长王××同志的意见. His office is no theme of it."""
    return bool(_PERSON_HEADING.fullmatch(heading)) or _is_officer(heading)


def _is_officer(line: str) -> bool:
    has_blank = " " in line or "\u3000" in line or "\t" in line
    return has_blank and len(line) <= LONGEST and bool(_OFFICER.fullmatch(line))


def announces_points(text: str) -> bool:
    """Whether a paragraph ends in saying that the points of an agenda follow."""
    return bool(_AGENDA.search(text))


def is_row(block: Block) -> bool:
    """Whether a block is a row of a table."""
    return (block.style or "").startswith("table")
