"""Whether a run of characters starts and ends where words do.

A segmenter never decides what is matched in text. Here it only judges a candidate: a run that cuts through words at
its edges in most of its places is a fragment, and one that starts or ends in a word that leans on a neighbour (的, 和)
is not complete.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, Final

WHOLE: Final = 0.6  # share of the places looked at where no word is cut


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# a wording is not complete that starts or ends with one of these: what they belong to stands outside
_NEVER_FIRST: Final = _words("""
    的 地 得 了 着 过 和 与 及 以及 或 或者 等 之 者 们 而 而且 并 并且 但 但是 又 也 都 还 就 则 却 才 所 所以 因为
    由于 是 在 于 被 让 使 将 中 上 下 内 外 里 后 前 时 间 年 月 日 个 名 次 项 条 款 份 篇 件 期 为了 通过 根据
    按照 这 那 该 其 他 她 它 我 我们 你 自己 本人 此 某 某些 一些 有些 有的 有时 比如 例如 如 同时 另外 此外 特别是
    尤其是 然而 从而 进而 因此 一 一个 一种 一名 各 每 几 多次 对于 关于 至 到 向 跟 给 由 且 虽然 虽 即 又是 就是
    也是 都是 而是 不是 只是 以来 方面 时候 的话 等等 一方面 另一方面 会 能 可 可以 要 想 去 来 说 做 看 上的 中的
    平时 今年 去年 近年来 去年以来 今年以来 上半年 下半年 所在 乃至 甚至 以 并未 未能 确实 当前 目前 如何 怎样 怎么
    什么 更 最 较 很 太 十分 比较 非常
""")
_NEVER_LAST: Final = _words("""
    的 地 得 着 了 过 和 与 及 以及 或 或者 而 而且 并 并且 但 但是 又 也 都 还 就 则 却 才 所 是 在 于 被 让 使 将
    把 对 为 以 从 向 到 至 由 给 跟 等 之 其 这 那 该 他 我 我们 你 此 某 一 一个 一些 一种 一次 几 各 每 不 不够
    没 没有 未 未能 有 有所 有关 无 很 较 更 最 太 十分 非常 比较 进一步 不断 切实 认真 积极 主动 全面 深入 深刻
    严格 坚决 充分 牢固 始终 能 会 可 可以 要 想 应 需 需要 必须 作为 成为 进行 存在 开展 推进 落实 加强 提高 提升
    增强 强化 坚持 做到 按照 根据 通过 围绕 结合 对照 针对 关于 对于 由于 因为 为了 个 名 次 项 条 款 份 篇 件 年 月
    日 届 第 特别 尤其 同时 方面 中 上 下 内 外 里 后 前 时 时候 的话 再 来 去 真正 完全 及时 带头 自觉 如何 怎样
    直接 主要 其他 各项 各类 各种 相关 某些 自己 本人 全 全县 全市 全区 县 市 区 局 县委 市委 区委 党组 党委 会上
    形势下 条件下 背景下 过程中 工作中 生活中 以来 多年 来看 来说 起来 而言 认为 只要 性 化 级 类 型 开好 召开
    关于开好 参加 觉得 以为 总 总是 往往 容易 缺乏 缺少 具有 促进 推动 达到 形成 发挥 接受 得到 受到 重 轻 多 只 仅
    习近平 中国 坚定 把握 贯彻 执行 履行 落到 抓 抓好 发展 维护 完成 实现 确保 保证 防止 避免 重大 重要 突出 基本 新
    大 高 十九 二十 十八
""")
# … which may well end one, where what stands before is their object or subject
_CLOSING: Final = _words(
    "落实 加强 提高 提升 增强 强化 深入 认真 主动 及时 自觉 不够 推进 执行 发展 完成 实现 突出 多 高 大"
)

# … after one of these comes more than a word, unless a verdict ends it (对政策理解不够, 没有落到实处)
_WANTING: Final = _words("没有 对 认为 为 给 向 从 以 把 使得 导致 造成 存在着")
_VERDICT: Final = re.compile(
    "[^不](?:不[够深实透强高严紧细到力足全准勤]|[少差弱松低空虚]|实处|到位|够|起来|进去|前面|肩上|心上|第一位|首位)[^不]?$|^.{6,}$"
)


def is_whole(words: str, contexts: Iterable[tuple[str, int]]) -> bool:
    """Whether `words` is a wording by its edges.

    Args:
        words: the run, quotation marks left out.
        contexts: clauses it stands in, each with the place in it where the run starts.
    """
    seen = cut = 0
    first: list[str] = []
    last: list[str] = []
    for clause, start in contexts:
        tokens = _tokens(clause)
        ends = list(accumulate(map(len, tokens)))
        begins = [0, *ends[:-1]]
        end = start + len(words)
        seen += 1
        if start not in begins or end not in ends:
            cut += 1
            continue
        first.append(tokens[begins.index(start)])
        last.append(tokens[ends.index(end)])
    if not first or len(first) < WHOLE * seen:
        return False
    if _leans(first, _NEVER_FIRST) or _leans(last, _NEVER_LAST - _CLOSING):
        return False
    return not (_leans(first, _WANTING) and not _VERDICT.search(words))


def _leans(tokens: list[str], barred: frozenset[str]) -> bool:
    return sum(token in barred for token in tokens) * 2 > len(tokens)


@lru_cache(maxsize=1 << 15)
def _tokens(clause: str) -> tuple[str, ...]:
    return tuple(_segmenter().cut(clause))


@cache
def _segmenter() -> Any:  # jieba has no types
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its source has escapes that newer Pythons warn of
        import jieba

    jieba.setLogLevel(logging.ERROR)
    return jieba.Tokenizer()
