"""Parts (引言 问题 原因 措施 结尾) and themes of sections and passages, read from headings and from words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from duizhao.normalise.everyday import heading_part, is_of_earlier, opening_parts
from duizhao.taxonomy import PARTS, UNSORTED, Taxonomy, mentions

ENOUGH = 4.0  # a word of two characters in the topic sentence, say; less is a lower score
THRESHOLD = 0.3  # a theme that no more speaks for is not shown; set on the labelled documents of tests/golden
LEAD_WEIGHT = 3.0  # a word of the topic sentence counts as much as three elsewhere
OPENING_WEIGHT = 6.0  # what a sentence opens with is mostly what it is about: 学习图轻松 is 学习
_PART_WORDS = re.compile(
    "(?:存在|突出|主要|具体)*的?(?:问题|不足|差距|原因|根源)|(?:整改|改进)?(?:措施|方向)|整改|改进|查摆|检视|对照检查|剖析|反思|自我批评"
)
_JOINED = re.compile("[及和与、，]")
_REPORTED = "情况"  # what a heading reports on and calls no part: 履行职责情况
_TAIL = 4  # characters that may follow what a report calls itself: 主要成效及做法
PARTS_OF_KINDS = {"整改方案": "措施", "批评意见": "问题"}  # all of such a document is that
_EXAMINED = re.compile("(?:对照|检视|查摆|自查|剖析|查找)(?:检查|剖析|检视|查摆)?情况$")  # what it found: 问题
_ASKED_WHERE = re.compile("哪里|哪儿|何处|何在|何来")
_ASPECT = re.compile("(?:方面|上)$|^在?(?:带头|对照|关于)")
_ASPECT_SAID = re.compile("([^，。；：！？]{2,24}方面)[。：]")
_FAULTS_ALONE = re.compile(
    "(?:存在|主要|突出|具体|自身|本人|个人|我|还有|方面|的|及|和|与|、|问题|不足|差距|短板|弱项|毛病|缺点|表现|检视|查摆|查找|自查|对照检查)+"
)
_OWN_PART = 14  # characters; below the top level only a heading this short names a part of its own
_PLAN_IDEA = re.compile("(?:思路|原则|目标|想法|考虑)$")
_PLAN_WORK = re.compile("(?:清单|事项|任务|措施|举措|台账|内容)$")  # what that stands before
_GUIDED = re.compile(  # by what a plan is led, before what is done
    "(?:坚持)?(?:以|按照|根据)[^。；]{2,60}(?:精神|思想|为(?:指导|指引|引领|遵循|统领|根本|契机|主线)|要求)|(?:深入|全面|认真)?(?:学习)?(?:贯彻|落实)[^。；]{2,60}(?:精神|思想)"
)
_ACTS_ON = re.compile(
    "^(?:着力|切实|坚决|进一步|认真|全面)?(?:解决|整改(?!措施|方向|打算|思路|举措|计划|目标)|聚焦|针对|破解|改进|纠正|克服|直面|坚持问题)"
)
_LEARNS = re.compile(  # 带着感情学, 钻进去学; no school, no science
    "(?<![大中小科文化数医上入教同开放哲法理工农史力美好办转留复休退补升])学(?:起来|下去|到底)?(?=[，：；、]|$)|"
    "(?<![朗宣解攻就借])读(?!不[起上])[^，。；读]{1,4}[书章篇页](?![记法])"  # 读整本的书, 每月读一章
)


_IN_WHAT = re.compile(  # 坚持学以致用，在对党忠诚上作表率: what stands there is what it is about
    "(?:^|(?<=[，、：；]))(?:着力|坚持|注重|始终)?在([^，。；：]{2,16}?)(?:方面|上)"
    "(?=[，、：]|$|[作做当走见求用聚发持争更再带狠还有存不出下])"
)


class Lexicon:
    """All words of a taxonomy's themes in one automaton."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        pairs = [(word, name) for name, listed in words.items() for word in listed]
        self._patterns = list(dict.fromkeys(word for word, _ in pairs))
        self._names: dict[int, list[str]] = defaultdict(list)
        index = {word: at for at, word in enumerate(self._patterns)}
        for word, name in pairs:
            self._names[index[word]].append(name)
        self._automaton = AhoCorasick(self._patterns)

    def scores(self, text: str) -> dict[str, float]:
        """Of each name, how strongly `text` speaks of it: longer words weigh more, and those it opens with most."""
        scores: dict[str, float] = defaultdict(float)
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            weight = (end - start - 1) * (1.0 + OPENING_WEIGHT / (1.0 + start / 2))
            for name in self._names[pattern]:
                scores[name] += weight
        return scores


