"""The development server: builds, serves, watches, builds again, and keeps the open pages up to date.

One direction here too: `watch` sees a change, `loop` builds, `news` says how it went, `server` tells the pages, and
`client.js` in each page reloads it or shows what is wrong. Nothing here knows MkDocs or prints.
"""

from __future__ import annotations

from duizhao.serving.layout import Layout
from duizhao.serving.loop import Outcome, serve
from duizhao.serving.server import parse_address

__all__ = ["Layout", "Outcome", "parse_address", "serve"]
