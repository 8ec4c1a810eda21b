"""Text cut into words, held against jieba itself with the same vocabulary."""

from __future__ import annotations

import random
import warnings
from pathlib import Path

import pytest

from duizhao.search.words import cut, has_words, vocabulary

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its source has escapes that newer Pythons warn of
    import jieba  # type: ignore[import-untyped]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    """jieba with the vocabulary that `words` has, to say which ways to cut there are."""
    known = vocabulary()
    path: Path = tmp_path_factory.mktemp("jieba") / "words.txt"
    path.write_text("\n".join(f"{word} 1" for word in known.weights), "utf-8")
    cutter = jieba.Tokenizer(str(path))
    cutter.tmp_dir = str(path.parent)
    cutter.initialize()
    return cutter


def test_each_way_to_cut_is_made_of_known_words_and_single_characters(tokenizer: jieba.Tokenizer) -> None:
    known = vocabulary()
    draw = random.Random(1)
    words = sorted(known.weights)
    for _ in range(300):
        text = "".join(draw.choices(words, k=draw.randint(1, 12)))
        found = list(known.cut(text))
        assert "".join(found) == text
        assert all(len(word) == 1 or word in known.weights for word in found)
        # no other way that jieba looks at is likelier
        ways = tokenizer.get_DAG(text)
        best = [0.0] * (len(text) + 1)
        for start in reversed(range(len(text))):
            ends = [end for end in ways[start] if text[start : end + 1] in known.weights] or [start]
            best[start] = max(known.weights.get(text[start : end + 1], known.rare) + best[end + 1] for end in ends)
        assert sum(known.weights.get(word, known.rare) for word in found) == pytest.approx(best[0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("理论学习抓得不够紧", ["理论", "学习", "抓", "得", "不够", "紧"]),
        ("理论学习，抓得不够。", ["理论", "学习", "抓", "得", "不够"]),
        ("理論學習", ["理论", "学习"]),
        ("2023年Ａ类 项目", ["2023", "年", "a", "类", "项目"]),
        ("a b", ["a", "b"]),
        ("龘龘", ["龘", "龘"]),
        ("𠮷野家", ["𠮷", "野", "家"]),
        ("。，", []),
        ("", []),
    ],
)
def test_cut(text: str, words: list[str]) -> None:
    assert cut(text) == words


def test_only_chinese_characters_are_cut() -> None:
    assert [has_words(text) for text in ("学", "學a", "々", "a1", "。", "")] == [True, True, True, False, False, False]
