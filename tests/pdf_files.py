"""PDF files made by hand: text at given places in the Chinese font that every viewer has, nothing compressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842  # A4, in points
SIZE = 12
LEFT, TOP, PITCH = 90, 760, 20
ACROSS = 34  # characters of SIZE between margins of LEFT


class Run(NamedTuple):
    """Text that begins at (`x`, `y`), counted from the lower left corner."""

    text: str
    x: float
    y: float
    size: float = SIZE


class Stroke(NamedTuple):
    """A line drawn with a pen."""

    x: float
    y: float
    to_x: float
    to_y: float


class Bar(NamedTuple):
    """A box filled: a thin one looks like a line."""

    x: float
    y: float
    width: float
    height: float


def pdf(
    *pages: Sequence[Run | Stroke | Bar], image: bool = False, more: str = "", meaning: Mapping[str, str] | None = None
) -> bytes:
    """A file with those pages.

    Args:
        pages: what stands on each.
        image: each page shows a picture, too.
        more: goes into the trailer.
        meaning: what the font says that the glyphs of characters mean.
    """
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        3: "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
        4: "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 5 0 R/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
        5: "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
        6: "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        "stream\n0\nendstream",
    }
    if meaning:
        # such fonts number their glyphs: here by the characters' own codes
        objects[3] = objects[3].replace("UniGB-UTF16-H", "Identity-H").removesuffix(">>") + "/ToUnicode 7 0 R>>"
        meant = {ord(c): c for runs in pages for run in runs if isinstance(run, Run) for c in run.text} | {
            ord(c): m for c, m in meaning.items()
        }
        rows = "".join(f"<{code:04x}> <{character.encode('utf-16-be').hex()}>\n" for code, character in meant.items())
        cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        cmap += f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(meant)} beginbfchar\n{rows}endbfchar\n"
        cmap += "endcmap end end"
        objects[7] = f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream"
    for number, runs in enumerate(pages):
        shown = "".join(map(_drawn, runs))
        shown += "q 400 0 0 600 90 100 cm /I Do Q\n" if image else ""
        objects[10 + 2 * number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {11 + 2 * number} 0 R"
            "/Resources<</Font<</F 3 0 R>>/XObject<</I 6 0 R>>>>>>"
        )
        objects[11 + 2 * number] = f"<</Length {len(shown)}>>stream\n{shown}\nendstream"
    data, places = "%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in places.items())
    end = f"trailer<</Root 1 0 R/Size 999{more}>>\nstartxref\n{len(data)}\n%%EOF"
    return f"{data}xref\n0 1\n0000000000 65535 f \n{table}{end}".encode()


def _drawn(thing: Run | Stroke | Bar) -> str:
    if isinstance(thing, Stroke):
        return f"{thing.x} {thing.y} m {thing.to_x} {thing.to_y} l S\n"
    if isinstance(thing, Bar):
        return f"{thing.x} {thing.y} {thing.width} {thing.height} re f\n"
    return f"BT /F {thing.size} Tf {thing.x} {thing.y} Td <{thing.text.encode('utf-16-be').hex()}> Tj ET\n"


def wrapped(*paragraphs: str, indent: int = 2) -> list[str]:
    """Paragraphs as a page sets them: lines of ACROSS characters, the first one indented."""
    lines = []
    for paragraph in paragraphs:
        rest = "\u3000" * indent + paragraph
        while rest:
            lines.append(rest[:ACROSS])
            rest = rest[ACROSS:]
    return lines


def column(lines: Sequence[str], top: float = TOP, pitch: float = PITCH) -> list[Run]:
    """Lines one under the other. Full-width spaces at the beginning are room, not characters."""
    runs = []
    for number, line in enumerate(lines):
        text = line.lstrip("\u3000")
        runs.append(Run(text, LEFT + SIZE * (len(line) - len(text)), top - pitch * number))
    return runs


def centred(text: str, y: float, size: float = 18) -> Run:
    """A line in the middle of the page."""
    return Run(text, (WIDTH - len(text) * size) / 2, y, size)


def table(
    rows: Sequence[Sequence[str]], top: float = TOP, across: int = 8, *, bars: bool = False
) -> list[Run | Stroke | Bar]:
    """A ruled table of columns `across` characters wide, cells broken by that width; with `bars` lines are filled."""
    things: list[Run | Stroke | Bar] = []
    width, columns = SIZE * (across + 1), max(map(len, rows))
    right = LEFT + width * columns
    edges = [top]
    for row in rows:
        cells = [[cell[at : at + across] for at in range(0, len(cell), across)] for cell in row]
        for column, lines in enumerate(cells):
            things += [Run(line, LEFT + width * column + 4, edges[-1] - PITCH * n - 15) for n, line in enumerate(lines)]
        edges.append(edges[-1] - PITCH * max(1, *map(len, cells)) - 2)
    ends = [(LEFT, y, right, y) for y in edges]
    ends += [(LEFT + width * n, edges[-1], LEFT + width * n, top) for n in range(columns + 1)]
    for x, y, to_x, to_y in ends:
        things.append(Bar(x, y, max(to_x - x, 0.5), max(to_y - y, 0.5)) if bars else Stroke(x, y, to_x, to_y))
    return things
