"""A text on its way from source to normalised form, every change to it written down as an `Edit`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from duizhao.model import Edit

Replacement = tuple[int, int, str]  # start, end (characters of the current text, half-open), what stands there instead
BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"  # each ends a line of text, whatever system wrote it
_LINE = re.compile(f"[^{BREAKS}]+")
_LINE_END = re.compile("\r\n?|\n")  # what editors count lines by


@dataclass(frozen=True)
class Draft:
    """A source text and the edits made to it so far: sorted, not overlapping, in characters of the source.

    `first_line` is the line of the file that the text starts in, where it is a stretch of a longer one.
    """

    source: str
    edits: tuple[Edit, ...] = ()
    first_line: int = 1

    @cached_property
    def text(self) -> str:
        """The text with all edits made."""
        pieces: list[str] = []
        at = 0
        for edit in self.edits:
            pieces += (self.source[at : edit.start], edit.after)
            at = edit.end
        pieces.append(self.source[at:])
        return "".join(pieces)

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Of each edit, where its `after` stands in the current text."""
        spans, shift = [], 0
        for edit in self.edits:
            start = edit.start + shift
            spans.append((start, start + len(edit.after)))
            shift += len(edit.after) - (edit.end - edit.start)
        return spans

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self._spans]

    @cached_property
    def _line_ends(self) -> list[int]:
        """Where the lines of the source end: behind their line ends."""
        return [match.end() for match in _LINE_END.finditer(self.source)]

    @cached_property
    def lines(self) -> tuple[tuple[int, str, int], ...]:
        """The lines with something on them: where each starts, its text without blanks around it, its source line."""
        found = []
        for match in _LINE.finditer(self.text):
            if stripped := match[0].strip():
                start = match.start() + match[0].index(stripped)
                found.append((start, stripped, self.line(start)))
        return tuple(found)

    def source_offset(self, position: int) -> int:
        """The source character that stands at `position` of the current text (of changed text: its edit's start)."""
        count = bisect_right(self._ends, position)
        if count < len(self.edits) and self._spans[count][0] <= position:
            return self.edits[count].start
        if count == 0:
            return position
        return self.edits[count - 1].end + position - self._spans[count - 1][1]

    def line(self, position: int) -> int:
        """The line of the source, counted from 1, that the character at `position` of the current text stands in."""
        return bisect_right(self._line_ends, self.source_offset(position)) + self.first_line

    def then(self, rule: str, replacements: Iterable[Replacement]) -> Draft:
        """This draft with `replacements` made in its text, sorted and not overlapping, all by `rule`.

        Where one falls on text that an earlier edit left, the two become one edit named after both rules.
        """
        changes = [change for change in replacements if self.text[change[0] : change[1]] != change[2]]
        if not changes:
            return self
        edits: list[Edit] = []
        next_edit, at = 0, 0
        while at < len(changes):
            first, last = changes[at][0], changes[at][1]
            while next_edit < len(self.edits) and self._ends[next_edit] <= first:
                edits.append(self.edits[next_edit])
                next_edit += 1
            touched, joined = next_edit, at + 1
            while True:  # grow over every edit and every change that overlaps what is covered so far
                if touched < len(self.edits) and self._overlaps(touched, first, last):
                    first, last = min(first, self._spans[touched][0]), max(last, self._spans[touched][1])
                    touched += 1
                elif joined < len(changes) and changes[joined][0] < last:
                    last = max(last, changes[joined][1])
                    joined += 1
                else:
                    break
            edits.append(self._merged(rule, first, last, self.edits[next_edit:touched], changes[at:joined], next_edit))
            next_edit, at = touched, joined
        edits.extend(self.edits[next_edit:])
        return Draft(self.source, tuple(edits), self.first_line)

    def _overlaps(self, index: int, first: int, last: int) -> bool:
        start, end = self._spans[index]
        return first < end and start < last

    def _merged(
        self,
        rule: str,
        first: int,
        last: int,
        earlier: Sequence[Edit],
        changes: Sequence[Replacement],
        count: int,
    ) -> Edit:
        """One edit for the current text's [first, last), `count` edits standing before it."""
        before_shift = self.edits[count - 1].end - self._spans[count - 1][1] if count else 0
        through = count + len(earlier)
        after_shift = self.edits[through - 1].end - self._spans[through - 1][1] if through else 0
        start, end = first + before_shift, last + after_shift
        pieces: list[str] = []
        at = first
        for change_start, change_end, after in changes:
            pieces += (self.text[at:change_start], after)
            at = change_end
        pieces.append(self.text[at:last])
        rules = dict.fromkeys([*(name for edit in earlier for name in edit.rule.split("+")), rule])
        return Edit("+".join(rules), start, end, self.source[start:end], "".join(pieces))


def restore(text: str, edits: Sequence[Edit], start: int = 0) -> str:
    """The source text again, from the normalised text and its edits: what invariant 1 promises.

    `start` is where that source text starts in what the edits count their offsets in.
    """
    pieces: list[str] = []
    at, shift = 0, -start
    for edit in edits:
        start = edit.start + shift
        pieces += (text[at:start], edit.before)
        at = start + len(edit.after)
        shift += len(edit.after) - (edit.end - edit.start)
    pieces.append(text[at:])
    return "".join(pieces)
