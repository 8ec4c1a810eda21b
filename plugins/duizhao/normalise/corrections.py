"""The owner's word laid over what was read from the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duizhao.model import Corrections, Fact, Facts, Matter, Notice
from duizhao.normalise.matter import Frame
from duizhao.taxonomy import Taxonomy


def corrected(facts: Facts, corrections: Corrections | None) -> Facts:
    """The facts with those that are corrected, the file that says so being their evidence."""
    if corrections is None:
        return facts
    values = {name: value for name, value in corrections.values.items() if name != "title"}
    return replace(facts, **{name: Fact(value, corrections.evidence) for name, value in values.items()})


def corrected_title(framed: Frame, corrections: Corrections | None) -> str | None:
    """The title that the owner gives, else the one in the text."""
    value = corrections.values.get("title") if corrections else None
    return str(value) if value is not None else framed.title.text if framed.title else None


def written_front(framed: Frame, corrections: Corrections | None) -> tuple[Matter, ...]:
    """The front matter; where the owner gives another title, the one in the text is part of it."""
    title = framed.title
    if title is None or corrected_title(framed, corrections) == title.text:
        return tuple(framed.front)
    written = Matter("written-title", title.text, title.start)
    return tuple(sorted((*framed.front, written), key=lambda matter: matter.start))


def unheard_of(corrections: Corrections | None, taxonomy: Taxonomy) -> Iterator[Notice]:
    """Notices of corrected values that the taxonomy does not have: a new one, or a slip."""
    known = {
        "meeting": {each.name for each in taxonomy.meetings} | {each.name for each in taxonomy.occasions},
        "kind": {each.name for each in taxonomy.kinds},
        "subject": set(taxonomy.subjects),
        "level": {each.name for each in taxonomy.levels},
    }
    for name, value in (corrections.values if corrections else {}).items():
        if value is not None and name in known and value not in known[name]:
            message = f"{corrections.evidence if corrections else ''}里的“{value}”不在 taxonomy.yml 里，按写的采用"
            yield Notice("correction", None, message)