@lru_cache(maxsize=4)
def _lexicons(taxonomy: Taxonomy) -> tuple[Lexicon, Lexicon, Lexicon]:
    return (
        Lexicon({theme.name: theme.heading for theme in taxonomy.themes}),
        Lexicon({theme.name: theme.words for theme in taxonomy.themes}),
        Lexicon(taxonomy.cues),
    )


@lru_cache(maxsize=4096)
def part_of_heading(heading: str, taxonomy: Taxonomy) -> str | None:
    """The part a top-level heading names. Of two parts joined by 及, 和, 与 the first: 问题及整改措施 is 问题."""
    first = next((part for piece in _JOINED.split(heading) if (part := _named_part(piece, taxonomy))), None)
    return first if _JOINED.search(heading) and first else _named_part(heading, taxonomy)


def names_part_alone(heading: str, taxonomy: Taxonomy) -> bool:
    """Whether a top-level heading names a part, whatever theme its words touch.

    A report (廉洁自律情况) names both, and so does 问题一：服务群众不主动.
    """
    return part_of_heading(heading.rpartition("：")[2], taxonomy) not in (None, "引言")


@lru_cache(maxsize=4096)
def own_part(heading: str, inherited: str | None, taxonomy: Taxonomy) -> str | None:
    """The part of a heading below the top level: inherited, unless it is short and its last words name another."""
    if inherited is None:
        return part_of_heading(heading, taxonomy)
    if len(heading) <= _OWN_PART and "，" not in heading and not _ACTS_ON.match(heading):
        named = _named_part(heading, taxonomy)
        words = next((row.words for row in taxonomy.parts if row.name == named), ())
        if named == "问题" and inherited in ("原因", "措施") and not _FAULTS_ALONE.fullmatch(heading):
            return inherited  # 能力不足 is a cause there
        if named and any(re.search(f"{re.escape(word)}(?:分析|剖析|情况|方面|的)?$", heading) for word in words):
            return named
    return inherited


def part_of_text(text: str, taxonomy: Taxonomy) -> str | None:
    """The part that a text without a telling heading reads like, or None."""
    scores = _lexicons(taxonomy)[2].scores(text)
    return max(scores, key=lambda name: (scores[name], name)) if scores else None


def _named_part(heading: str, taxonomy: Taxonomy) -> str | None:
    """The part whose word stands last: a Chinese noun phrase has its head at the end (需要整改的问题 are 问题)."""
    if said := heading_part(heading):
        return said
    found = [
        (end, len(word), row.name)
        for row in taxonomy.parts
        if not mentions(heading, row.unless)
        for word in row.words
        if word in heading and ((end := heading.rindex(word) + len(word)) >= len(heading) - _TAIL or row.name != "引言")
    ]
    if found:
        return max(found)[2]
    return "引言" if heading.endswith(_REPORTED) else None


def parts_of_sections(
    headings: Sequence[str],
    texts: Sequence[str],
    default: str | None,
    taxonomy: Taxonomy,
    *,
    turned: Collection[str] = (),
) -> list[str | None]:
    """The parts of a document's top sections, of whose text `texts` is all that stands below each heading.

    What a heading leaves open, the kind of document (`default`) says, else the words below, as far as the order of
    parts allows: before what is called 问题 only aspects are; what stands before 原因, and aspects before 措施 or
    before paragraphs that turn to them (`turned`), are 问题; the last one, after 问题 and 原因, is 措施. Else the part
    goes on. A report that calls itself nothing else (遵守纪律情况) is 问题 where it tells of faults or of what was
    looked for, and no other heading does.
    """
    told = [part_of_heading(heading, taxonomy) for heading in headings]
    is_list = any(map(_PLAN_WORK.search, headings[1:]))
    parts: list[str | None] = []
    for at, (heading, text) in enumerate(zip(headings, texts, strict=True)):
        part = told[at]
        if default and default in {_named_part(piece, taxonomy) for piece in _JOINED.split(heading)}:
            part = default  # 问题与措施 of a plan of remedies
        if default and not at and _PLAN_IDEA.search(heading) and (_GUIDED.match(text) or is_list):
            part = "引言"  # 整改思路：以 … 精神为指引
        previous = parts[-1] if parts else None
        if part == "引言" and "问题" not in told and _is_bare_report(heading, taxonomy):
            part = "问题" if _EXAMINED.search(heading) or part_of_text(text, taxonomy) == "问题" else part
        if part in (None, "问题") and _is_between(told, at) and _ASKED_WHERE.search(heading):
            part = "原因"  # 差距是什么 / 差在哪里 / 怎么缩短
        if part is None:
            later = {*told[at + 1 :], *turned}
            is_aspect = bool(_ASPECT.search(heading))
            part = default or _of_words(text or heading, previous, taxonomy, turns=not is_aspect)
            if "问题" in later and (part != "问题" or not is_aspect):
                part = previous or "引言"
            elif "问题" not in told and ("原因" in later or ("措施" in later and is_aspect)):
                part = "问题"
            if at and at == len(told) - 1 and told[at - 1] == "原因" and "问题" in told and "措施" not in told:
                part = "措施" if not is_aspect else part  # what is left of the three
        parts.append(part or previous or default)
    return parts


