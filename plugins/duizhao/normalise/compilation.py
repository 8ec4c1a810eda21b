"""Several documents in one file: where each starts, by the marks that compilers put (篇一：, 【第二篇】, 之一：)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duizhao.normalise.alignment import Piece
from duizhao.normalise.draft import BREAKS
from duizhao.normalise.matter import KIND_END
from duizhao.normalise.numbering import CHINESE_NUMBER, ordinal

LEAST = 60  # visible characters of a document; a table of contents has fewer between its marks
HEADING = 4  # lines before the first mark in which a compilation says what of it is
OWN = 300  # visible characters before the first mark from which they are a document of their own
_LINE = re.compile(f"[^{BREAKS}]+")
_LINE_END = re.compile("\r\n?|\n")
_NUMBER = rf"{CHINESE_NUMBER}|\d{{1,2}}"
_MARK = re.compile(
    rf"[\s#*]{{0,12}}(?P<mark>[【\[（(〔]?(?P<style>第(?={CHINESE_NUMBER}篇)|篇|范文|例文|之(?={CHINESE_NUMBER}[：:】\]）)〕]))(?P<number>{_NUMBER})篇?"
    r"(?P<end>[】\]）)〕][：:、.．]?|[：:、.．]|(?=[\s*])|$))[\s*]{0,8}(?P<title>[^。；]{0,80}?)[\s*]{0,8}"
)
_PAPER = re.compile("(?:发言稿?|讲话稿?|提纲|材料|报告|体会|心得|方案|总结|意见|主持词)$")
_FIRST_HEADING = re.compile(r"[\s#*]{0,12}(?:一[、.．]|[（(]一[）)]|1[、.．])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch `[start, end)` of a source that holds one document.

    Its text starts at `first`: what stands before is the compilation's own heading. `mark_end`: where its mark ends and
    its title follows in the same line. `line`: of `start`, counted from 1. `heading`: the lines that open the
    compilation.
    """

    start: int
    end: int
    line: int = 1
    first: int = 0
    mark_end: int | None = None
    heading: tuple[Piece, ...] = ()


def stretches(text: str) -> list[Stretch]:
    """The documents in a decoded source: one, unless marks of a compilation stand before two or more."""
    for run in _runs(text):
        if len(run) > 1 and _is_compilation(text, run):
            return _cut(text, run)
    return [Stretch(0, len(text))]


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Marks of one style that count from one, each run in reading order."""
    if not any(word in text for word in ("篇", "范文", "例文", "之一")):
        return
    runs: dict[str, list[re.Match[str]]] = {}
    for line in _LINE.finditer(text):
        if line.end() - line.start() > 120 or not (mark := _MARK.fullmatch(text, line.start(), line.end())):
            continue
        style, number = mark["style"], ordinal(mark["number"])
        if number == 1 and style in runs:
            yield runs.pop(style)
        if number == len(runs.setdefault(style, [])) + 1:
            runs[style].append(mark)
    yield from runs.values()


def _is_compilation(text: str, run: Sequence[re.Match[str]]) -> bool:
    """Each is long enough for a document, and most say that they are one: a title, or numbering of their own."""
    ends = [*(mark.start() for mark in run[1:]), len(text)]
    bodies = [text[mark.end() : end] for mark, end in zip(run, ends, strict=True)]
    if any(_visible(body) < LEAST for body in bodies):
        return False
    if run[0]["style"] == "之" and not all(_PAPER.search(mark["title"]) for mark in run):
        return False  # 之一：学习上掉了队 is a heading
    titled = sum(_is_titled(mark["title"], body) for mark, body in zip(run, bodies, strict=True))
    restarted = sum(any(map(_FIRST_HEADING.match, _LINE.findall(body))) for body in bodies)
    untitled = not any(mark["title"] for mark in run)
    return titled * 2 > len(run) or (untitled and restarted == len(run))


def _is_titled(title: str, body: str) -> bool:
    lines = [line.strip() for line in (title, *_LINE.findall(body[:400])) if line.strip()]
    return any(len(line) <= 60 and KIND_END.search(line) for line in lines[:3])


def _cut(text: str, run: Sequence[re.Match[str]]) -> list[Stretch]:
    starts = [mark.start() for mark in run]
    has_own = _visible(text[: starts[0]]) >= OWN
    heading = _heading(text[: starts[0]])
    found = []
    if has_own:
        found.append(Stretch(0, starts[0]))
    for at, mark in enumerate(run):
        start = 0 if at == 0 and not has_own else starts[at]
        end = starts[at + 1] if at + 1 < len(run) else len(text)
        line = sum(1 for _ in _LINE_END.finditer(text, 0, start)) + 1
        title = mark.start("title") if mark["title"] else None
        found.append(Stretch(start, end, line, starts[at], title, heading))
    return found


def _heading(text: str) -> tuple[Piece, ...]:
    lines = enumerate(_LINE_END.split(text), 1)
    return tuple(Piece(line.strip(" \t\u3000#*"), at) for at, line in lines if line.strip())[:HEADING]


def _visible(text: str) -> int:
    return len("".join(text.split()))
