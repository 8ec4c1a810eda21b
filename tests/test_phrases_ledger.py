"""The owner's phrasebook after mining: what people wrote is there to the letter, what mining wrote is renewed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import ConfigError
from duizhao.phrases.ledger import candidate_rows, merged
from duizhao.phrases.mining import Candidate
from duizhao.phrases.table import read_rows

HEADER = "head\tkind\tvariants\tstatus\tnote\n"


def found(*heads: str, documents: int = 5) -> list[Candidate]:
    return [Candidate(head, (), 9, documents, 7, 1.5, 2.0) for head in heads]


def written(text: str, *heads: str, documents: int = 5) -> str:
    return merged(text, candidate_rows(found(*heads, documents=documents)), "phrasebook.tsv")


def test_a_first_run_writes_the_table() -> None:
    text = written("", "督促检查少")
    assert text == HEADER + "督促检查少\t套语\t\tcandidate\t5 篇 9 处，独立 7；左 1.5 右 2.0\n"
    assert read_rows(text, "phrasebook.tsv")[0].status == "candidate"


def test_evidence_is_renewed_in_its_place() -> None:
    text = written(written("", "督促检查少", "办法不多"), "办法不多", "督促检查少", documents=6)
    assert [line[:8] for line in text.splitlines()[1:]] == ["督促检查少\t套语", "办法不多\t套语\t"]
    assert "5 篇" not in text


def test_a_candidate_no_longer_found_goes() -> None:
    assert written(written("", "督促检查少", "办法不多"), "办法不多") == written("", "办法不多")


def test_a_line_without_an_end_gets_one() -> None:
    assert written(HEADER + "马上就办\t套语", "办法不多").startswith(HEADER + "马上就办\t套语\n办法不多\t")


def test_line_ends_are_those_of_the_file() -> None:
    assert "\n" not in written(HEADER.replace("\n", "\r\n"), "办法不多").replace("\r\n", "")


def test_a_bad_row_is_refused() -> None:
    with pytest.raises(ConfigError, match="不认识的状态"):
        written(HEADER + "马上就办\t套语\t\t也许\n", "办法不多")


own_lines = st.lists(
    st.sampled_from(
        [
            "# 备忘\t不动\t\tcandidate",
            "",
            "   ",
            "马上就办\t套语",
            "真抓实干 \t 提法\t\taccepted\t 两头有空格 ",
            "蜻蜓点水\t成语\t\trejected",
            "一抓到底\t套语\t抓到底|一抓 到底\t\t自己加的",
        ]
    ),
    unique=True,
)
HEADS = ("督促检查少", "办法不多", "学得不深", "理论学习不够深入")
runs = st.lists(st.lists(st.sampled_from(HEADS), unique=True), min_size=1, max_size=4)


@given(own_lines, st.sampled_from(["\n", "\r\n"]), runs)
def test_what_people_wrote_survives_every_run(lines: list[str], end: str, runs: list[list[str]]) -> None:
    text = HEADER.replace("\n", end) + "".join(line + end for line in lines)
    for heads in runs:
        text = written(text, *heads)
        left = [line for line in text.split(end)[1:-1] if "\tcandidate\t" not in line or line.startswith("#")]
        assert left == lines
        assert {row.head for row in read_rows(text, "t") if row.status == "candidate"} == set(heads)
