"""What was read against what was labelled, as counts that can be added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from duizhao.model import Document, Passage, Section
from duizhao.normalise.draft import restore
from scoring.labels import UNSORTED, Case, Expected, Line, bare


@dataclass
class Found:
    """Things expected and things found, those in both counted once."""

    right: int = 0
    expected: int = 0
    found: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where nothing was expected and nothing found."""
        total = self.expected + self.found
        return 2 * self.right / total if total else 1.0

    def count(self, expected: Counter[object], found: Counter[object]) -> None:
        """Adds a document's."""
        self.right += (expected & found).total()
        self.expected += expected.total()
        self.found += found.total()


@dataclass
class Share:
    """Of so many, so many right."""

    right: int = 0
    total: int = 0

    @property
    def value(self) -> float:
        """1 where there were none."""
        return self.right / self.total if self.total else 1.0

    def count(self, right: int, total: int = 1) -> None:
        """Adds some."""
        self.right += right
        self.total += total


@dataclass
class Figures:
    """All figures of one or more cases."""

    cases: int = 0
    titles: Share = field(default_factory=Share)
    headings: Found = field(default_factory=Found)
    passages: Found = field(default_factory=Found)
    facts: dict[str, Share] = field(default_factory=dict)
    parts: Share = field(default_factory=Share)
    themes: Share = field(default_factory=Share)
    characters: Share = field(default_factory=Share)
    misses: list[str] = field(default_factory=list)  # what was not as labelled, in words


def measure(figures: Figures, case: Case, documents: Sequence[Document]) -> None:
    """Adds a case, read as `documents`, to `figures`; what the labels do not say is not counted."""
    figures.cases += 1
    name = case.name if case.name == case.group else f"{case.group} · {case.name}"
    if len(documents) != len(case.documents):
        figures.misses.append(f"{name}：读成 {len(documents)} 篇，应为 {len(case.documents)} 篇")
    for at, expected in enumerate(case.documents):
        document = documents[at] if at < len(documents) else None
        if expected.title is not None:
            _say(figures, figures.titles, name, "标题", expected.title, document and document.title)
        for key, value in (expected.facts or {}).items():
            found = getattr(document.facts, key).value if document else None
            _say(figures, figures.facts.setdefault(key, Share()), name, key, value, found)
        if expected.outline is not None:
            _outline(figures, name, expected.outline, document)
    for document in documents[len(case.documents) :]:
        _outline(figures, name, (), document)
    for document in documents:
        figures.characters.count(*accounted(document, case.source.text[document.start : document.end]))


def _say(figures: Figures, share: Share, name: str, what: str, expected: object, found: object) -> None:
    share.count(expected == found)
    if expected != found:
        figures.misses.append(f"{name}：{what}读成“{found}”，应为“{expected}”")


def _outline(figures: Figures, name: str, lines: Sequence[Line], document: Document | None) -> None:
    headings = Counter((line.level, line.text) for line in lines if line.is_heading)
    sections = Counter((each.level, bare(each.label)) for each in document.walk()) if document else Counter()
    figures.headings.count(Counter(headings), Counter(sections))
    figures.misses += [f"{name}：少了标题 {level} 级“{text}”" for level, text in headings - sections]
    figures.misses += [f"{name}：多了标题 {level} 级“{text}”" for level, text in sections - headings]
    found = list(document.passages()) if document else []
    pairs = paired([line for line in lines if not line.is_heading], found)
    figures.passages.right += sum(passage is not None for _, passage in pairs)
    figures.passages.expected += len(pairs)
    figures.passages.found += len(found)
    taken = {passage.id for _, passage in pairs if passage is not None}
    figures.misses += [f"{name}：多了段落“{each.text[:16]}”" for each in found if each.id not in taken]
    for line, passage in pairs:
        if passage is None:
            figures.misses.append(f"{name}：少了段落“{line.text}”")
        if line.part is not None:
            _say(figures, figures.parts, name, f"“{line.text}”的部分", line.part, passage and passage.part)
        if line.theme is not None:
            theme = passage and (passage.theme or UNSORTED)
            _say(figures, figures.themes, name, f"“{line.text}”的主题", line.theme, theme)


def paired(lines: Sequence[Line], found: Sequence[Passage]) -> list[tuple[Line, Passage | None]]:
    """Each expected passage with the one found that begins as it does; both in reading order."""
    pairs: list[tuple[Line, Passage | None]] = []
    at = 0
    texts = [bare(passage.text) for passage in found]
    for line in lines:
        here = next((index for index in range(at, len(texts)) if texts[index].startswith(line.text)), None)
        pairs.append((line, None if here is None else found[here]))
        at = at if here is None else here + 1
    return pairs


def accounted(document: Document, source: str) -> tuple[int, int]:
    """Of the visible characters of a source, how many are in the document's pieces or in its edits; and how many all.

    None is where the edits, replayed backwards, do not give the source.
    """
    total = len(bare(source))
    if restore(document.text, document.edits, document.start) != source:
        return 0, total
    spans = [(matter.start, matter.text) for matter in (*document.front, *document.back)]
    spans += [(passage.start, passage.text) for passage in document.passages()]
    spans += [(section.start, section.number or "") for section in document.walk()]
    spans += [(_heading_start(document.text, section), section.heading) for section in document.walk()]
    title = document.text.find(document.title)
    told = sum(len(bare(text)) for start, text in spans if document.text.startswith(text, start))
    told += len(bare(document.title)) if title >= 0 and not any(a <= title < a + len(t) for a, t in spans) else 0
    untold = max(0, len(bare(document.text)) - told)
    return total - min(total, untold), total


def _heading_start(text: str, section: Section) -> int:
    start = section.start + len(section.number or "")
    return start + len(text[start:]) - len(text[start:].lstrip()) if start < len(text) else start


def differences(expected: Expected, document: Document) -> list[str]:
    """What of a document is not exactly as expected, each in words; empty where all is."""
    figures = Figures()
    if expected.title is not None:
        _say(figures, figures.titles, "", "标题", expected.title, document.title)
    for key, value in (expected.facts or {}).items():
        _say(figures, Share(), "", key, value, getattr(document.facts, key).value)
    if expected.outline is not None:
        _outline(figures, "", expected.outline, document)
    exact: Iterable[tuple[str, Iterable[object] | None, Iterable[object]]] = (
        ("正文前", expected.front, [f"{matter.kind} {matter.text}" for matter in document.front]),
        ("正文后", expected.back, [f"{matter.kind} {matter.text}" for matter in document.back]),
        ("改动", expected.edits, sorted({rule for edit in document.edits for rule in edit.rule.split("+")})),
        ("提示", expected.warnings, sorted({notice.code for notice in document.warnings})),
        (
            "读法",
            expected.readings and expected.readings.items(),
            {document.text[each.start : each.end]: each.words for each in document.readings}.items(),
        ),
    )
    for what, wanted, found in exact:
        if wanted is not None:
            is_ordered = what.startswith("正文")
            pair = [list(each) if is_ordered else sorted(each, key=str) for each in (wanted, found)]
            _say(figures, Share(), "", what, *pair)
    return [miss.removeprefix("：") for miss in figures.misses]
