"""A source and what is done to it in, the text and its edits out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.model import Edit
from duizhao.normalise.draft import Draft, Replacement, restore


def test_a_draft_starts_as_its_source() -> None:
    assert (Draft("甲乙").text, Draft("甲乙").edits) == ("甲乙", ())


def test_edits_count_in_the_source() -> None:
    draft = Draft("甲 乙,丙").then("space", [(1, 2, "")]).then("comma", [(2, 3, "，")])
    assert draft.text == "甲乙，丙"
    assert draft.edits == (Edit("space", 1, 2, " ", ""), Edit("comma", 3, 4, ",", "，"))


def test_an_edit_of_an_edit_becomes_one() -> None:
    draft = Draft("**甲**").then("strong", [(0, 5, "甲")]).then("word", [(0, 1, "乙丙")])
    assert draft.edits == (Edit("strong+word", 0, 5, "**甲**", "乙丙"),)


def test_one_change_may_swallow_several_edits() -> None:
    draft = Draft("a b c").then("space", [(1, 2, ""), (3, 4, "")]).then("whole", [(0, 3, "x")])
    assert draft.edits == (Edit("space+whole", 0, 5, "a b c", "x"),)


def test_a_rule_that_touches_its_own_edit_is_named_once() -> None:
    assert Draft("aa").then("r", [(0, 2, "b")]).then("r", [(0, 1, "c")]).edits == (Edit("r", 0, 2, "aa", "c"),)


def test_what_changes_nothing_is_no_edit() -> None:
    draft = Draft("甲乙")
    assert draft.then("none", [(0, 1, "甲")]) is draft


@pytest.mark.parametrize(
    ("position", "offset"),
    [(0, 0), (1, 1), (2, 4), (3, 5)],  # 甲【--】乙丙丁: 乙 is inside the edit, 丙 stands right after it
)
def test_source_offset(position: int, offset: int) -> None:
    draft = Draft("甲--乙丙丁").then("dash", [(1, 4, "乙")])
    assert draft.text == "甲乙丙丁"
    assert draft.source_offset(position) == offset


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_in_the_source_whatever_ends_them(end: str) -> None:
    draft = Draft(end.join(["甲", "乙", "", " 丙"]))
    assert [(text, line) for _, text, line in draft.lines] == [("甲", 1), ("乙", 2), ("丙", 4)]
    joined = draft.then("join", [(1, 1 + len(end), "")])
    assert [(start, text, line) for start, text, line in joined.lines][:1] == [(0, "甲乙", 1)]
    assert joined.line(joined.text.index("丙")) == 4


def test_other_breaks_part_lines_of_text_but_are_not_counted() -> None:
    assert [(text, line) for _, text, line in Draft("甲\u2028乙\x0b丙\n丁").lines] == [
        ("甲", 1),
        ("乙", 1),
        ("丙", 1),
        ("丁", 2),
    ]


@st.composite
def _replacements(draw: st.DrawFn, length: int) -> list[Replacement]:
    """Sorted and not overlapping."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    pieces = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False) if start < end]
    return [(start, end, draw(st.text(alphabet="甲乙 \n\r", max_size=3))) for start, end in pieces]


@given(data=st.data(), source=st.text(alphabet="一二三 \n\r", max_size=20))
def test_any_stack_of_replacements_can_be_undone(data: st.DataObject, source: str) -> None:
    draft = Draft(source)
    for step in range(data.draw(st.integers(0, 5))):
        text, changes = draft.text, data.draw(_replacements(len(draft.text)))
        draft = draft.then(f"r{step}", changes)
        for start, end, after in reversed(changes):
            text = text[:start] + after + text[end:]
        assert draft.text == text
    assert restore(draft.text, draft.edits) == source
    assert all(source[edit.start : edit.end] == edit.before for edit in draft.edits)
    assert all(one.end <= other.start for one, other in zip(draft.edits, draft.edits[1:], strict=False))
    for position in range(len(draft.text)):
        offset = draft.source_offset(position)
        assert 0 <= offset <= len(source)
        if not any(edit.start <= offset < edit.end for edit in draft.edits) and offset < len(source):
            assert source[offset] == draft.text[position]
