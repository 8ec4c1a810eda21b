"""Exact search in Chinese text from static files: the index writer, and `client/`, the browser side that reads it."""

import re
from pathlib import Path

# What every page loads, in this order; `search.css` beside them is the one stylesheet.
CLIENT_SCRIPTS: tuple[str, ...] = (
    "codec.js",
    "packing.js",
    "shards.js",
    "fold.js",
    "readings.js",
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
    "words.js",
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
    "highlight.js",
)

# All that the client is made of: what pages load, and what scripts load where they need it.
CLIENT_FILES: tuple[str, ...] = (*CLIENT_SCRIPTS, "variants.js", "vocabulary.js", "search.css")


def client_dir() -> Path:
    """The folder with the client's scripts and stylesheet."""
    return Path(__file__).parent / "client"


def served(name: str) -> bytes:
    """One of `CLIENT_FILES` as a site serves it at `assets/duizhao/`.

    Comments, a fifth of what would be sent, stay out of what every page loads. Their lines stay, empty, so that a line
    number in an error message is that of the source. No text of these scripts goes over the end of a line.
    """
    content = (client_dir() / name).read_bytes()
    return re.sub(rb"^[ \t]*//.*$", b"", content, flags=re.MULTILINE) if name in CLIENT_SCRIPTS else content
