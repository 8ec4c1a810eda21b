"""Exact search in Chinese text from static files: the index writer, and `client/`, the browser side that reads it."""

from pathlib import Path

from duizhao.lean import lean

# The parts of the one script that every page loads, in this order.
CLIENT_PARTS: tuple[str, ...] = (
    "codec.js",
    "packing.js",
    "shards.js",
    "fold.js",
    "readings.js",
    "words.js",
    "query.js",
    "segments.js",
    "lists.js",
    "candidates.js",
    "catalogue.js",
    "facets.js",
    "order.js",
    "texts.js",
    "engine.js",
    "suggest.js",
    "loose.js",
    "address.js",
    "view.js",
    "clipboard.js",
    "combobox.js",
    "header.js",
    "results.js",
    "filters.js",
    "advice.js",
    "keys.js",
    "frame.js",
    "display.js",
    "page.js",
)

# What every page loads; `search.css` is the one stylesheet.
CLIENT_SCRIPTS: tuple[str, ...] = ("search.js",)

# All that a site serves: what pages load, and what scripts load where they need it.
CLIENT_FILES: tuple[str, ...] = (*CLIENT_SCRIPTS, "highlight.js", "variants.js", "vocabulary.js", "search.css")

_TABLES = ("variants.js", "vocabulary.js")  # which come with their licences
_STRICT = b"'use strict';\n"


def client_dir() -> Path:
    """The folder with the client's scripts and stylesheet."""
    return Path(__file__).parent / "client"


def served(name: str) -> bytes:
    """One of `CLIENT_FILES` as a site serves it at `assets/duizhao/`.

    The parts of a script are one file: thirty requests less, and two thirds of the bytes once a host has compressed it.
    Comments and indents stay out, but for the name of each part, so that an error message leads to its source.
    """
    if name not in CLIENT_SCRIPTS:
        content = (client_dir() / name).read_bytes()
        return content if name in _TABLES else lean(name, content)
    parts = [_STRICT]
    for part in CLIENT_PARTS:
        content = lean(part, (client_dir() / part).read_bytes())
        parts.append(b"// %s\n%s\n" % (part.encode(), content.replace(_STRICT, b"", 1).strip()))
    return b"".join(parts)
