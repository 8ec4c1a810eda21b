"""`data/glossary.yml`: set phrases with a fixed expansion and the document it was fixed in."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import yaml

from duizhao.yaml_loader import Loader


@dataclass(frozen=True, slots=True)
class Term:
    """One set phrase. `source` is the document or meeting that fixed it, with 待核 where that is not certain.

    `not_before`: characters that make another word of the head when they follow it (四风 before 险).
    """

    head: str
    variants: tuple[str, ...]
    expansion: str
    source: str
    not_before: str


def glossary() -> tuple[Term, ...]:
    """The set phrases that duizhao ships, in the order of the file."""
    data = yaml.load(files("duizhao").joinpath("data/glossary.yml").read_bytes(), Loader)
    return tuple(
        Term(
            head=row["head"],
            variants=tuple(row.get("variants", ())),
            expansion=row["expansion"],
            source=row["fixed_in"] + ("" if row["confidence"] == "high" else "（出处待核）"),
            not_before=row.get("not_before", ""),
        )
        for row in data["phrases"]
    )
