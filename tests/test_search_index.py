import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search import CLIENT_FILES, CLIENT_PARTS, CLIENT_SCRIPTS, client_dir, served
from duizhao.search.index import IndexedDocument, IndexedPassage, to_json
from duizhao.search.packing import unpack
from indexes import SCRIPT, build, contents

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from('\ud800\udfff"\\\x00\x1f\x7f\u2028')), max_size=8)


def passage(name: str, text: str, **facets: str) -> IndexedPassage:
    return IndexedPassage(
        name, text, facets.get("part"), facets.get("theme"), facets.get("trail", ""), facets.get("aspect")
    )


def document(name: str, *passages: IndexedPassage, year: int | None = None) -> IndexedDocument:
    return IndexedDocument(name, f"documents/{name}.html", f"{name}的标题", year, None, None, passages)


def read(root: Path, *documents: IndexedDocument) -> dict[str, Any]:
    """What each file of the index registers, by its name without the segment's."""
    build(root, documents)
    files = {}
    for path, content in contents(root).items():
        match = SCRIPT.fullmatch(content)
        assert match is not None
        name = match[1].decode("ascii")
        assert path == f"search/{name}.js"
        first, _, rest = name.partition("/")
        said = json.loads(match[2])
        packed = rest.count("/") == 2
        files[first if first in {"manifest", "catalogue"} else rest] = json.loads(unpack(said)) if packed else said
    return files


THREE = [
    document("甲", passage("p1", "党性", part="问题"), passage("p2", "原则", part="问题", trail="一、问题"), year=2022),
    document("乙", passage("p3", "党性原则", part="原因"), year=2021),
    document("丙", passage("p4", "原则")),
]


def test_the_files_of_a_small_archive(tmp_path: Path) -> None:
    fields = ("year", "meeting", "kind", "subject", "role", "part", "theme", "aspect")
    assert set(read(tmp_path, *THREE)) == {
        "manifest",
        "catalogue",
        "directory",
        "dictionary",
        "text/sizes-0",
        "text/00/00",
        "grams/starts-0",
        "grams/00/00",
        "grams/01/00",
        *(f"facets/{field}-0" for field in fields),
        *(f"facets/{field}" for field in fields),
    }


def test_a_catalogue_says_what_there_is(tmp_path: Path) -> None:
    assert read(tmp_path, *THREE)["catalogue"] == {
        "documents": 3,
        "passages": 4,
        "facets": {
            "year": [[2022, 2], [2021, 1]],
            "meeting": [],
            "kind": [],
            "subject": [],
            "role": [],
            "part": [["问题", 2], ["原因", 1]],
            "theme": [],
            "aspect": [],
        },
        "readings": {},
        "suggestions": {},
        "ranges": "##&",  # of the first segment, none skipped, four passages
    }


def test_a_text_shard_holds_documents_with_their_passages(tmp_path: Path) -> None:
    assert read(tmp_path, *THREE)["text/00/00"][0] == [
        "甲",
        "documents/甲.html",
        "甲的标题",
        2022,
        None,
        None,
        None,
        None,
        [["p1", "党性", "问题", None, "", None], ["p2", "原则", "问题", None, "一、问题", None]],
    ]


def test_lists_of_grams(tmp_path: Path) -> None:
    # Gaps and lengths: "#" is 0, "$" 1, "%" 2, "&" 3. 原则 stands in the passages 1, 2 and 3.
    files = read(tmp_path, *THREE)
    assert files["grams/00/00"] == [["", "党则原性", "%&&%", "#$$##$###$"]]
    assert files["grams/01/00"] == [["党", "性", "%", "#$"], ["原", "则", "&", "$##"], ["性", "原", "$", "%"]]


def test_the_values_of_a_field_are_runs_of_places_and_lengths(tmp_path: Path) -> None:
    files = read(tmp_path, *THREE)
    assert files["facets/part"] == ["问题", "原因"]
    assert files["directory"]["facets"]["part"] == "'"  # one piece of 4 passages
    assert files["facets/part-0"] == "$$%##" + "#"  # 问题 twice, 原因 once, none once


def test_a_directory_says_where_folders_begin_and_a_page_where_their_shards_do(tmp_path: Path) -> None:
    files = read(tmp_path, *THREE)
    assert (files["directory"]["passages"], files["directory"]["texts"], files["text/sizes-0"]) == (4, "'", ["'"])
    assert files["directory"]["grams"] == ["党", "党性"]
    assert files["grams/starts-0"] == [["党", ""], ["", "党性"]]


@pytest.mark.parametrize(
    "changed",
    [replace(THREE[0], id="甲甲"), replace(THREE[0], year=2023), replace(THREE[0], passages=THREE[0].passages[:1])],
)
def test_any_change_gives_the_segment_another_name(tmp_path: Path, changed: IndexedDocument) -> None:
    before, after = build(tmp_path, THREE), build(tmp_path, [changed, *THREE[1:]])
    assert set(before.segments[0].files).isdisjoint(after.segments[0].files)


def test_the_order_of_documents_is_part_of_a_segments_name(tmp_path: Path) -> None:
    assert build(tmp_path, THREE).segments[0].id != build(tmp_path, THREE[::-1]).segments[0].id


def test_a_lone_surrogate_can_be_written(tmp_path: Path) -> None:
    files = read(tmp_path, document("甲", passage("p", "a\ud800")))
    assert files["text/00/00"][0][-1] == [["p", "a\ud800", None, None, "", None]]


@given(st.recursive(st.one_of(TEXTS, st.integers(0, 1 << 53), st.none()), lambda some: st.lists(some, max_size=4)))
def test_json_is_the_same_whoever_writes_it(data: Any) -> None:
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    assert to_json(data) == said.encode("utf-8", "backslashreplace")


def test_the_client_is_there() -> None:
    there = {path.name for path in client_dir().iterdir()}
    assert there == {*CLIENT_PARTS, *CLIENT_FILES} - {*CLIENT_SCRIPTS}


def test_the_parts_of_the_script_are_served_as_one_without_comments_and_indents() -> None:
    (name,) = CLIENT_SCRIPTS
    lines = served(name).decode().splitlines()
    assert [line for line in lines if line.strip().startswith("//")] == [f"// {part}" for part in CLIENT_PARTS]
    sources = [(client_dir() / part).read_text("utf-8").splitlines() for part in CLIENT_PARTS]
    code = [
        line.lstrip() for source in sources for line in source if line and not line.strip().startswith(("//", "/*"))
    ]
    assert [line for line in lines if line and not line.startswith("//")][1:] == [
        line for line in code if line != "'use strict';"
    ]
    assert lines[0] == "'use strict';"


def test_licences_are_served_with_what_they_are_for() -> None:
    assert b"Apache License" in served("variants.js")
    assert b"Copyright (c) 2013 Sun Junyi" in served("vocabulary.js")
