"""How much of what was planted is found, and how little else: the figures that issue 6 asks for, on labelled sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao.parallels.ledger import Ledger
from duizhao.parallels.wording import ORDINAL
from make_reuse import VERBATIM, Labelled, labelled, measured
from wordings import bring, linked


def found(folder: Path, made: Labelled) -> set[frozenset[tuple[int, int]]]:
    """Pairs of passages with a link, as (document, ordinal)."""
    bring(folder, {f"{at:04d}": texts for at, texts in enumerate(made.documents)})
    with Ledger.reading(folder) as ledger:
        lines = {entry.id: ledger.row(entry.number)[1] for entry in ledger.entries()}
    return {frozenset((int(id), int(lines[id][line, ORDINAL])) for id, line in link) for link in linked(folder)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_re_uses_are_found_and_formulae_are_not(tmp_path: Path, seed: int) -> None:
    made = labelled(seed)
    assert len(made.reuses) >= 100
    assert len(made.lookalikes) >= 100
    figures = measured(made, found(tmp_path, made))
    assert figures[VERBATIM] >= 0.95
    assert figures["改动合计"] >= 0.85
    assert figures["查准"] >= 0.95
