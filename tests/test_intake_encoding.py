"""Bytes in, text and the name of the encoding out."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import SourceError
from duizhao.intake.encoding import decode

SENTENCES = (
    "一是读原著少、悟原理浅，停在读过、听过。",
    "（二）担当作为方面。面对矛盾有时\t“绕着走”，",
    "三、下步整改措施\r\n",
    "按照XX党委关于开好**专题mzshh的通知要求，20××年×月×日",
    "　　同志们：\n",
    "完成 2 项任务，占比98.5%；①②③《准则》——……",
    "带头敢于担责、勇于创新，不推不拖不绕。",
)
TRADITIONAL = "對照檢查材料：黨員領導幹部在學習貫徹方面存在問題，聯繫實際不夠緊密，擔當作為還有差距。"

texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=30).map("".join)


@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"]))
def test_text_comes_back_to_the_letter(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


@given(texts, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf_16_without_a_mark_is_told_by_its_zero_bytes(text: str, encoding: str) -> None:
    text = "2024年\n" + text
    assert decode(text.encode(encoding)) == (text, encoding)


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        decode(data)


@given(texts, st.data())
def test_a_cut_text_is_read_up_to_the_cut(text: str, data: st.DataObject) -> None:
    text = "对照检查材料　理论学习方面存在的主要问题\n" + text
    encoded = text.encode()
    cut = data.draw(st.integers(min_value=60, max_value=len(encoded)))
    found, encoding = decode(encoded[:cut])
    assert encoding == "utf-8"
    assert text.startswith(found.rstrip("\ufffd"))


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"plain ASCII", "plain ASCII", "utf-8"),
        (b"", "", "utf-8"),
        (codecs.BOM_UTF16_BE + "对照".encode("utf-16-be"), "对照", "utf-16"),
        ("对照检查材料".encode("gb2312"), "对照检查材料", "gb18030"),
        ("\ufeff对照".encode("utf-8-sig"), "\ufeff对照", "utf-8-sig"),  # only the first mark is the encoding's
        ("袁".encode("gbk"), "袁", "gb18030"),  # also valid UTF-8, for a Cyrillic letter
        ("赵珏、李玥".encode("gbk"), "赵珏、李玥", "gb18030"),
        ("習近平、對照檢查".encode("gbk"), "習近平、對照檢查", "gb18030"),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5hkscs"),
        (TRADITIONAL.encode("gb18030"), TRADITIONAL, "gb18030"),
        (
            "a few “curly” quotes in a plain English text".encode("cp1252"),
            "a few “curly” quotes in a plain English text",
            "cp1252",
        ),
        ("对照\x01检查".encode(), "对照\x01检查", "utf-8"),  # a stray control character is no reason to refuse
        ("对照检查\x00材料，理论学习".encode(), "对照检查\x00材料，理论学习", "utf-8"),
    ],
)
def test_encodings(data: bytes, text: str, encoding: str) -> None:
    assert decode(data) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_damaged_byte_does_not_cost_the_document(encoding: str) -> None:
    text = "".join(SENTENCES) * 20
    data = text.encode(encoding)
    found, name = decode(data[:301] + b"\xff" + data[301:])
    assert name == encoding
    assert "\ufffd" in found
    assert len(found.replace("\ufffd", "")) > 0.98 * len(text)


@pytest.mark.parametrize(
    ("text", "actual", "declared", "encoding"),
    [
        ("对照检查", "gbk", "gb2312", "gb18030"),
        (TRADITIONAL, "big5", "Big5", "big5hkscs"),
        ("对照检查材料", "utf-8", "gb2312", "utf-8"),  # the claim is wrong
        ("对照检查", "gbk", "utf-8", "gb18030"),
        ("对照检查", "gbk", "no-such-encoding", "gb18030"),
        ("对照检查", "utf-8", "utf-16", "utf-8"),
        ("対照検査の材料、問題点の分析と改善の措置", "shift_jis", "Shift_JIS", "shift_jis"),
    ],
)
def test_a_declared_encoding_is_believed_where_it_holds(text: str, actual: str, declared: str, encoding: str) -> None:
    assert decode(text.encode(actual), declared) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bytes(range(256)) * 20, "二进制"),
        (b"\x00\x01\x02\x03" * 100, "二进制"),
        (bytes(range(0x80, 0x100)) * 20, "编码"),
        ("Обычный русский текст, написанный для проверки".encode("cp1251"), "编码"),
        ("\ue123\ue456对照".encode("gb18030") * 20, "编码"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 50, "编码|二进制"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        decode(data)
