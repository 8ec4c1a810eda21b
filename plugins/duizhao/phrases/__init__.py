"""The phrasebook: which wordings the archive knows, and where a text uses them."""

from duizhao.phrases.book import Entry, Phrasebook, load_phrasebook, phrasebook_sources
from duizhao.phrases.match import Found, Matcher, longest
from duizhao.phrases.pinyin import pinyin_initial

__all__ = [
    "Entry",
    "Found",
    "Matcher",
    "Phrasebook",
    "load_phrasebook",
    "longest",
    "phrasebook_sources",
    "pinyin_initial",
]
