"""The yardstick for parallels: MinHash-LSH over passages, as datasketch's own introduction has it.

Run in the bench environment: passages (JSON: documents as lists of texts) on standard input, pairs of (document,
ordinal) on standard output.
"""

from __future__ import annotations

import json
import sys
from typing import Any

SHINGLE = 5  # characters
PERMUTATIONS = 128


def pairs(documents: list[list[str]], threshold: float) -> list[Any]:
    """Pairs of passages of different documents whose estimated resemblance is `threshold` or more."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    found = []
    for document, passages in enumerate(documents):
        mine = []
        for ordinal, text in enumerate(passages):
            shingles = {text[at : at + SHINGLE].encode() for at in range(max(1, len(text) - SHINGLE + 1))}
            sketch = MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch(list(shingles))
            found += [(other, (document, ordinal)) for other in index.query(sketch)]
            mine.append(((document, ordinal), sketch))
        for key, sketch in mine:
            index.insert(key, sketch)
    return found


if __name__ == "__main__":
    json.dump(pairs(json.load(sys.stdin), float(sys.argv[1])), sys.stdout)
