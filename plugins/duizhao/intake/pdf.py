"""pdf with a text layer: its lines, put together again to paragraphs (see `pages`)."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, Final, TypeAlias

from duizhao.errors import SourceError
from duizhao.intake.encoding import is_plausible
from duizhao.intake.gaps import COLUMN_GAP, gap_grids, may_hold_tables
from duizhao.intake.grids import Grid, grids
from duizhao.intake.page_text import Page, PageLine
from duizhao.intake.pages import page_lines
from duizhao.intake.pdf_rules import rules
from duizhao.intake.reading import Reading, compose

_Pdfium: TypeAlias = Any  # its C functions have no types
_Cell: TypeAlias = tuple[int, int, int]  # of a grid of the page: which, row, column

MOST_PAGES: Final = 2000
_ENDS: Final = "\r\n"
# Fonts of many programs say that 一 or 人 is a radical that looks the same; what is meant is the character.
_CHARACTERS: Final = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))
}
_HYPHENS: Final = (0x02, 0xAD, 0xFFFE)  # how PDFium shows the hyphen that parts a word at the end of a line
# Of a character's height: a narrower gap is no space. Beside Latin letters and digits programs leave one by themselves.
_GAP: Final = 0.2
_MIXED_GAP: Final = 0.6
_BLANKS: Final = (0xA0, 0x3000)
_LOOK: Final = 6  # characters of a line by which its height is told
_WIDE: Final = 0x2E80  # from here on characters are not parted by spaces
_lock: Final = threading.Lock()  # PDFium knows no threads


def read_pdf(data: bytes) -> Reading:
    """Read the text layer of a PDF.

    Raises:
        SourceError: (without a path) the file is damaged, under a password, a scan, of too many pages, or its fonts do
            not say which characters they show.
    """
    import pypdfium2  # loads a library of some megabytes, for those who have PDF files

    with _lock:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _unopened(locked=getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD) from error
        try:
            pages = list(_pages(document, pypdfium2.raw))
        except pypdfium2.PdfiumError as error:
            raise _unopened(locked=False) from error
        finally:
            document.close()
    reading = compose(page_lines(pages))
    if not is_plausible(reading.text):
        raise SourceError(
            "这份 PDF 的字体没有说明各是什么字，取出来是乱码", remedy="请先做文字识别（OCR），再另存为 docx 或 txt"
        )
    return reading


def _unopened(*, locked: bool) -> SourceError:
    if locked:
        return SourceError("PDF 设了密码，打不开", remedy="请用阅读器打开，去掉密码后重新保存")
    return SourceError("PDF 已损坏，打不开", remedy="请换一份完好的文件；能用阅读器打开的，请打印成新的 PDF")


def _pages(document: Any, pdfium: _Pdfium) -> Iterator[Page]:
    count = len(document)
    if count > MOST_PAGES:
        raise SourceError(f"PDF 有 {count} 页，超过了 {MOST_PAGES} 页的上限", remedy="请拆成几个文件")
    pictures = 0
    for index in range(count):
        page = document[index]
        text = page.get_textpage()
        width, height = page.get_size()
        ruled = grids(rules(page, pdfium)) or _gap_grids(text, pdfium)
        lines = tuple(_lines(text, pdfium, ruled))
        if not lines and any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
            pictures += 1
        text.close()
        page.close()
        yield Page(width, height, lines, ruled)
    if pictures * 2 > count:
        raise SourceError("这份 PDF 是扫描件，页面是图片，没有文字", remedy="请先做文字识别（OCR），再放进来")


def _lines(text: Any, pdfium: _Pdfium, ruled: Sequence[Grid]) -> Iterator[PageLine]:
    """The lines of a page; what stands in different cells of a table is never one."""
    characters: list[tuple[int, str]] = []  # of a line: where each stands in the page's list
    cell: _Cell | None = None
    for at in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if code in (13, 10):
            yield from _line(characters, text, cell)
            characters = []
            continue
        if ruled and code > 32 and (found := _cell(text.get_charbox(at, loose=True), ruled)) != cell:
            yield from _line(characters, text, cell)
            characters, cell = [], found
        if code == 32 and pdfium.FPDFText_IsGenerated(text, at) == 1:
            characters.append((at, ""))
        elif code in _HYPHENS:
            characters.append((at, "\u00ad"))
        elif code:
            characters.append((at, _CHARACTERS.get(code) or chr(code)))
    yield from _line(characters, text, cell)


def _gap_grids(text: Any, pdfium: _Pdfium) -> tuple[Grid, ...]:
    """The tables of a page that no lines are drawn for; its characters are looked at one by one if it may have any."""
    if not may_hold_tables(list(_pieces(text, pdfium, closely=False))):
        return ()
    return gap_grids(list(_pieces(text, pdfium, closely=True)))


def _pieces(text: Any, pdfium: _Pdfium, *, closely: bool) -> Iterator[PageLine]:
    """The lines of a page, cut at gaps that may part two columns: where there is a blank, or anywhere (`closely`)."""
    characters: list[tuple[int, str]] = []
    for at in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if code in (13, 10):
            yield from _line(characters, text, None)
            characters = []
        elif code > 32 and code not in _BLANKS:
            last = characters[-1][0] if characters else at
            if last < at - (not closely) and _parts_columns(last, at, text):
                yield from _line(characters, text, None)
                characters = []
            characters.append((at, chr(code)))
    yield from _line(characters, text, None)


def _parts_columns(before: int, after: int, text: Any) -> bool:
    """Whether there is room for that between two characters, or the second stands on another line or further left."""
    one, other = text.get_charbox(before, loose=True), text.get_charbox(after, loose=True)
    size = one[3] - one[1]
    return bool(other[0] - one[2] > COLUMN_GAP * size or other[0] < one[0] - size or abs(other[1] - one[1]) > size)


def _cell(box: tuple[float, float, float, float], ruled: Sequence[Grid]) -> _Cell | None:
    left, bottom, right, top = box
    for number, grid in enumerate(ruled):
        if place := grid.cell((left + right) / 2, (bottom + top) / 2):
            return (number, *place)
    return None


def _line(characters: list[tuple[int, str]], text: Any, cell: _Cell | None) -> Iterator[PageLine]:
    seen = [(at, character) for at, character in characters if character.strip()]
    if not seen:
        return
    # of some fonts PDFium knows no more than what each glyph blackens, and 一 is flat; digits may be of a taller one
    boxes = [text.get_charbox(at, loose=True) for at, _ in (*seen[:_LOOK], seen[-1])]
    first, last = boxes[0], boxes[-1]
    top, bottom = median(box[3] for box in boxes[:_LOOK]), median(box[1] for box in boxes[:_LOOK])
    pieces = []
    for number, (at, character) in enumerate(characters):
        pieces.append(character or _space(characters, number, text) if at >= seen[0][0] else "")
    written = "".join(pieces).rstrip()
    # a character beyond U+FFFF may come as two halves
    written = written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    left, right = min(first[0], last[0]), max(first[2], last[2])
    yield PageLine(written, left, right, top, bottom, cell)


def _space(characters: list[tuple[int, str]], number: int, text: Any) -> str:
    """A gap that PDFium took for a space: beside a Chinese character it is one only if it is wide."""
    if not 0 < number < len(characters) - 1:
        return ""
    before, after = characters[number - 1], characters[number + 1]
    if not (before[1].strip() and after[1].strip()):
        return " "
    wide = [ord(character[0]) >= _WIDE for _, character in (before, after)]
    if not any(wide):
        return " "
    left, right = text.get_charbox(before[0], loose=True), text.get_charbox(after[0], loose=True)
    return " " if right[0] - left[2] >= (_GAP if all(wide) else _MIXED_GAP) * (left[3] - left[1]) else ""
