"""Lines as they stand on pages → paragraphs: what the page's width broke is joined, what its edges repeat is furniture.

Lengths are in points, the origin at the page's lower left corner.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import median, median_low
from typing import Final

from duizhao.intake.page_tables import PageTable, without_tables
from duizhao.intake.page_text import NUMBERED, STOP, Page, PageLine, joint, ordered
from duizhao.intake.reading import Line

_EDGE: Final = 3  # lines at the top and at the bottom of a page among which running heads are looked for
_DRIFT: Final = 4.0  # points by which a running head may stand elsewhere on another page
_LONGEST_HEAD: Final = 60  # characters
_DIGITS: Final = re.compile(r"\d+")
# Page numbers that can be nothing else, and such that may.
_PAGE: Final = re.compile(
    r"[-—–―·•~－\s]+\d{1,4}[-—–―·•~－\s]+|第\s*[\d一二三四五六七八九十]+\s*页(?:\s*[，,/]?\s*共\s*[\d一二三四五六七八九十]+\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4}|page\s*\d+(?:\s*of\s*\d+)?",
    re.IGNORECASE,
)
_INDENT: Final = 1.2  # characters from which a line is set off; two is usual
_SHORT: Final = 2.0  # characters by which a line may end early: a mark that may not begin a line takes one with it
_SHORT_END: Final = 0.9  # the same for a line that ends a sentence
_APART: Final = 1.45  # times the usual pitch, from which lines are apart
_LARGER: Final = 1.12  # times the usual size, from which a line is set larger
_TITLE_SIZE: Final = 1.3  # the same for a title that is not centred
_TITLE_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class _Column:
    """How the text is set: its edges, the height of a character, the distance from line to line."""

    left: float
    right: float
    size: float
    pitch: float
    is_indented: bool  # a paragraph begins with an indent


def page_lines(pages: Sequence[Page]) -> list[Line]:
    """The paragraphs and table rows of the pages in reading order, then each distinct line of their furniture once."""
    bare, tables = without_tables(pages)
    read = [replace(page, lines=tuple(ordered(page.lines))) for page in bare]
    furniture = _furniture(read)
    bodies = [
        [line for at, line in enumerate(page.lines) if (number, at) not in furniture]
        for number, page in enumerate(read)
    ]
    lines = list(_paragraphs(bodies, read, tables))
    heads = dict.fromkeys(read[number].lines[at].text.strip() for number, at in sorted(furniture))
    return [*lines, *(Line(head, "furniture") for head in heads)]


def _furniture(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """The places, by page and line, of running heads and page numbers."""
    everything = [line for page in pages for line in page.lines]
    if not everything:
        return set()
    column = _column(everything)
    repeated = _repeated(pages)
    found: set[tuple[int, int]] = set()
    for number, page in enumerate(pages):
        falling = sorted(range(len(page.lines)), key=lambda at: -page.lines[at].top)
        for inwards in (falling, falling[::-1]):
            edge = list(takewhile(lambda at: (number, at) in repeated, inwards[:_EDGE]))  # noqa: B023 -- used at once
            if edge and _stands_out(page.lines, edge[-1], inwards[len(edge) : len(edge) + 1], column):
                found.update((number, at) for at in edge)
            if inwards and _is_page_number(page, number, inwards[0]):
                found.add((number, inwards[0]))
    return found


def _repeated(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """Places of lines that stand in the same height on half of the pages or more, digits aside."""
    groups: dict[str, list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        for at, line in enumerate(page.lines):
            text = _DIGITS.sub("0", "".join(line.text.split()))
            if len(text) <= _LONGEST_HEAD:
                groups.setdefault(text, []).append((number, at))
    found: set[tuple[int, int]] = set()
    for places in groups.values():
        tops = [pages[number].lines[at].top for number, at in places]
        usual = median_low(tops)
        level = [place for place, top in zip(places, tops, strict=True) if abs(top - usual) <= _DRIFT]
        if len({number for number, _ in level}) >= max(2, len(pages) / 2):
            found.update(level)
    return found


def _stands_out(lines: Sequence[PageLine], edge: int, inner: Sequence[int], column: _Column) -> bool:
    """Whether the innermost line of a page's edge is set smaller or larger than the text, or apart from it."""
    line = lines[edge]
    if abs(line.size - column.size) > column.size * 0.05:
        return True
    return all(abs(lines[at].bottom - line.bottom) > column.pitch * _APART for at in inner)


def _is_page_number(page: Page, number: int, at: int) -> bool:
    """Whether a line at the very edge is written as a page number, or is the page's own apart from the text."""
    line = page.lines[at]
    text = line.text.strip()
    if text.isdigit():
        return text == str(number + 1) and _is_apart(line, [other for other in page.lines if other is not line])
    return bool(_PAGE.fullmatch(text))


