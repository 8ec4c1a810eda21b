"""A text's paragraphs in, the parts they turn to out."""

from __future__ import annotations

import pytest

from documents import document


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (
            "一、工作作风方面\n（1）走得少。（2）问得少。\n究其原因，是心懒。\n今后我要多走。",
            ["问题", "问题", "原因", "措施"],
        ),
        ("一、工作作风方面\n走得少，有差距。\n二、努力方向\n今后我要多走。", ["问题", "措施"]),
        ("一、工作作风方面\n今后走得少不少，有差距。", ["问题"]),  # the first is the heading's
    ],
)
def test_the_last_section_turns_where_no_heading_does(body: str, parts: list[str]) -> None:
    assert [passage.part for passage in document(f"检视材料\n{body}").passages()] == parts


def test_sections_that_all_turn_have_causes_and_remedies_of_their_own() -> None:
    section = "走得少，有差距。\n原因是心懒，图省事。\n今后要多走，多问。"
    made = document(f"检视材料\n一、工作作风方面\n{section}\n二、理论学习方面\n{section}")
    assert [passage.part for passage in made.passages()] == ["问题"] * 6
