"""A generated page as the theme's template takes it: title, headings, HTML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from duizhao.pages.content import Content
from duizhao.pages.html import to_html, toc
from duizhao.pages.markdown import escape


@dataclass(frozen=True, slots=True)
class Fragment:
    """What stands between the theme's header and footer."""

    uri: str  # of the page, ending in .md
    title: str  # HTML: themes print it without escaping
    hide: tuple[str, ...]
    toc: Sequence[dict[str, Any]]  # see `html.toc`
    html: str

    @classmethod
    def of(cls, content: Content) -> Fragment:
        """The fragment of a page."""
        return cls(content.uri, escape(content.title), content.hide, toc(content.blocks), to_html(content.blocks))

    @property
    def headings(self) -> Sequence[dict[str, Any]]:
        """The topmost headings below the page's own; a part of a page has none of its own."""
        top = list(self.toc)
        return top[0]["children"] if len(top) == 1 and top[0]["level"] == 1 else top

    def to_bytes(self) -> bytes:
        """As the store and the staging folder keep it."""
        return json.dumps(asdict(self), ensure_ascii=False).encode("utf-8", "replace")

    @classmethod
    def from_bytes(cls, data: bytes) -> Fragment:
        """What `to_bytes` made."""
        values = json.loads(data)
        return cls(**{**values, "hide": tuple(values["hide"])})
