"""The straight lines drawn on a page of a PDF: borders of tables, however a program draws them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from duizhao.intake.grids import Rule

_THIN: Final = 3.0  # points: a filled box as thin as that is a line
_STRAIGHT: Final = 0.5  # points by which a line may lean
_SHORTEST: Final = 4.0  # points
_MOST_OBJECTS: Final = 20_000  # on a page; one with more is a drawing
_MOST_POINTS: Final = 2_000  # of a path

_Point = tuple[float, float]


def rules(page: Any, pdfium: Any) -> Iterator[Rule]:
    """Level and upright lines of a page, as pypdfium2 gives it; `pdfium`: its C functions."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS:
        return
    for index in range(count):
        thing = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(thing, fill, stroke):
            continue
        for outline in _outlines(thing, pdfium):
            if stroke.value:
                yield from (rule for ends in pairwise(outline) if (rule := _straight(*ends)))
            elif fill.value and (thin := _thin(outline)):
                yield thin


def _outlines(path: Any, pdfium: Any) -> Iterator[list[_Point]]:
    """The outlines of a path, as points of the page; those with curves are left out."""
    matrix = pdfium.FS_MATRIX()
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MOST_POINTS or not pdfium.FPDFPageObj_GetMatrix(path, matrix):
        return
    points: list[_Point] = []
    is_curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if not is_curved:
                yield points
            points, is_curved = [], False
        is_curved = is_curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if not is_curved:
        yield points


def _straight(one: _Point, other: _Point) -> Rule | None:
    (left, bottom), (right, top) = one, other
    if abs(top - bottom) <= _STRAIGHT and abs(right - left) >= _SHORTEST:
        return Rule(True, (top + bottom) / 2, min(left, right), max(left, right))
    if abs(right - left) <= _STRAIGHT and abs(top - bottom) >= _SHORTEST:
        return Rule(False, (left + right) / 2, min(bottom, top), max(bottom, top))
    return None


def _thin(outline: Sequence[_Point]) -> Rule | None:
    """The line that a filled outline is, where it is one."""
    if not outline:
        return None
    across, up = [x for x, _ in outline], [y for _, y in outline]
    left, right, bottom, top = min(across), max(across), min(up), max(up)
    if top - bottom <= _THIN and right - left >= _SHORTEST:
        return Rule(True, (top + bottom) / 2, left, right)
    if right - left <= _THIN and top - bottom >= _SHORTEST:
        return Rule(False, (left + right) / 2, bottom, top)
    return None
