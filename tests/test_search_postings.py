from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.fold import fold_text
from duizhao.search.postings import CHAR_BITS, Postings, encode, gather, merge
from indexes import numbers

texts_of_few_characters = st.lists(st.text(alphabet="党性Ａa \0“😀\ud800\ufffd\U0010ffff", max_size=12), max_size=30)


def text_of(gram: int) -> str:
    first, second = divmod(gram, 1 << CHAR_BITS)
    return (chr(first - 1) if first else "") + chr(second)


def lists(postings: Postings) -> dict[str, list[int]]:
    """The list of each gram."""
    passages = postings.passages.tolist()
    found, at = {}, 0
    for gram, count in zip(postings.grams.tolist(), postings.counts.tolist(), strict=True):
        found[text_of(gram)] = passages[at : at + count]
        at += count
    assert at == len(passages)
    return found


def expected(texts: list[str], first: int = 0) -> dict[str, list[int]]:
    """The same by plain loops."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(map(fold_text, texts), first):
        for size in (1, 2):
            for start in range(len(text) - size + 1):
                found[text[start : start + size]].add(number)
    return {gram: sorted(passages) for gram, passages in found.items()}


@given(texts_of_few_characters, st.integers(0, 2**31))
def test_lists_are_those_of_plain_loops(texts: list[str], first: int) -> None:
    assert lists(gather(texts, first)) == expected(texts, first)


@given(texts_of_few_characters)
def test_grams_rise_by_length_then_code_point(texts: list[str]) -> None:
    grams = list(lists(gather(texts, 0)))
    assert grams == sorted(set(grams), key=lambda gram: (len(gram), gram))


@given(st.lists(texts_of_few_characters, min_size=1, max_size=4))
def test_the_lists_of_all_are_those_of_the_parts_merged(parts: list[list[str]]) -> None:
    texts = [text for part in parts for text in part]
    firsts = [sum(map(len, parts[:place])) for place in range(len(parts))]
    merged = merge([gather(part, first) for part, first in zip(parts, firsts, strict=True)])
    assert lists(merged) == expected(texts)
    assert list(lists(merged)) == list(lists(gather(texts, 0)))


@given(texts_of_few_characters)
def test_codes_are_gaps(texts: list[str]) -> None:
    postings = gather(texts, 0)
    codes, sizes = encode(postings)
    at = 0
    for passages, size in zip(lists(postings).values(), sizes.tolist(), strict=True):
        assert numbers(codes[at : at + size].decode("ascii")) == passages
        at += size
    assert at == len(codes)