def _is_apart(line: PageLine, others: Sequence[PageLine]) -> bool:
    gaps = [max(other.bottom - line.top, line.bottom - other.top) for other in others]
    return min(gaps, default=line.size * 2) > line.size


def _column(lines: Sequence[PageLine]) -> _Column:
    if not lines:
        return _Column(0.0, 0.0, 1.0, 2.0, is_indented=False)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = sizes.most_common(1)[0][0] or 1.0
    text = [line for line in lines if abs(line.size - size) <= size * (_LARGER - 1)] or list(lines)
    lefts = Counter(round(line.left / size * 2) for line in text)
    enough = max(2, len(text) // 20)
    left = min((at for at, count in lefts.items() if count >= enough), default=min(lefts)) * size / 2
    right = sorted(line.right for line in text)[int(len(text) * 0.95)]
    pitches = [above.top - below.top for above, below in pairwise(text) if 0 < above.top - below.top < 4 * size]
    indented = sum(_INDENT * size <= line.left - left <= 3.5 * size for line in text)
    return _Column(left, right, size, median(pitches) if pitches else 2 * size, indented * 10 >= len(text))


def _paragraphs(bodies: Sequence[list[PageLine]], pages: Sequence[Page], tables: Sequence[PageTable]) -> Iterator[Line]:
    everything = [line for body in bodies for line in body]
    waiting = deque(tables)
    pieces: list[str] = []
    last: PageLine | None = None
    column = whole = _column(everything)
    titles = _title_lines(bodies, whole) if everything else 0
    for number, (body, page) in enumerate(zip(bodies, pages, strict=True)):
        # margins may change from page to page, as those of a book do
        column = replace(_column(body), size=whole.size, pitch=whole.pitch) if len(body) >= 12 else whole
        for at, line in enumerate(body):
            if number == 0 and at < titles:
                yield Line(line.text.strip(), "title")
                continue
            while waiting and (waiting[0].first, -waiting[0].top) < (number, -line.top):
                yield from _paragraph(pieces)
                yield from waiting.popleft().lines()
                pieces, last = [], None
            if last is not None and _goes_on(last, line, column, page, same_page=at > 0):
                pieces += joint(last.text, line.text), line.text
            else:
                yield from _paragraph(pieces)
                pieces = [line.text]
            last = line
    yield from _paragraph(pieces)
    for table in waiting:
        yield from table.lines()


def _title_lines(bodies: Sequence[list[PageLine]], column: _Column) -> int:
    """How many lines at the top of the first page are the title's: larger than the text and centred, or much larger."""
    count = 0
    for line in bodies[0][:_TITLE_LINES]:
        if line.size < column.size * (_LARGER if _is_centred(line, column) else _TITLE_SIZE):
            break
        count += 1
    return count if count < len(bodies[0]) else 0


def _is_centred(line: PageLine, column: _Column) -> bool:
    left, right = line.left - column.left, column.right - line.right
    return abs(left - right) <= 2 * column.size and min(left, right) >= -column.size


def _goes_on(above: PageLine, below: PageLine, column: _Column, page: Page, *, same_page: bool) -> bool:
    """Whether a line goes on in the next one: the page's width broke it, not the writer."""
    size = column.size
    if abs(above.size - below.size) > size * (_LARGER - 1):
        return False
    if same_page and above.top - below.top > column.pitch * _APART:
        return False
    is_end = bool(STOP.search(above.text))
    if column.right - above.right > size * (_SHORT_END if is_end else _SHORT) and not _breaks_word(above, below):
        return False
    if below.left - column.left > size * _INDENT:
        return not is_end and not column.is_indented and _is_set_in(above, below, column)
    if is_end and not column.is_indented:
        return False
    return not (is_end and NUMBERED.match(below.text))


def _is_set_in(above: PageLine, below: PageLine, column: _Column) -> bool:
    """Whether two lines are of a paragraph that is set in as a whole, but for its number."""
    if above.left - column.left > 4 * column.size:  # pushed to the right: a signature, a date
        return False
    return abs(below.left - above.left) < column.size * 0.15 or bool(NUMBERED.match(above.text))


def _breaks_word(above: PageLine, below: PageLine) -> bool:
    return above.text.endswith("\u00ad") or (
        above.text[-1:].isascii()
        and above.text[-1:].isalnum()
        and below.text[:1].isascii()
        and below.text[:1].islower()
    )


def _paragraph(pieces: Sequence[str]) -> Iterator[Line]:
    if pieces:
        yield Line("".join(pieces).replace("\u00ad", ""))
