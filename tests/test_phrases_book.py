from __future__ import annotations

import unicodedata
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

import pytest

from duizhao.errors import ConfigError
from duizhao.phrases import Phrasebook, load_phrasebook
from duizhao.phrases.book import phrase_id
from duizhao.phrases.glossary import glossary
from duizhao.phrases.table import read_rows, write_rows

HEADER = "head\tkind\tvariants\tstatus\tnote\n"


@pytest.fixture(scope="module")
def book() -> Phrasebook:
    return load_phrasebook()


def _owned(folder: Path, *tables: str) -> Phrasebook:
    paths = [folder / f"{number}.tsv" for number, _ in enumerate(tables)]
    for path, table in zip(paths, tables, strict=True):
        path.write_text(HEADER + table, "utf-8")
    return load_phrasebook(*paths)


KINDS = [
    ("以人民为中心", "提法"),
    ("两个维护", "提法"),
    ("理论学习不够深入", "套语"),
    ("举一反三", "成语"),
    ("艰苦奋斗", "成语"),
]


@pytest.mark.parametrize(("head", "kind"), KINDS)
def test_what_is_shipped(book: Phrasebook, head: str, kind: str) -> None:
    phrase = book.phrases[phrase_id(head)]
    assert (phrase.head, phrase.kind, phrase.id) == (head, kind, phrase_id(head))


def test_a_glossary_phrase_has_its_expansion_and_source(book: Phrasebook) -> None:
    phrase = book.phrases[phrase_id("四个意识")]
    assert phrase.expansion == "政治意识、大局意识、核心意识、看齐意识"
    assert phrase.source == "中央政治局会议（2016年1月）"
    assert phrase.pinyin == "si ge yi shi"


def test_the_id_is_the_digest_of_the_head_in_nfc() -> None:
    head = "cafe\u0301 文化"
    assert phrase_id(head) == blake2b(unicodedata.normalize("NFC", head).encode(), digest_size=6).hexdigest()
    assert len(phrase_id(head)) == 12


def test_no_wording_belongs_to_two_phrases(book: Phrasebook) -> None:
    wordings = [wording for entry in book.entries.values() for wording in entry.wordings]
    assert len(wordings) == len(set(wordings))
    assert not book.rejected & set(wordings)


def test_a_head_of_two_characters_stands_in_the_glossary(book: Phrasebook) -> None:
    short = {wording for entry in book.entries.values() for wording in entry.wordings if len(wording) < 3}
    assert short == {"四风", "四史", "六稳", "六保"}


def test_the_shipped_table_is_in_the_form_that_is_written() -> None:
    text = files("duizhao").joinpath("data/phrasebook.tsv").read_text("utf-8")
    rows = read_rows(text, "phrasebook.tsv")
    assert write_rows(rows) == text
    assert not {wording for row in rows for wording in row.wordings} & {
        wording for term in glossary() for wording in (term.head, *term.variants)
    }


def test_an_owner_adds_a_phrase(tmp_path: Path) -> None:
    book = _owned(tmp_path, "马上就办\t套语\t马上办、办到位\n")
    assert book.entries["马上就办"].variants == ("马上办、办到位",)


def test_an_owner_replaces_kind_and_variants_and_keeps_the_expansion(tmp_path: Path) -> None:
    entry = _owned(tmp_path, "两个维护\t套语\t“两维护”\n").entries["两个维护"]
    assert (entry.kind, entry.variants) == ("套语", ("“两维护”",))
    assert entry.expansion is not None


def test_an_owner_takes_a_variant_over(tmp_path: Path) -> None:
    book = _owned(tmp_path, "咬耳朵、扯袖子\t套语\n")
    assert book.entries["咬耳朵、扯袖子"].kind == "套语"
    assert "咬耳朵、扯袖子" not in book.entries["咬耳扯袖"].variants


def test_an_owner_makes_a_phrase_the_variant_of_another(tmp_path: Path) -> None:
    book = _owned(tmp_path, "点到即止\t套语\t蜻蜓点水\n")
    assert "蜻蜓点水" not in book.entries
    assert book.entries["点到即止"].variants == ("蜻蜓点水",)


def test_an_owner_rejects_a_phrase_and_a_variant(tmp_path: Path) -> None:
    book = _owned(tmp_path, "蜻蜓点水\t成语\t\trejected\n红脸、出汗\t提法\t\trejected\n")
    assert "蜻蜓点水" not in book.entries
    assert "红脸、出汗" not in book.entries["红脸出汗"].variants
    assert book.rejected >= {"蜻蜓点水", "红脸、出汗"}


def test_the_last_table_wins(tmp_path: Path) -> None:
    book = _owned(tmp_path, "马上就办\t套语\t\trejected\n", "马上就办\t提法\n")
    assert book.entries["马上就办"].kind == "提法"
    assert "马上就办" not in book.rejected


def test_the_digest_follows_the_content(book: Phrasebook, tmp_path: Path) -> None:
    digests = [
        book.digest,
        _owned(tmp_path, "马上就办\t套语\n").digest,
        _owned(tmp_path, "马上就办\t提法\n").digest,
        _owned(tmp_path, "马上就办\t提法\t马上办\n").digest,
        _owned(tmp_path, "马上就办\t提法\t\trejected\n").digest,
    ]
    assert len(set(digests)) == len(digests)
    assert load_phrasebook().digest == book.digest
    assert _owned(tmp_path, "# 只有备忘\n").digest == book.digest


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    table = tmp_path / "词库.tsv"
    with pytest.raises(ConfigError, match="读不出来"):
        load_phrasebook(table)
    table.write_bytes((HEADER + "马上就办\t套语\n").encode("gb18030"))
    with pytest.raises(ConfigError, match="不是 UTF-8 编码") as caught:
        load_phrasebook(table)
    assert str(caught.value) == f"{table}：不是 UTF-8 编码。用编辑器另存为 UTF-8。"


def test_a_bad_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        _owned(tmp_path, "马上就办\t口号\n")
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "0.tsv"), 2)


def test_a_mined_candidate_is_marked_until_it_is_rejected(tmp_path: Path) -> None:
    assert _owned(tmp_path, "马上就办\t套语\t\tcandidate\t5 篇\n").entries["马上就办"].kind == "套语"
    assert "马上就办" not in _owned(tmp_path, "马上就办\t套语\t\trejected\t5 篇\n").entries


def test_a_candidate_takes_nothing_from_what_people_settled(tmp_path: Path) -> None:
    book = _owned(tmp_path, "浅尝辄止式\t套语\t蜻蜓点水|红脸、出汗\tcandidate\n两个维护\t套语\t“两维护”\tcandidate\n")
    assert book.entries["浅尝辄止式"].variants == ()
    assert "蜻蜓点水" in book.entries
    assert book.entries["两个维护"].kind == "提法"
    owned = _owned(tmp_path, "马上就办\t提法\t马上办\n", "马上办\t套语\t\tcandidate\n")
    assert owned.entries["马上就办"].variants == ("马上办",)
    assert "马上办" not in owned.entries


def test_candidates_can_be_left_aside(tmp_path: Path) -> None:
    table = tmp_path / "t.tsv"
    table.write_text(HEADER + "马上就办\t套语\t\tcandidate\n真抓实干好\t套语\n", "utf-8")
    book = load_phrasebook(table, candidates=False)
    assert "马上就办" not in book.entries
    assert "真抓实干好" in book.entries