def _is_between(told: Sequence[str | None], at: int) -> bool:
    """Whether a section stands between one called 问题 and one called 措施, and none is called 原因."""
    return "原因" not in told and 0 < at < len(told) - 1 and told[at - 1] == "问题" and told[at + 1] == "措施"


def _of_words(text: str, previous: str | None, taxonomy: Taxonomy, *, turns: bool) -> str | None:
    """The part that a section's words tell, where its heading leaves it open: what they turn to, else what they are.

    What has come to remedies does not go back.
    """
    if previous == "措施":
        return None
    turned = [PARTS.index(part) for part in (opening_parts(text) if turns else ())]
    return PARTS[max(turned)] if turned else part_of_text(text, taxonomy)


def _is_bare_report(heading: str, taxonomy: Taxonomy) -> bool:
    words = next((row.words for row in taxonomy.parts if row.name == "引言"), ())
    return heading.endswith(_REPORTED) and not is_of_earlier(heading) and not mentions(heading, words)


@lru_cache(maxsize=4096)
def theme_of_heading(heading: str, taxonomy: Taxonomy, *, names_only: bool = False) -> str | None:
    """The theme a heading names, else (unless `names_only`) the one its words speak of, or None.

    Words that name a part name no theme.
    """
    names, words, _ = _lexicons(taxonomy)
    heading = _PART_WORDS.sub("", heading)
    found = _theme_said(heading, taxonomy) or _best(names.scores(heading), taxonomy)
    return found if found or names_only else _best(words.scores(heading), taxonomy)


def theme_of_aspect(text: str, taxonomy: Taxonomy) -> str | None:
    """The theme of the aspect that a passage's text opens with (密切联系群众方面。…), by what names it, or None."""
    said = _ASPECT_SAID.match(text)
    return theme_of_heading(said[1], taxonomy, names_only=True) if said else None


def theme_of_passage(lead: str, text: str, taxonomy: Taxonomy) -> tuple[str, float]:
    """The theme a passage's own words speak of, its topic sentence most of all, and how much they do.

    The score is the theme's share of all that speaks of any, less where little does. Under `THRESHOLD`: 未分类.
    """
    names, words, _ = _lexicons(taxonomy)
    scores = words.scores(text)
    for found in (names.scores(lead), words.scores(lead)):
        for name, score in found.items():
            scores[name] = scores.get(name, 0.0) + LEAD_WEIGHT * score
    if _LEARNS.search(lead) and (learning := _theme_of_learning(taxonomy)):
        scores[learning] = scores.get(learning, 0.0) + ENOUGH
    if said := _theme_said(lead, taxonomy):
        scores[said] = max(scores.values()) + ENOUGH
    theme = _best(scores, taxonomy)
    if theme is None:
        return UNSORTED, 0.0
    score = round(scores[theme] / sum(scores.values()) * min(1.0, scores[theme] / ENOUGH), 2)
    return (theme, score) if score >= THRESHOLD else (UNSORTED, score)


def _theme_said(text: str, taxonomy: Taxonomy) -> str | None:
    """The theme of what stands in 在 … 上, 在 … 方面: by what names it, whatever means the text gives."""
    names = _lexicons(taxonomy)[0]
    scores: dict[str, float] = {}
    for match in _IN_WHAT.finditer(text):
        for name, score in names.scores(match[1]).items():
            scores[name] = scores.get(name, 0.0) + score
    return _best(scores, taxonomy)


def _theme_of_learning(taxonomy: Taxonomy) -> str | None:
    return next((theme.name for theme in taxonomy.themes if "学习" in theme.words), None)


def _best(scores: Mapping[str, float], taxonomy: Taxonomy) -> str | None:
    if not scores:
        return None
    most = max(scores.values())
    return next(theme.name for theme in taxonomy.themes if scores.get(theme.name) == most)
