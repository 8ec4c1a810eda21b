"""The whole way from a `Source` to its documents, as a list of steps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeAlias

from duizhao.model import Corrections, Document, Source
from duizhao.normalise.assembly import Assembly
from duizhao.normalise.blocks import blocks, drop_furniture, drop_table_headers, join_wraps
from duizhao.normalise.compilation import Stretch, stretches
from duizhao.normalise.draft import Draft
from duizhao.normalise.hygiene import ADDITIONS, MARKS
from duizhao.normalise.ids import document_id, part_ids
from duizhao.normalise.markdown import markdown_styles
from duizhao.normalise.markup import MARKUP
from duizhao.normalise.matter import Frame, frame, join_title, part_title
from duizhao.normalise.outline import outline
from duizhao.normalise.paging import drop_page_numbers, join_pages
from duizhao.normalise.punctuation import PUNCTUATION
from duizhao.normalise.repeats import drop_repeats
from duizhao.normalise.rules import tidy
from duizhao.normalise.tree import Outline
from duizhao.taxonomy import Taxonomy


def normalise(
    source: Source, taxonomy: Taxonomy, *, id: str | None = None, corrections: Corrections | None = None
) -> tuple[Document, ...]:
    """The documents that a source holds: one, or the several of a compilation in reading order.

    Args:
        source: the decoded file.
        taxonomy: meetings, themes and words to read it by.
        id: the file's id in its corpus, which its first document has; by default that of a file alone with its name.
        corrections: the owner's word, which holds against all that is read; a title is the first document's.
    """
    parts = stretches(source.text)
    shaped = [_shaped(source, part, taxonomy) for part in parts]
    titles = [_title(source, shape, at) for at, shape in enumerate(shaped)]
    ids = part_ids(id or document_id(source.path), titles)
    return tuple(
        Assembly(source, taxonomy, at, part, titles[at], ids[at], *shaped[at], _of(corrections, at)).document()
        for at, part in enumerate(parts)
    )


def _of(corrections: Corrections | None, ordinal: int) -> Corrections | None:
    if corrections is None or ordinal == 0:
        return corrections
    return replace(corrections, values={name: each for name, each in corrections.values.items() if name != "title"})


def _title(source: Source, shaped: _Shaped, ordinal: int) -> str:
    draft, _, framed, _ = shaped
    if framed.title is not None:
        return draft.text[framed.title.start : framed.title.end]
    return PurePosixPath(source.path).stem + (f"（{ordinal + 1}）" if ordinal else "")


_Shaped: TypeAlias = tuple[Draft, Draft, Frame, Outline]


def _shaped(source: Source, stretch: Stretch, taxonomy: Taxonomy) -> _Shaped:
    """The steps from a stretch of a source to its outline: the draft it is an outline of, and the final one."""
    draft = Draft(source.text[stretch.start : stretch.end], first_line=stretch.line)
    draft = draft.then("compilation", [(0, stretch.first - stretch.start, "")] if stretch.first else [])
    if stretch.mark_end is not None:
        at = stretch.mark_end - stretch.first
        draft = draft.then("compilation", [(at, at, "\n")])
    styles = source.styles
    if source.format == "md":
        styles = {**markdown_styles(draft), **styles}
    draft = tidy(draft, source.format, (*MARKS, *MARKUP))
    draft = join_pages(draft, styles)
    draft = drop_furniture(draft, styles)
    draft = tidy(draft, source.format, ADDITIONS)
    draft = drop_table_headers(draft, styles)
    draft = drop_page_numbers(draft, styles, taxonomy)
    draft = join_wraps(draft, styles)
    draft = join_title(part_title(draft, styles), styles)
    draft = drop_repeats(draft, styles)
    draft = tidy(draft, source.format, PUNCTUATION)
    framed = frame(blocks(draft, styles))
    shape = outline(framed.body)
    final = draft.then("heading-stop", sorted(shape.cuts))
    return draft, final, framed, shape
