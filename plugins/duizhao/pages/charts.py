"""Small charts as inline SVG: read without scripts, coloured by the style sheet, with every figure as text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from duizhao.pages import labels
from duizhao.pages.content import Html

_COLUMN, _HEIGHT, _LINE = 42, 64, 20  # units of the drawing
_NAME, _BAR, _FIGURE = 160, 150, 44
NAME_LENGTH = 11  # characters of a name beside its bar
Bars = Sequence[tuple[str, int]]


def columns(title: str, bars: Bars) -> Html:
    """Upright bars, for years."""
    top = max((count for _, count in bars), default=1) or 1
    drawn = "".join(
        f"<g><title>{escape(name)}：{count}</title>"
        f'<rect x="{at * _COLUMN + 8}" y="{16 + _HEIGHT - _size(count, top, _HEIGHT)}" width="{_COLUMN - 16}"'
        f' height="{_size(count, top, _HEIGHT)}"/>'
        f'<text x="{at * _COLUMN + _COLUMN // 2}" y="{10 + _HEIGHT - _size(count, top, _HEIGHT)}">{count}</text>'
        f'<text x="{at * _COLUMN + _COLUMN // 2}" y="{_HEIGHT + 32}">{escape(name)}</text></g>'
        for at, (name, count) in enumerate(bars)
    )
    return _figure(title, bars, len(bars) * _COLUMN, _HEIGHT + 40, drawn, "dz-chart--columns")


def rows(title: str, bars: Bars) -> Html:
    """Level bars, for names."""
    top = max((count for _, count in bars), default=1) or 1
    drawn = "".join(
        f"<g><title>{escape(name)}：{count}</title>"
        f'<text x="{_NAME - 8}" y="{at * _LINE + 14}">{escape(labels.clipped(name, NAME_LENGTH))}</text>'
        f'<rect x="{_NAME}" y="{at * _LINE + 5}" width="{_size(count, top, _BAR)}" height="10"/>'
        f'<text x="{_NAME + _size(count, top, _BAR) + 6}" y="{at * _LINE + 14}"'
        f' class="dz-chart__count">{count}</text></g>'
        for at, (name, count) in enumerate(bars)
    )
    return _figure(title, bars, _NAME + _BAR + _FIGURE, len(bars) * _LINE + 4, drawn, "dz-chart--rows")


def _figure(title: str, bars: Bars, width: int, height: int, drawn: str, style: str) -> Html:
    said = "；".join(f"{name} {count}" for name, count in bars)
    return Html(
        f'<figure class="dz-chart {style}"><figcaption>{escape(title)}</figcaption>'
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(f"{title}：{said}")}">{drawn}</svg></figure>'
    )


def _size(count: int, top: int, full: int) -> int:
    return max(1, round(count / top * full))
