"""What is known about a document as a whole, each fact with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duizhao.model import Fact, Facts
from duizhao.normalise.alignment import Match, Piece, match_meetings
from duizhao.normalise.aloud import Aloud
from duizhao.normalise.people import level_of, speaker_of, subject_of
from duizhao.normalise.script import simplified
from duizhao.normalise.years import FRAME, named_meetings, year_of
from duizhao.taxonomy import Meeting, Taxonomy, mentions

_OPINIONS = re.compile("的?[^，。；]{0,4}(?:意见|建议|人员|代表)")
SPOKEN, CRITICISM = "发言提纲", "批评意见"  # kinds
_COUNTS = re.compile(  # 归到四个方面, 下面讲四个方面: what follows, not what it is called
    "(?:归[到纳拢并结为成]|汇[总成]|梳理|概括|整理|集中|分[为成]?|讲|谈|说|[汇报]报告?|[找列查]出)[^，。；]{0,4}$"
)
LIKELY = 0.3  # enough to name the frame, or to confirm what a title says


def read_facts(
    title: Piece | None,
    head: Sequence[Piece],
    headings: Sequence[Piece],
    body: Sequence[Piece],
    above: Sequence[Piece],
    taxonomy: Taxonomy,
    aloud: Aloud,
    criticism: Piece | None = None,
) -> Facts:
    """The facts of a document.

    Args:
        title: the document's title.
        head: front matter, introduction and back matter, where a document says what it is.
        headings: the headings of the 问题 part, in order.
        body: all passages, for what only the text as a whole shows.
        above: what opens the compilation that the document is one of: its word where the document itself says nothing.
        taxonomy: what there is to be known.
        aloud: how masks and letter-words of the document are read.
        criticism: the first heading, where the document goes through people: such a 发言 is 批评意见.
    """
    front = [piece for piece in (title, *head) if piece is not None]
    spoken = [Piece(aloud.read(piece.text), piece.line) for piece in front]
    matches = match_meetings(headings, taxonomy)
    above = [Piece(simplified(aloud.read(piece.text)), piece.line) for piece in above]
    year, row = year_of(spoken, title, matches, body, taxonomy, above)
    is_own = year.line not in {piece.line for piece in above}
    meeting = _meeting(spoken, row if is_own else None, year, taxonomy)
    if meeting.value is None and above:
        meeting = _meeting(above, row, year, taxonomy)
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
        kind=_kind(title, front, criticism, taxonomy),
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


def _meeting(spoken: Sequence[Piece], row: Meeting | None, year: Fact, taxonomy: Taxonomy) -> Fact:
    """The meeting's name: what the text calls it, else what its aspects and its year make it."""
    for piece in spoken:
        for occasion in taxonomy.occasions:
            for said in occasion.said:
                if said in piece.text and (
                    match := re.search(rf"{re.escape(said)}[^，。；]{{0,12}}{occasion.form}", piece.text)
                ):
                    return Fact(occasion.name, match[0], piece.line)
    by_name = [entry for entry in named_meetings(spoken, taxonomy, []) if entry[0].name != "年度民主生活会"]
    if row is not None and row.year not in {entry[0].year for entry in by_name}:
        by_name = []  # 主题教育 was the name of two campaigns
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
    is_sure = any(match.is_sure and match.meeting is row for match in matches)
    for piece in front:
        if match := _called_frame(piece.text):
            called = match[1] + match[2]
            is_count = match[2] == "方面" and _COUNTS.search(piece.text[: match.start()][-12:])
            if is_count and is_sure and row and row.frame:
                continue
            whole = row is not None and called in row.frame.split("、")
            return Fact(row.frame if row and whole else called, match[0], piece.line)
        if row and row.frame in piece.text:
            return Fact(row.frame, row.frame, piece.line)
    own = [match for match in matches if row is None or match.meeting is row]
    own = [match for match in own if match.meeting in of_year] or ([] if of_year else own)
    fitting = next((match for match in own if match.share >= LIKELY), None)
    if fitting:
        return Fact(fitting.meeting.frame, fitting.heading.text, fitting.heading.line)
    for meeting in (meeting for meeting in of_year if meeting.frame and len(meeting.aspects) > 2):
        for piece in pieces:  # 从思想政治、精神状态、工作作风三个方面
            if all(mentions(piece.text, aspect.words) for aspect in meeting.aspects):
                return Fact(meeting.frame, mentions(piece.text, meeting.aspects[0].words), piece.line)
    names = [meeting.frame for meeting in of_year if meeting.frame and not meeting.frame.endswith("方面")]
    said = ((name, piece) for piece in pieces for name in names if name in piece.text)
    return next((Fact(name, name, piece.line) for name, piece in said), Fact())


def _called_frame(text: str) -> re.Match[str] | None:
    """The list that a text names: in quotation marks, else the first that counts no opinions (三个方面的意见)."""
    found = [match for match in FRAME.finditer(text) if not _OPINIONS.match(text, match.end())]
    quoted = (match for match in found if text[match.start() - 1 : match.start()] == "“")
    return next(quoted, next(iter(found), None))


def kind_of(text: str, taxonomy: Taxonomy, *, is_title: bool) -> tuple[str, str] | None:
    """The 文种 that a text calls itself last, by the longest word, and that word; None: it calls itself nothing."""
    found = [
        (text.rfind(word) + len(word), len(word), kind.name, word)
        for kind in taxonomy.kinds
        for word in (*kind.words, *(kind.titles if is_title else ()))
        if word in text
    ]
    return max(found, key=lambda entry: entry[:2])[2:] if found else None


def _kind(title: Piece | None, front: Sequence[Piece], criticism: Piece | None, taxonomy: Taxonomy) -> Fact:
    """The 文种: from the title, else from what the introduction announces.

    发言 says how a text is given, not what it is: one that goes through people is criticism of them.
    """
    said = (
        (found, piece)
        for piece in front
        if (found := kind_of(piece.text, taxonomy, is_title=piece is title or piece.text[:1] in "—－-（("))
    )
    found, piece = next(said, (None, None))
    if criticism and (found is None or found[0] == SPOKEN):
        return Fact(CRITICISM, criticism.text, criticism.line)
    return Fact(*found, piece.line) if found and piece else Fact()


def _located(evidence: str | None, pieces: Sequence[Piece], value: str | None = None) -> Fact:
    """A fact (its value is its evidence unless given) with the line of the first piece that has the evidence."""
    if evidence is None:
        return Fact()
    line = next((piece.line for piece in pieces if evidence in piece.text), None)
    return Fact(value if value is not None else evidence, evidence, line)
