"""Text as an array of code points: the same fold, the same letters."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duizhao.search.codes import are_letters, codes_of, folded, text_of
from duizhao.search.fold import fold_text

texts = st.text(st.characters() | st.sampled_from("ＡÄß㏒　“”發裡\ud800\U00020000"))


@given(texts)
def test_the_fold_of_code_points_is_that_of_text(text: str) -> None:
    assert text_of(folded(codes_of(text))) == "".join(fold_text(char) or " " for char in text)


def test_letters_are_what_python_takes_for_them() -> None:
    everything = "".join(map(chr, range(0x110000)))
    assert are_letters(codes_of(everything)).tolist() == [char.isalnum() for char in everything]


def test_no_text_has_no_codes() -> None:
    assert codes_of("").size == are_letters(codes_of("")).size == 0
    assert text_of(np.zeros(0, np.uint32)) == ""
