"""What is known about a document as a whole, each fact with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from duizhao.model import Fact, Facts
from duizhao.normalise.alignment import Match, Piece, match_meetings
from duizhao.normalise.aloud import Aloud
from duizhao.normalise.people import level_of, speaker_of, subject_of
from duizhao.taxonomy import Meeting, Taxonomy

LIKELY = 0.3  # enough to name the frame, or to confirm what a title says
DATE_LINE = 60  # characters; in a longer line a date may be anything's
_NUMERAL = "二三四五六七八九"
_FRAME = re.compile(
    rf"([{_NUMERAL}]个)(?:重点|主要)?(带头|对照|方面|聚焦|看一看|找一找|摆进去|检视)(?![^，。]{{0,6}}摆进去)"
)
_OCCASION = "(?:(?:民主|组织)生活会|对照检查|检视|剖析)"
_DIGITS = "[〇○零一二三四五六七八九]"
_YEAR_SAID = rf"(20\d\d|二[〇○零]{_DIGITS}{{2}})"
_ANNUAL = re.compile(rf"{_YEAR_SAID}\s*年度")
_PLAIN_YEAR = re.compile(rf"{_YEAR_SAID}\s*年")
_DATED = re.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]")
_CHINESE_YEAR = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def _number(said: str) -> int:
    """A year in either kind of digits."""
    return int(said.translate(_CHINESE_YEAR))


def read_facts(
    title: Piece | None,
    head: Sequence[Piece],
    headings: Sequence[Piece],
    body: Sequence[Piece],
    taxonomy: Taxonomy,
    aloud: Aloud,
) -> Facts:
    """The facts of a document.

    Args:
        title: the document's title.
        head: front matter, introduction and back matter, where a document says what it is.
        headings: the headings of the 问题 part, in order.
        body: all passages, for what only the text as a whole shows.
        taxonomy: what there is to be known.
        aloud: how masks and letter-words of the document are read.
    """
    front = [piece for piece in (title, *head) if piece is not None]
    spoken = [Piece(aloud.read(piece.text), piece.line) for piece in front]
    matches = match_meetings(headings, taxonomy)
    year, row = _year(spoken, title, matches, body, taxonomy)
    meeting = _meeting(spoken, row, year, taxonomy)
    best = row if row is not None else next((match.meeting for match in matches if match.is_sure), None)
    speaker = speaker_of(*_spoken_for(title, head))
    texts = [piece.text for piece in [*head, *body]]
    subject, subject_evidence = subject_of(title.text if title else "", speaker.role, texts)
    level, level_evidence = level_of(speaker.unit, speaker.role, taxonomy)
    return Facts(
        year=year,
        meeting=meeting,
        frame=_frame(
            front, best, matches, [*front, *body], [each for each in taxonomy.meetings if each.year == year.value]
        ),
        kind=_kind(front, taxonomy),
        subject=_located(subject_evidence, [*front, *body], subject),
        role=_located(speaker.role, front),
        unit=_located(speaker.unit, front),
        level=_located(level_evidence, front, level),
    )


def _spoken_for(title: Piece | None, head: Sequence[Piece]) -> tuple[str | None, list[str]]:
    """The title and the lines around the text; a file's name that stands in for a title is heard last."""
    lines = [piece.text for piece in head]
    if title is None or title.line:
        return (title.text if title else None), lines
    return None, [*lines, re.sub(r"^[\d\W_]+", "", title.text)]


def _year(
    spoken: Sequence[Piece],
    title: Piece | None,
    matches: Sequence[Match],
    body: Sequence[Piece],
    taxonomy: Taxonomy,
) -> tuple[Fact, Meeting | None]:
    """The 年度, and the meeting of that year if its aspects or its name are what says so."""
    annual = next(_annual_years(spoken), None)
    own = {meeting.year for meeting, _, _ in _named_meeting(spoken[:1], taxonomy, matches)} if title else set()
    if annual and own and annual.line != spoken[0].line and annual.value not in own:
        annual = None  # of another meeting: what became of last year's remedies, say
    sure = [match for match in matches if match.is_sure]
    if sure:
        agreeing = [match for match in sure if annual and match.meeting.year == annual.value]
        best = (agreeing or sure)[0]
        return Fact(best.meeting.year, best.heading.text, best.heading.line), best.meeting
    named = _named_meeting(spoken, taxonomy, matches)
    if annual:
        row = next((meeting for meeting, _, _ in named if meeting.year == annual.value), None)
        return annual, row
    if named:
        meeting, evidence, line = named[0]
        return Fact(meeting.year, evidence, line), meeting
    for pieces in (spoken, body):
        for event in sorted(taxonomy.events, key=lambda event: -event.year):
            for piece in pieces:
                for word in event.words:
                    if word in piece.text and not (pieces is body and title and _PLAIN_YEAR.search(title.text)):
                        return Fact(event.year, word, piece.line), None
    return _calendar_year(spoken, title, taxonomy), None


