"""The project ships only text written for it: no sentence, title or heading of the seed documents."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

LINE = 14  # Chinese characters from which a line is somebody's own
RUN = 30  # Chinese characters that two texts share only by copying; official formulae are shorter


def han(text: str) -> str:
    return re.sub("[^\u4e00-\u9fff]", "", text)


def test_no_tracked_file_holds_text_of_the_seeds(seeds: list[Path], project_root: Path) -> None:
    texts = [seed.read_text("utf-8") for seed in seeds]
    lines = {han(line) for text in texts for line in text.splitlines() if LINE <= len(han(line)) <= 60}
    runs = {han(text)[at : at + RUN] for text in texts for at in range(len(han(text)) - RUN + 1)}
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=project_root, capture_output=True, text=True, check=True)
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        text = han((project_root / name).read_text("utf-8", "replace"))
        found += [(name, line) for line in lines if line in text]
        found += [(name, text[at : at + RUN]) for at in range(len(text) - RUN + 1) if text[at : at + RUN] in runs]
    assert found == []
