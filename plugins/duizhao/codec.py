"""Documents as JSON: the published form of `parse --json`, and the fuller one that the store keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import orjson

from duizhao.model import Document, Edit, Fact, Facts, Matter, Notice, Passage, Reading, Section

_INTERNAL = frozenset({"start", "line"})  # of sections, passages and matter: positions, not part of the published form


def published(document: Document) -> dict[str, Any]:
    """The form that `data/document.schema.json` describes."""
    data = asdict(document)
    data["preamble"] = [_without_positions(passage) for passage in data["preamble"]]
    data["sections"] = [_published_section(section) for section in data["sections"]]
    for matter in ("front", "back"):
        data[matter] = [_without_positions(piece) for piece in data[matter]]
    return data


def _published_section(section: Mapping[str, Any]) -> dict[str, Any]:
    data = _without_positions(section)
    data["passages"] = [_without_positions(passage) for passage in section["passages"]]
    data["sections"] = [_published_section(child) for child in section["sections"]]
    return data


def _without_positions(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in _INTERNAL}


def encoded(document: Document) -> bytes:
    """Everything a document holds, as JSON."""
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError:  # a lone surrogate
        return json.dumps(document, ensure_ascii=False, default=_fields).encode("utf-8", "surrogatepass")


def _fields(part: Any) -> dict[str, Any]:
    """A part of a document by the names of its fields: `asdict` without its copies, five times as fast."""
    return {name: getattr(part, name) for name in part.__slots__}


def decoded(json_bytes: bytes) -> Document:
    """The document that `encoded` made `json_bytes` from.

    Raises:
        ValueError, KeyError, TypeError: it made no such thing.
    """
    data = json.loads(json_bytes)
    return Document(
        **{
            **data,
            "facts": Facts(**{field.name: Fact(**data["facts"][field.name]) for field in fields(Facts)}),
            "front": tuple(Matter(**matter) for matter in data["front"]),
            "preamble": tuple(Passage(**passage) for passage in data["preamble"]),
            "sections": tuple(_section(section) for section in data["sections"]),
            "back": tuple(Matter(**matter) for matter in data["back"]),
            "edits": tuple(Edit(**edit) for edit in data["edits"]),
            "warnings": tuple(Notice(**notice) for notice in data["warnings"]),
            "readings": tuple(Reading(**reading) for reading in data["readings"]),
        }
    )


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        **{
            **data,
            "passages": tuple(Passage(**passage) for passage in data["passages"]),
            "sections": tuple(_section(section) for section in data["sections"]),
        }
    )