def _calendar_year(spoken: Sequence[Piece], title: Piece | None, taxonomy: Taxonomy) -> Fact:
    """The year of a date, where nothing says which 年度 it belongs to.

    The title's frame (四个带头) tells whether its year is the 年度 or the one after. A date counts on a line of its own
    (signature, title) only: running text tells of many.
    """
    if title and (said := _PLAIN_YEAR.search(title.text)):
        frame = next((match[1] + match[2] for piece in spoken if (match := _FRAME.search(piece.text))), None)
        near = {
            m.year for m in taxonomy.meetings if m.frame == frame and m.year in (_number(said[1]) - 1, _number(said[1]))
        }
        if len(near) == 1:
            return Fact(near.pop(), said[0], title.line)
    for piece in spoken:
        if len(piece.text) <= DATE_LINE and (dated := _DATED.search(piece.text.translate(_CHINESE_YEAR))):
            early = int(dated[2]) <= 3  # a year's meeting is held up to March of the next
            return Fact(int(dated[1]) - early, piece.text[dated.start() : dated.end()], piece.line)
        if piece is spoken[0] and (plain := _PLAIN_YEAR.search(piece.text)):
            return Fact(_number(plain[1]), plain[0], piece.line)
    return Fact()


def _annual_years(pieces: Iterable[Piece]) -> Iterator[Fact]:
    """Years said with 年度, those that stand before a meeting's name first."""
    found = [(match, piece) for piece in pieces for match in _ANNUAL.finditer(piece.text)]
    for nearby in (True, False):
        for match, piece in found:
            clause = re.split("[，。；]", piece.text[match.end() : match.end() + 40])[0]
            if ("生活会" in clause) is nearby:
                yield Fact(_number(match[1]), match[0], piece.line)


def _named_meeting(
    pieces: Sequence[Piece], taxonomy: Taxonomy, matches: Sequence[Match]
) -> list[tuple[Meeting, str, int]]:
    """Meetings called by their own names (党史学习教育专题民主生活会), those whose aspects fit first."""
    share = {match.meeting.id: match.share for match in matches}
    found = []
    for piece in pieces:
        for meeting in taxonomy.meetings:
            for said in meeting.said:
                if said in piece.text and (
                    match := re.search(rf"“?{re.escape(said)}[^，。；]{{0,8}}{_OCCASION}", piece.text)
                ):
                    found.append((meeting, match[0], piece.line))
    return sorted(found, key=lambda entry: -share.get(entry[0].id, 0.0))


def _meeting(spoken: Sequence[Piece], row: Meeting | None, year: Fact, taxonomy: Taxonomy) -> Fact:
    """The meeting's name: what the text calls it, else what its aspects and its year make it."""
    for piece in spoken:
        for occasion in taxonomy.occasions:
            for said in occasion.said:
                if said in piece.text and (
                    match := re.search(rf"{re.escape(said)}[^，。；]{{0,12}}{occasion.form}", piece.text)
                ):
                    return Fact(occasion.name, match[0], piece.line)
    by_name = [entry for entry in _named_meeting(spoken, taxonomy, []) if entry[0].name != "年度民主生活会"]
    organisation = _first(spoken, "组织生活会")
    democratic = _first(spoken, "民主生活会")
    if organisation and not (democratic and democratic[1] < organisation[1]):
        return Fact("组织生活会", "组织生活会", organisation[0].line)
    if by_name:
        return Fact(by_name[0][0].name, by_name[0][1], by_name[0][2])
    if row is not None:
        return Fact(row.name, year.evidence, year.line)
    if democratic:
        of_year = {meeting.name for meeting in taxonomy.meetings if meeting.year == year.value}
        if len(of_year) == 1:
            return Fact(of_year.pop(), "民主生活会", democratic[0].line)
        if annual := next((piece for piece in spoken if re.search("年度[^，。；]{0,12}民主生活会", piece.text)), None):
            return Fact("年度民主生活会", "年度民主生活会", annual.line)
    return Fact()


def _first(pieces: Sequence[Piece], words: str) -> tuple[Piece, int] | None:
    return next(((piece, at) for at, piece in enumerate(pieces) if words in piece.text), None)


def _frame(
    front: Sequence[Piece],
    row: Meeting | None,
    matches: Sequence[Match],
    pieces: Sequence[Piece],
    of_year: Sequence[Meeting],
) -> Fact:
    """What the document calls its list of aspects, else the taxonomy's name for the list they match.

    Else a name that the year's list alone has, wherever it is said: 六个方面 may be any six.
    """
    for piece in front:
        if match := _FRAME.search(piece.text):
            called = match[1] + match[2]
            whole = row is not None and called in row.frame.split("、")
            return Fact(row.frame if row and whole else called, match[0], piece.line)
        if row and row.frame in piece.text:
            return Fact(row.frame, row.frame, piece.line)
    fitting = next(
        (match for match in matches if match.share >= LIKELY and (row is None or match.meeting is row)), None
    )
    if fitting:
        return Fact(fitting.meeting.frame, fitting.heading.text, fitting.heading.line)
    names = [meeting.frame for meeting in of_year if meeting.frame and not meeting.frame.endswith("方面")]
    said = ((name, piece) for piece in pieces for name in names if name in piece.text)
    return next((Fact(name, name, piece.line) for name, piece in said), Fact())


def _kind(front: Sequence[Piece], taxonomy: Taxonomy) -> Fact:
    """The 文种: from the title, else from what the introduction announces."""
    for piece in front:
        found = [
            (piece.text.rfind(word), len(word), kind.name, word)
            for kind in taxonomy.kinds
            for word in kind.words
            if word in piece.text
        ]
        if found:
            _, _, name, word = max(found, key=lambda entry: (entry[0] + entry[1], entry[1]))
            return Fact(name, word, piece.line)
    return Fact()


def _located(evidence: str | None, pieces: Sequence[Piece], value: str | None = None) -> Fact:
    """A fact (its value is its evidence unless given) with the line of the first piece that has the evidence."""
    if evidence is None:
        return Fact()
    line = next((piece.line for piece in pieces if evidence in piece.text), None)
    return Fact(value if value is not None else evidence, evidence, line)
