"""Exact search in Chinese text from static files: the index writer, and `client/`, the browser side that reads it."""

from pathlib import Path

# In the order a page must load them; `search.css` beside them is the one stylesheet.
CLIENT_SCRIPTS: tuple[str, ...] = (
    "codec.js",
    "variants.js",
    "fold.js",
    "readings.js",
    "query.js",
    "shards.js",
    "lists.js",
    "candidates.js",
    "catalogue.js",
    "facets.js",
    "order.js",
    "engine.js",
    "suggest.js",
    "loose.js",
    "view.js",
    "header.js",
    "page.js",
    "highlight.js",
)


def client_dir() -> Path:
    """The folder with the client's scripts and stylesheet, which a site serves at `assets/duizhao/`."""
    return Path(__file__).parent / "client"
