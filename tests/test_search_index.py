import json
import re
from typing import Any

import pytest

from duizhao.search import CLIENT_SCRIPTS, client_dir
from duizhao.search.index import IndexedDocument, IndexedPassage, build_index

SCRIPT = re.compile(rb'duizhao\.register\("([^"]+)",(.*)\);\n', re.DOTALL)


def passage(name: str, text: str, **facets: str) -> IndexedPassage:
    return IndexedPassage(name, text, facets.get("part"), facets.get("theme"), facets.get("trail", ""))


def document(name: str, *passages: IndexedPassage, year: int | None = None) -> IndexedDocument:
    return IndexedDocument(name, f"documents/{name}.html", f"{name}的标题", year, None, None, passages)


def read(documents: list[IndexedDocument]) -> dict[str, Any]:
    """What each file of the index registers, by its name without the segment's."""
    files = {}
    for path, content in build_index(documents):
        match = SCRIPT.fullmatch(content)
        assert match is not None
        name = match[1].decode("ascii")
        assert path == f"search/{name}.js"
        files[re.sub(r"^[0-9a-f]{16}/", "", name)] = json.loads(match[2])
    return files


THREE = [
    document("甲", passage("p1", "党性", part="问题"), passage("p2", "原则", part="问题", trail="一、问题"), year=2022),
    document("乙", passage("p3", "党性原则", part="原因"), year=2021),
    document("丙", passage("p4", "原则")),
]


def test_the_files_of_a_small_archive() -> None:
    fields = ("year", "meeting", "kind", "part", "theme")
    assert set(read(THREE)) == {
        "manifest",
        "directory",
        "text/00/00",
        "grams/00/00",
        "grams/00/01",
        *(f"facets/{field}-0" for field in fields),
    }


def test_a_text_shard_holds_documents_with_their_passages() -> None:
    assert read(THREE)["text/00/00"][0] == [
        "甲",
        "documents/甲.html",
        "甲的标题",
        2022,
        None,
        None,
        [["p1", "党性", "问题", None, ""], ["p2", "原则", "问题", None, "一、问题"]],
    ]


def test_lists_of_grams() -> None:
    # Gaps and lengths: "#" is 0, "$" 1, "%" 2, "&" 3. 原则 stands in the passages 1, 2 and 3.
    files = read(THREE)
    assert files["grams/00/00"] == [["", "党则原性", "%&&%", "#$$##$###$"]]
    assert files["grams/00/01"] == [["党", "性", "%", "#$"], ["原", "则", "&", "$##"], ["性", "原", "$", "%"]]


def test_the_values_of_a_field_are_runs_of_places_and_lengths() -> None:
    files = read(THREE)
    assert files["directory"]["facets"]["part"] == [["问题", "原因"], "'"]  # one piece of 4 passages
    assert files["facets/part-0"] == "$$%##" + "#"  # 问题 twice, 原因 once, none once


def test_a_long_document_fills_several_text_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duizhao.search.index.TEXT_SIZE", 5)
    long = document("长", *(passage(f"p{i}", "四个意识") for i in range(3)))
    files = read([document("短", passage("p", "字")), long])
    shards = [files[f"text/00/0{number}"] for number in range(3)]
    assert [[(entry[0], [each[0] for each in entry[-1]]) for entry in shard] for shard in shards] == [
        [("短", ["p"]), ("长", ["p0"])],
        [("长", ["p1"])],
        [("长", ["p2"])],
    ]
    assert files["directory"]["texts"] == "%$$"


@pytest.mark.parametrize("documents", [[], [document("空")]], ids=["no documents", "no passages"])
def test_an_archive_without_text_has_no_segment(documents: list[IndexedDocument]) -> None:
    assert read(documents) == {"manifest": {"format": 1, "segments": []}}


def test_the_same_documents_give_the_same_bytes() -> None:
    assert list(build_index(THREE)) == list(build_index(iter(THREE)))


def test_any_change_gives_the_segment_another_name() -> None:
    renamed = [document("甲甲", *THREE[0].passages, year=2022), *THREE[1:]]
    assert not {path for path, _ in build_index(THREE)} & {path for path, _ in build_index(renamed)} - {
        "search/manifest.js"
    }


def test_a_lone_surrogate_can_be_written() -> None:
    assert read([document("甲", passage("p", "a\ud800"))])["text/00/00"][0][-1] == [["p", "a\ud800", None, None, ""]]


def test_the_client_scripts_are_there() -> None:
    assert sorted(CLIENT_SCRIPTS) == sorted(path.name for path in client_dir().glob("*.js"))
    assert (client_dir() / "search.css").is_file()
