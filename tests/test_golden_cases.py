"""The specification in cases: `golden/*.yml`, one or more for each quirk. The form is in `scoring/labels.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy
from properties.invariants import broken
from quirks import TRAITS
from scoring.figures import differences
from scoring.labels import Case, load_cases
from test_golden_formats import FILES

GOLDEN = Path(__file__).resolve().parent / "golden"
CASES = load_cases(GOLDEN)
LEAST = 120


@pytest.mark.parametrize("case", CASES, ids=[f"{case.group}: {case.name}" for case in CASES])
def test_case(case: Case) -> None:
    made = normalise(case.source, load_taxonomy())
    assert len(made) == len(case.documents)
    for document, expected in zip(made, case.documents, strict=True):
        assert differences(expected, document) == []
        assert broken(document, case.source) == []


def test_there_are_enough_and_each_has_its_own_name() -> None:
    names = {(case.group, case.name) for case in CASES}
    assert len(names) == len(CASES) >= LEAST


def test_every_case_expects_something() -> None:
    empty = type(CASES[0].documents[0])()
    assert [case.name for case in CASES if all(expected == empty for expected in case.documents)] == []


def test_every_case_shows_a_trait_of_the_table() -> None:
    shown = {f"{case.group}: {case.name}": case.shows for case in [*CASES, *FILES]}
    assert {name: traits for name, traits in shown.items() if not traits or not set(traits) <= set(TRAITS)} == {}


def test_every_trait_of_real_files_has_a_case() -> None:
    shown = {trait for case in [*CASES, *FILES] for trait in case.shows}
    assert set(TRAITS) - shown == set()
