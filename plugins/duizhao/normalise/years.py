"""The 年度 of a document, and the meeting whose aspects or name say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from duizhao.model import Fact
from duizhao.normalise.alignment import Match, Piece
from duizhao.taxonomy import Event, Meeting, Taxonomy, mentions

OCCASION = "(?:(?:民主|组织)生活会|对照检查|检视|剖析)"
DATE_LINE = 60  # characters; in a longer line a date may be anything's
SPRING = 3  # the month up to which a year's meeting, and a report on the year, is held in the next
_NUMERAL = "二三四五六七八九"
FRAME = re.compile(
    rf"([{_NUMERAL}]个)(?:重点|主要)?(带头|对照|方面|聚焦|看一看|找一找|摆进去|检视)(?![^，。]{{0,6}}摆进去)"
)
_DIGITS = "[〇○零一二三四五六七八九]"
_YEAR_SAID = rf"(20\d\d|二[〇○零]{_DIGITS}{{2}})"
_ANNUAL = re.compile(rf"{_YEAR_SAID}\s*年度")
_YEARS = re.compile(_YEAR_SAID)
_PLAIN_YEAR = re.compile(rf"{_YEAR_SAID}\s*年")
_DATED = re.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]")
_CHINESE_YEAR = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ENDED = re.compile("[。！？；：]$")
_EARLIER = re.compile("整改|落实情况|完成情况")  # what is told of last year's meeting
_MEETING = re.compile("生活会|检查|检视|剖析|批评|整改|主持")  # titles of papers for a meeting: it may be in spring
_STUDY = re.compile("心得|体会|研讨|交流发言")  # papers of the day, not of the year
_LIFE = re.compile(  # what a year is told of that is not the year of the text
    "入党|入伍|入职|入学|毕业|出生|生于|参加工作|到[^，]{1,12}工作|当选|(?<!责)任(?!务|何)|调[入到]|加入|成立|竣工|[印颁]发|发布|修订"
)
_SESSIONS = re.compile("(十[八九]届|二十届)((?:[一二三四五六七]中(?:、|和|及)?)+)全会")


@dataclass(frozen=True, slots=True)
class _Calendar:
    """A year that the title or a date says: `years` are those it may be the 年度, the likeliest first."""

    years: tuple[int, ...]
    fact: Fact


def year_of(
    spoken: Sequence[Piece],
    title: Piece | None,
    matches: Sequence[Match],
    body: Sequence[Piece],
    taxonomy: Taxonomy,
    above: Sequence[Piece] = (),
) -> tuple[Fact, Meeting | None]:
    """The 年度, and the meeting of that year if its aspects or its name are what says so.

    What is written with 年度 decides, then the aspects of the headings, the meeting's name, a year in the title or a
    date with the events that fit it, what the compilation says of all its documents, events alone, and last a year that
    the introduction speaks of.

    Args:
        spoken: title, matter and introduction, masks read as words.
        title: the title; None where there is none.
        matches: the meetings that the headings fit, best first.
        body: all passages.
        taxonomy: meetings and events.
        above: the lines that open the compilation that the document is one of; one that names two years tells of none.
    """
    annual = next(_annual_years(spoken), None)
    own = {meeting.year for meeting, _, _ in named_meetings(spoken[:1], taxonomy, matches)} if title else set()
    if annual and own and annual.line != spoken[0].line and annual.value not in own:
        annual = None  # of another meeting: what became of last year's remedies, say
    sure = [match for match in matches if match.is_sure]
    if sure:
        agreeing = [match for match in sure if annual and match.meeting.year == annual.value]
        best = (agreeing or sure)[0]
        return Fact(best.meeting.year, best.heading.text, best.heading.line), best.meeting
    named = named_meetings(spoken, taxonomy, matches)
    if annual:
        row = next((meeting for meeting, _, _ in named if meeting.year == annual.value), None)
        return annual, row
    if named:
        meeting, evidence, line = named[0]
        return Fact(meeting.year, evidence, line), meeting
    calendar = _calendar(spoken, title)
    if calendar:
        return _refined(calendar, spoken, body, taxonomy), None
    above = [piece for piece in above if len({*_YEARS.findall(piece.text)}) < 2]
    if above:
        found = year_of(above, above[0], (), (), taxonomy)
        if found[0].value is not None:
            return found
    return next(iter(_told(spoken, body, taxonomy)), None) or _spoken_of(spoken), None


def named_meetings(
    pieces: Sequence[Piece], taxonomy: Taxonomy, matches: Sequence[Match]
) -> list[tuple[Meeting, str, int]]:
    """Meetings called by their own names (党史学习教育专题民主生活会), those whose aspects fit first."""
    share = {match.meeting.id: match.share for match in matches}
    found = []
    for piece in pieces:
        for meeting in taxonomy.meetings:
            for said in meeting.said:
                if said in piece.text and (
                    match := re.search(rf"“?{re.escape(said)}[^，。；]{{0,8}}{OCCASION}", piece.text)
                ):
                    found.append((meeting, match[0], piece.line))
    return sorted(found, key=lambda entry: -share.get(entry[0].id, 0.0))


def _annual_years(pieces: Iterable[Piece]) -> Iterator[Fact]:
    """Years said with 年度: first those before a meeting's name, last those of which only the remedies are told.

    What the title, the first piece, tells of is never only that.
    """
    found = []
    for at, piece in enumerate(pieces):
        for match in _ANNUAL.finditer(piece.text):
            clause = re.split("[，。；]", piece.text[match.end() : match.end() + 40])[0]
            own = re.split("和|及|与|、", clause)[0]
            found.append((at > 0 and bool(_EARLIER.search(own)), "生活会" not in clause, match, piece))
    for _, _, match, piece in sorted(found, key=lambda entry: entry[:2]):
        yield Fact(_number(match[1]), match[0], piece.line)


def _number(said: str) -> int:
    """A year in either kind of digits."""
    return int(said.translate(_CHINESE_YEAR))


def _calendar(spoken: Sequence[Piece], title: Piece | None) -> _Calendar | None:
    """The year in the title, else that of a date on a line of its own: running text tells of many."""
    heading = title.text if title else ""
    for piece in spoken:
        if len(piece.text) > DATE_LINE or (_ENDED.search(piece.text) and piece is not spoken[0]):
            continue
        if dated := _DATED.search(piece.text.translate(_CHINESE_YEAR)):
            year, is_early = int(dated[1]), int(dated[2]) <= SPRING
            before, after = (year - 1, year), (year,)
            years = (before[::-1] if _STUDY.search(heading) else before) if is_early else after
            return _Calendar(years, Fact(years[0], piece.text[dated.start() : dated.end()], piece.line))
        if piece is spoken[0] and (plain := _PLAIN_YEAR.search(piece.text)):
            year = _number(plain[1])
            years = (year, year - 1) if _MEETING.search(heading) else (year,)
            return _Calendar(years, Fact(year, plain[0], piece.line))
    return None


def _refined(calendar: _Calendar, spoken: Sequence[Piece], body: Sequence[Piece], taxonomy: Taxonomy) -> Fact:
    """The year of a date, or the one before or after it that the frame (四个带头) or the events told of speak for."""
    if len(calendar.years) > 1:
        frames = {match[1] + match[2] for piece in spoken for match in FRAME.finditer(piece.text)}
        framed = {meeting.year for meeting in taxonomy.meetings if meeting.frame in frames} & set(calendar.years)
        if len(framed) == 1:
            return Fact(framed.pop(), calendar.fact.evidence, calendar.fact.line)
        for fact in _told(spoken, (), taxonomy):
            if fact.value in calendar.years:
                return fact
    return calendar.fact


def _told(spoken: Sequence[Piece], body: Sequence[Piece], taxonomy: Taxonomy) -> Iterator[Fact]:
    """The years that events and the names of frames tell, the surest first: around the text, then in it, the latest."""
    for pieces in (spoken, body):
        for event in sorted(taxonomy.events, key=lambda event: -event.year):
            yield from _event(event, pieces)
        frames: dict[str, set[int]] = {}
        for meeting in taxonomy.meetings:
            frames.setdefault(meeting.frame, set()).add(meeting.year)
        for piece in pieces if pieces is spoken else ():
            for match in FRAME.finditer(piece.text):
                years = frames.get(match[1] + match[2], ())
                if len(years) == 1 and match[2] != "方面":
                    yield Fact(next(iter(years)), match[0], piece.line)


def _event(event: Event, pieces: Sequence[Piece]) -> Iterator[Fact]:
    if any(mentions(piece.text, event.unless) for piece in pieces):
        return
    for piece in pieces:
        sessions = _sessions(piece.text)
        for word in event.words:
            if word in piece.text or word in sessions:
                yield Fact(event.year, sessions.get(word, word), piece.line)


def _sessions(text: str) -> dict[str, str]:
    """Sessions by their whole names, and what is written: 二十届二中全会 of 二十届二中、三中全会."""
    found = _SESSIONS.finditer(text) if "中全会" in text else ()
    return {f"{match[1]}{number}中全会": match[0] for match in found for number in re.findall("(.)中", match[2])}


def _spoken_of(spoken: Sequence[Piece]) -> Fact:
    """The one year that the introduction speaks of: 回顾2021年, 2024年以来. The years of a life do not count."""
    found: dict[int, Fact] = {}
    for piece in spoken:
        for clause in re.finditer("[^，。；！？]+", piece.text):
            if said := _PLAIN_YEAR.search(clause[0]):
                dated = _DATED.search(clause[0].translate(_CHINESE_YEAR))
                if _LIFE.search(clause[0]):
                    continue
                year = _number(said[1])
                year -= bool(dated and int(dated[2]) <= SPRING and "会" in clause[0])
                found.setdefault(year, Fact(year, said[0], piece.line))
    return found.popitem()[1] if len(found) == 1 else Fact()
