"""Documents in, JSON out and back; what is published follows `document.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from documents import FILLER, document
from duizhao.codec import decoded, encoded, published
from duizhao.intake import read_source, scan_corpus
from duizhao.model import Document
from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
LINES = st.sampled_from(
    [
        "对照检查材料",
        "同志们：",
        "一、问题",
        "（一）学习方面。",
        "一是不深。二是不实。",
        "1.学习。",
        FILLER,
        "张××",
        "2023年1月9日",
        "附件：清单",
    ]
)


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(files("duizhao").joinpath("data/document.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults(*documents: Document) -> list[str]:
    data = json.loads(json.dumps({"documents": [published(made) for made in documents]}, ensure_ascii=False))
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator().iter_errors(data)]


def objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if schema.get("type") == "object":
        yield schema
    for name in ("properties", "$defs"):
        for child in schema.get(name, {}).values():
            yield from objects(child)


def test_the_schema_is_strict() -> None:
    for schema in objects(dict(validator().schema)):
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) == set(schema["properties"])


@pytest.mark.parametrize("name", dict(scan_corpus(CORPUS)) if CORPUS.is_dir() else [])
def test_samples_follow_the_schema(name: str) -> None:
    assert faults(*normalise(read_source(CORPUS / name, name=name), load_taxonomy())) == []


def test_seeds_follow_the_schema(seeds: list[Path]) -> None:
    assert (
        faults(*(made for seed in seeds for made in normalise(read_source(seed, name=seed.name), load_taxonomy())))
        == []
    )


@given(st.lists(LINES | st.text(max_size=12), max_size=12).map("\n".join))
def test_any_document_follows_the_schema_and_comes_back_whole(text: str) -> None:
    made = document(text)
    assert faults(made) == []
    assert decoded(encoded(made)) == made


def test_a_lone_surrogate_comes_back_whole() -> None:
    made = replace(document(FILLER), source="\ud800.txt")
    assert decoded(encoded(made)) == made


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["id"], "甲"),
        (["more"], 1),
        (["facts", "year", "value"], "2022"),
        (["facts", "kind", "value"], 3),
        (["sections", 0, "level"], 0),
        (["sections", 0, "start"], 0),
        (["sections", 0, "passages", 0, "part"], "附录"),
        (["edits", 0, "start"], -1),
        (["back", 0, "kind"], "other"),
    ],
)
def test_the_schema_tells_what_does_not_belong(path: list[str | int], value: object) -> None:
    data = {"documents": [published(document(f"# 材料\n一、问题\n{FILLER}\n张××"))]}
    assert list(validator().iter_errors(json.loads(json.dumps(data)))) == []
    at: Any = data["documents"][0]
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert list(validator().iter_errors(json.loads(json.dumps(data))))


def test_positions_are_kept_but_not_published() -> None:
    made = document(f"材料\n一、问题\n{FILLER}\n张××")
    assert {"start", "line"} <= json.loads(encoded(made))["sections"][0].keys()
    for piece in (
        published(made)["sections"][0],
        published(made)["sections"][0]["passages"][0],
        published(made)["back"][0],
    ):
        assert not {"start", "line"} & piece.keys()


@pytest.mark.parametrize("data", [b"", b"{}", b'{"facts": {}}', b'{"facts": null}', b"\xff"])
def test_what_was_not_encoded_here_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        decoded(data)
