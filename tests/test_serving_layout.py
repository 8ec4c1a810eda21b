"""What the development server takes for a source, and what it calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.intake import is_candidate
from duizhao.serving.layout import Layout, is_noise


@pytest.mark.parametrize(
    "name",
    [
        *("~$材料.docx", ".~lock.材料.docx#", ".材料.txt.swp", ".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"),
        *("材料.docx.tmp", "材料.docx.part", "材料.docx.crdownload", "材料.TMP", "材料.txt~", ".git"),
    ],
)
def test_litter_and_unfinished_files_are_noise(name: str) -> None:
    assert is_noise(name)


@pytest.mark.parametrize(
    "name", ["材料.docx", "taxonomy.yml", "phrasebook.tsv", "材料.meta.yml", "无后缀", "2022", "tmp"]
)
def test_whatever_may_change_the_site_is_not(name: str) -> None:
    assert not is_noise(name)


@given(st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1).filter(lambda name: name.strip(".")))
def test_what_the_corpus_passes_over_as_litter_is_noise_here(name: str) -> None:
    if is_noise(f"{name}.docx"):
        assert not is_candidate(Path(f"{name}.docx"))


def test_a_file_is_called_by_its_place_in_the_watched_folder(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "site", (tmp_path / "corpus", tmp_path / "mkdocs.yml"))
    assert layout.name(str(tmp_path / "corpus" / "旧" / "甲.txt")) == "旧/甲.txt"
    assert layout.name(str(tmp_path / "corpus")) == "corpus"
    assert layout.name(str(tmp_path / "mkdocs.yml")) == "mkdocs.yml"
