"""Pages that stand outside the theme: they must not wait for it, or go where it is not."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path


def standalone(title: str, body: str, *, style: str = "") -> bytes:
    """A page around a body, which is HTML.

    Args:
        style: address of `report.css`; without one it is in the page itself, which then needs nothing else.
    """
    look = (
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{escape(style)}">'
        if style
        else f"<style>{report_style()}</style>"
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    barred = "" if style else f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">{barred}'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title>{look}</head>\n"
        f"<body><main>\n{body}\n</main></body></html>\n"
    ).encode("utf-8", "replace")


@cache
def report_style() -> str:
    """The style sheet of these pages."""
    return (Path(__file__).parent / "assets" / "report.css").read_text("utf-8")
