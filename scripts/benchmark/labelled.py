"""How good the finds are: mining on judged candidates, parallels on planted re-uses beside MinHash-LSH."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmark.builders import PEERS, ROOT
from duizhao.errors import SourceError
from duizhao.intake import read_source
from duizhao.normalise import normalise
from duizhao.parallels.formulae import Formulae
from duizhao.parallels.ledger import Ledger
from duizhao.parallels.roll import Reader
from duizhao.parallels.signature import shingles, signature
from duizhao.parallels.update import update
from duizhao.parallels.wording import ORDINAL, wording
from duizhao.phrases import load_phrasebook
from duizhao.phrases.mining import mined
from duizhao.taxonomy import load_taxonomy
from make_reuse import labelled, measured

JUDGED = ROOT / "tests" / "labelled" / "phrases.tsv"
TOP = 200  # candidates of which the precision is said
Pairs = set[frozenset[tuple[int, int]]]  # of passages, as (document, ordinal)


def judgements() -> dict[str, str]:
    """Wordings that somebody has judged: good or bad."""
    lines = [line for line in JUDGED.read_text("utf-8").splitlines() if not line.startswith("#")]
    return dict(line.split("\t") for line in lines[1:])


def mining_precision(files: Iterable[Path]) -> float:
    """The share of the best `TOP` mined in these files that is judged good; what nobody has judged is not."""
    passages = []
    for path in files:
        try:
            documents = normalise(read_source(path, name=path.name), load_taxonomy())
        except SourceError:
            continue
        passages += [[passage.text for passage in document.passages()] for document in documents]
    judged = judgements()
    return sum(judged.get(each.head) == "good" for each in mined(passages, (), TOP)) / TOP


def mining_table() -> str:
    """The precision over the samples, and the seeds where they are, as Markdown."""
    samples = sorted(path for path in (ROOT / "corpus").rglob("*") if path.is_file())
    seeds = sorted(path for path in (ROOT.parent / "shared" / "seeds").glob("*") if path.is_file())
    over = f"{len(samples)} samples{f', {len(seeds)} seeds' if seeds else ''}"
    return (
        f"| mined phrases over | judged | precision of the top {TOP} |\n|---|--:|--:|\n"
        f"| {over} | {len(judgements())} | {mining_precision([*samples, *seeds]):.2f} |"
    )


def parallels_table(seeds: Sequence[int] = (1, 2, 3)) -> str:
    """Recall and precision on the labelled sets of some seeds, averaged, as Markdown."""
    finders: dict[str, Callable[[list[list[str]]], Pairs]] = {"duizhao": ours}
    finders |= {f"MinHash-LSH ≥ {threshold}": partial(theirs, threshold=threshold) for threshold in (0.3, 0.5)}
    rows = []
    for name, finder in finders.items():
        told = [measured(made, finder(made.documents)) for made in map(labelled, seeds)]
        means = {key: sum(each[key] for each in told) / len(told) for key in told[0]}
        if not rows:
            rows += [f"| finder | {' | '.join(means)} |", f"|---|{'--:|' * len(means)}"]
        rows.append(f"| {name} | " + " | ".join(f"{value:.2f}" for value in means.values()) + " |")
    return "\n".join(rows)


def ours(documents: list[list[str]]) -> Pairs:
    """Pairs of passages that duizhao links."""
    formulae = Formulae(load_phrasebook(), load_taxonomy())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = {f"{at:09}": "\n".join(passages) for at, passages in enumerate(documents)}
        reader = Reader(
            lambda: list(map(signature, texts.values())),
            lambda ids: ((id, wording(documents[int(id)], formulae)) for id in ids),
            lambda id: shingles(texts[id]),
        )
        with Ledger.open(folder) as ledger:
            update(ledger, folder, dict.fromkeys(texts, "1"), "1", reader)
        with Ledger.reading(folder) as ledger:
            entries = {entry.number: int(entry.id) for entry in ledger.entries()}
            lines = {number: sentences[:, ORDINAL].tolist() for number, _, sentences in ledger.texts()}
            return {
                frozenset(((id, lines[number][own]), (entries[other], ordinal)))
                for number, id in entries.items()
                for own, other, _, ordinal, *_ in ledger.links(number).tolist()
            }


def theirs(documents: list[list[str]], threshold: float) -> Pairs:
    """Pairs of passages that MinHash-LSH gives, in the environment of what we compare with."""
    script = Path(__file__).with_name("minhash.py")
    done = subprocess.run(
        [PEERS / "python", script, str(threshold)],
        input=json.dumps(documents),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[Any] = json.loads(done.stdout)
    return {frozenset(((one[0], one[1]), (other[0], other[1]))) for one, other in found}
