"""The archive as a whole: its order, its groupings, who uses which phrase, cutting into pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao.archive import UNKNOWN, Archive, gather
from duizhao.build import owner_matcher
from duizhao.model import Document, Source
from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy
from project import material


def read(name: str, text: str) -> Document:
    return normalise(Source(f"{name}.txt", "0" * 64, "txt", "utf-8", text), load_taxonomy())


@pytest.fixture(scope="module")
def archive() -> Archive:
    documents = [
        read("丁", "一段没有年份的话，久久为功。"),
        read("乙", material("乙的对照检查材料", "调查研究", 2021)),
        read("甲", material("甲的对照检查材料", "理论学习", 2022)),
        read("丙", material("丙的对照检查材料", "三会一课", 2022)),
    ]
    return gather(documents, owner_matcher(Path("nowhere")))


def test_documents_stand_newest_first_and_the_undated_last(archive: Archive) -> None:
    assert [document.source[0] for document in archive.documents] == ["丙", "甲", "乙", "丁"]
    assert {year: [each.source[0] for each in some] for year, some in archive.by_year.items()} == {
        2022: ["丙", "甲"],
        2021: ["乙"],
        None: ["丁"],
    }
    assert list(archive.by_year) == [2022, 2021, None]
    assert list(archive.by_meeting)[-1] == UNKNOWN


def test_the_order_is_the_same_whatever_order_they_were_read_in(archive: Archive) -> None:
    assert gather(reversed(archive.documents), owner_matcher(Path("nowhere"))).documents == archive.documents


def test_entries_are_all_passages_in_reading_order_with_where_they_stand(archive: Archive) -> None:
    expected = [passage.id for document in archive.documents for passage in document.passages()]
    assert [entry.passage.id for entry in archive.entries] == expected
    assert "问题 › 一、存在的突出问题 › （一）理论学习方面" in {entry.breadcrumb for entry in archive.entries}


def test_every_passage_has_one_theme_group(archive: Archive) -> None:
    grouped = [entry.passage.id for entries in archive.by_theme.values() for entry in entries]
    assert sorted(grouped) == sorted(entry.passage.id for entry in archive.entries)


def test_uses_are_the_occurrences_turned_round(archive: Archive) -> None:
    forward = {
        (occurrence.phrase, passage, occurrence.start)
        for passage, occurrences in archive.occurrences.items()
        for occurrence in occurrences
    }
    back = {
        (phrase, use.entry.passage.id, occurrence.start)
        for phrase, uses in archive.uses.items()
        for use in uses
        for occurrence in use.occurrences
    }
    assert forward == back
    assert {archive.phrases[phrase].head for phrase in archive.uses} >= {"久久为功", "三会一课"}
    assert set(archive.uses) <= set(archive.phrases)
