"""An archive in which it is known who wrote what after whom: planted re-uses, and look-alikes made of formulae alone.

The documents are of sentences that the generator of archives coins for each alone; into some of them passages of others
are put, word for word or altered in one of the ways that people alter them. The look-alikes say what everybody says, in
words of this file, and not all of those words are in the program's list of formulae.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from make_corpus_words import fresh, word

DOCUMENTS = 160
EACH = 30  # re-uses of each kind
LOOKALIKES = 60  # passages made of formulae alone, each in `SPREAD` documents
SPREAD = 3
VERBATIM = "原样"

_HEADS = (
    "深入学习贯彻习近平新时代中国特色社会主义思想",
    "认真学习党的二十大精神",
    "全面贯彻落实党的二十大和二十届历次全会精神",
    "按照关于开好年度民主生活会的通知要求",
    "根据会议安排",
    "按照上级党组织的统一部署和要求",
    "坚持以习近平新时代中国特色社会主义思想为指导",
    "严格对照党章党规党纪",
    "紧扣会议主题",
    "结合思想和工作实际",
    "通过认真学习规定篇目",
    "在广泛征求意见、开展谈心谈话的基础上",
)
_MIDDLES = (
    "深刻领悟“两个确立”的决定性意义",
    "不断提高政治判断力、政治领悟力、政治执行力",
    "始终在思想上政治上行动上同党中央保持高度一致",
    "严守政治纪律和政治规矩",
    "做到“两个维护”，坚定“四个自信”",
    "严格落实中央八项规定及其实施细则精神",
    "坚持全面从严治党，认真履行“一岗双责”",
    "牢固树立正确的政绩观，践行以人民为中心的发展思想",
    "自觉用党的创新理论武装头脑、指导实践、推动工作",
    "始终保持忠诚干净担当的政治本色",
    "坚定理想信念，牢记初心使命",
    "对照中央八项规定精神和党纪党规要求",
    "认真查摆自身存在的突出问题，深刻剖析原因",
    "严肃认真开展批评和自我批评",
)
_ENDS = (
    "为全面建设社会主义现代化国家、全面推进中华民族伟大复兴作出新的贡献",
    "现将个人对照检查情况报告如下",
    "现将有关情况汇报如下，请同志们批评指正",
    "以上对照检查如有不妥之处，敬请各位领导和同志们批评指正",
    "努力做政治上的明白人、老实人",
    "切实把学习成果转化为推动工作的实际成效",
    "明确今后努力方向和整改措施",
    "以实际行动践行对党忠诚",
)
_SWAPS = (("不够", "不足"), ("有时", "时而"), ("往往", "常常"), ("没有", "未能"), ("逐项", "逐条"), ("做到", "力求"))


@dataclass(frozen=True)
class Reuse:
    """A passage put into `there` after one of `here`; both as (document, ordinal of the passage)."""

    kind: str
    here: tuple[int, int]
    there: tuple[int, int]


@dataclass
class Labelled:
    """The documents as texts of passages, what was planted, and which pairs of passages only look alike."""

    documents: list[list[str]]
    reuses: list[Reuse] = field(default_factory=list)
    lookalikes: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    @property
    def truth(self) -> set[frozenset[tuple[int, int]]]:
        """The pairs of passages of which one was written after the other, or both after a third."""
        partners: dict[tuple[int, int], set[tuple[int, int]]] = {}
        for reuse in self.reuses:
            partners.setdefault(reuse.here, {reuse.here}).add(reuse.there)
        joined = {frozenset((reuse.here, reuse.there)) for reuse in self.reuses}
        for family in partners.values():
            joined |= {frozenset((one, other)) for one in family for other in family if one != other}
        return joined


def labelled(seed: int) -> Labelled:
    """The archive of a seed."""
    random = Random(f"{seed}/reuse")
    made = Labelled([[_passage(seed, index, random) for _ in range(12)] for index in range(DOCUMENTS)])
    sources = random.sample([(at, ordinal) for at in range(DOCUMENTS) for ordinal in range(12)], EACH * len(_KINDS))
    for number, here in enumerate(sources):
        kind = list(_KINDS)[number % len(_KINDS)]
        there = random.choice([at for at in range(DOCUMENTS) if at != here[0]])
        text = _KINDS[kind](made.documents[here[0]][here[1]], made.documents[there][0], seed, random)
        made.documents[there].append(text)
        made.reuses.append(Reuse(kind, here, (there, len(made.documents[there]) - 1)))
    for text in _formulaic(random):
        places = []
        for at in random.sample(range(DOCUMENTS), SPREAD):
            made.documents[at].append(text)
            places.append((at, len(made.documents[at]) - 1))
        made.lookalikes += [(one, other) for one in places for other in places if one < other]
    return made


def measured(made: Labelled, found: Iterable[frozenset[tuple[int, int]]]) -> dict[str, float]:
    """Recall by kind; precision over the labelled pairs, planted and look-alike; and how many pairs were found that
    are neither: the generator says some things twice by itself."""
    pairs = set(found)
    alike = pairs & {frozenset(pair) for pair in made.lookalikes}
    figures: dict[str, float] = {}
    for kind in _KINDS:
        wanted = [frozenset((reuse.here, reuse.there)) for reuse in made.reuses if reuse.kind == kind]
        figures[kind] = sum(pair in pairs for pair in wanted) / len(wanted)
    altered = [frozenset((reuse.here, reuse.there)) for reuse in made.reuses if reuse.kind != VERBATIM]
    figures["改动合计"] = sum(pair in pairs for pair in altered) / len(altered)
    right = len(pairs & made.truth)
    figures["查准"] = right / (right + len(alike)) if right else 0.0
    figures["误报"] = len(alike)
    figures["其他"] = len(pairs - made.truth - alike)
    return figures


def _passage(seed: int, index: int, random: Random) -> str:
    return "".join(fresh(seed, index, random, measure=random.random() < 0.4) for _ in range(random.randint(2, 4)))


def _formulaic(random: Random) -> Iterator[str]:
    for _ in range(LOOKALIKES):
        sentences = []
        for _ in range(random.randint(2, 3)):
            parts = [random.choice(_HEADS), *random.sample(_MIDDLES, random.randint(1, 3)), random.choice(_ENDS)]
            sentences.append("，".join(parts) + "。")
        yield "".join(sentences)


def _sentences(text: str) -> list[str]:
    return [sentence + "。" for sentence in text.split("。") if sentence]


def _verbatim(text: str, mine: str, seed: int, random: Random) -> str:
    return text


def _swapped(text: str, mine: str, seed: int, random: Random) -> str:
    """Synonyms, and one word of each sentence for another."""
    for one, other in _SWAPS:
        text = text.replace(one, other)
    made = []
    for sentence in _sentences(text):
        at = random.randrange(2, len(sentence) - 4)
        made.append(sentence[:at] + word(seed, DOCUMENTS, random) + sentence[at + 2 :])
    return "".join(made)


def _dropped(text: str, mine: str, seed: int, random: Random) -> str:
    """Without one clause of each sentence that has three."""
    made = []
    for sentence in _sentences(text):
        clauses = sentence.removesuffix("。").split("，")
        if len(clauses) > 2:
            clauses.pop(random.randrange(len(clauses)))
        made.append("，".join(clauses) + "。")
    return "".join(made)


def _reordered(text: str, mine: str, seed: int, random: Random) -> str:
    """Sentences, and the clauses of each, in another order."""
    made = []
    for sentence in _sentences(text)[::-1]:
        clauses = sentence.removesuffix("。").split("，")
        made.append("，".join(clauses[1:] + clauses[:1]) + "。")
    return "".join(made)


def _merged(text: str, mine: str, seed: int, random: Random) -> str:
    """Run into one sentence, with one of the document's own between."""
    first, *rest = [sentence.removesuffix("。") for sentence in _sentences(text)]
    return "，".join([first, _sentences(mine)[0].removesuffix("。"), *rest]) + "。"


_KINDS: dict[str, Callable[[str, str, int, Random], str]] = {
    VERBATIM: _verbatim,
    "换词": _swapped,
    "删句": _dropped,
    "换序": _reordered,
    "合并": _merged,
}
