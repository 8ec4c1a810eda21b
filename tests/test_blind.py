"""Documents that nobody tuned for, `blind/`: nothing of them is lost, and they are read as well as was promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy
from properties.invariants import broken
from scoring.figures import Figures, measure
from scoring.labels import load_cases

BLIND = Path(__file__).resolve().parent / "blind"
SETS = [BLIND, *sorted(path for path in BLIND.iterdir() if path.is_dir())]
LEAST = 10  # documents of a set whose shares say something


@pytest.mark.parametrize("place", SETS, ids=lambda place: place.name)
def test_nothing_is_lost(place: Path) -> None:
    for case in load_cases(place):
        for document in normalise(case.source, load_taxonomy()):
            assert broken(document, case.source) == []


@pytest.mark.parametrize("place", SETS, ids=lambda place: place.name)
def test_a_set_is_read_as_well_as_was_promised(place: Path) -> None:
    """The bounds are those of the plan; the first runs, which say more, are in `blind/README.md`."""
    figures = Figures()
    for case in load_cases(place):
        measure(figures, case, normalise(case.source, load_taxonomy()))
    assert figures.characters.value == 1
    assert figures.headings.f1 >= 0.95
    assert figures.passages.f1 >= 0.93
    assert figures.parts.value >= 0.95
    assert figures.themes.value >= 0.85
    if figures.cases >= LEAST:
        facts = {name: share.value for name, share in figures.facts.items()}
        assert min(facts["year"], facts["meeting"]) >= 0.95
        assert min(facts["kind"], facts["role"]) >= 0.9
