"""Damage that real files come with, done to a text at random but the same every time for one seed."""

from __future__ import annotations

from random import Random

SNIPPETS = (
    *(
        "**",
        "*",
        "__",
        "# ",
        "<b>",
        "</p>",
        "&nbsp;",
        "&lt;",
        "{{ x }}",
        "---",
        "[1] ",
        '"',
        "“",
        "”",
        "(",
        ")",
        "（",
        "）",
    ),
    *(
        "一是",
        "二是",
        "是一",
        "一、",
        "（一）",
        "(1)",
        "1.",
        "①",
        "7.1 ",
        "IV.",
        "A. ",
        "第一，",
        "首先，",
        "方面",
        "问题",
    ),
    *(
        "\n",
        "\r\n",
        "\r",
        "\v",
        "\f",
        "\x85",
        "\u2028",
        "\x00",
        "\x07",
        "\u200b",
        "\ufeff",
        "\u200d",
        "😀",
        " ",
        "\t",
        "\u3000\u3000",
    ),
    *(
        "。",
        "：",
        "；",
        "，",
        ",",
        ".",
        "!",
        "1,000",
        "10:30",
        "XX",
        "20xx年",
        "2021 年",
        "２０２１",
        "Ａ",
        "mzshh",
        "\ufffd",
    ),
    *("附件：", "注：甲", "来源：某网", "打印 关闭窗口", "第1页 共3页", "同志们：", "2022年1月1日", "序号\t问题\n"),
    *(
        "篇一：",
        "\n第二篇：材料\n",
        "【篇一】",
        "**学习",
        "X中X会",
        "（zì）",
        "【更多范文请关注公众号】",
        "理1论",
        "\n2\n",
        "學習",
        "| 甲 | 乙 |\n",
    ),
    *("其次，", "，一是", "存在问题\n", "对照党章\n", "壹、"),
    "以上报告，请批评指正。",
)
LINE_ENDS = ("\r\n", "\r", "\n\n", "\u2028", "")


def damaged(text: str, seed: int) -> str:
    """`text` with up to a dozen accidents: cuts, insertions, doubled and swapped lines, other line ends."""
    random = Random(seed)
    for _ in range(random.randint(1, 12)):
        text = random.choice((_cut, _insert, _wrap, _double, _swap, _other_line_ends, _keep_a_piece))(text, random)
    return text


def _span(text: str, random: Random) -> tuple[int, int]:
    start = random.randrange(len(text) + 1)
    return start, min(len(text), start + random.randrange(1, random.choice((3, 30, 400))))


def _cut(text: str, random: Random) -> str:
    start, end = _span(text, random)
    return text[:start] + text[end:]


def _insert(text: str, random: Random) -> str:
    start, _ = _span(text, random)
    return text[:start] + random.choice(SNIPPETS) * random.choice((1, 1, 2, 5)) + text[start:]


def _wrap(text: str, random: Random) -> str:
    start, end = _span(text, random)
    return text[:start] + random.choice(SNIPPETS) + text[start:end] + random.choice(SNIPPETS) + text[end:]


def _double(text: str, random: Random) -> str:
    lines = text.split("\n")
    lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
    return "\n".join(lines)


def _swap(text: str, random: Random) -> str:
    lines = text.split("\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _other_line_ends(text: str, random: Random) -> str:
    return text.replace("\n", random.choice(LINE_ENDS), random.choice((-1, 1, 5)))


def _keep_a_piece(text: str, random: Random) -> str:
    start = random.randrange(len(text) + 1)
    return random.choice((text, text[:start], text[start:]))
