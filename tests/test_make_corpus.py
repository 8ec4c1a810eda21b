from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import make_corpus
from documents import outline
from duizhao.intake.corpus import scan_corpus
from duizhao.intake.source import read_source
from duizhao.model import Document
from duizhao.normalise import normalise
from duizhao.taxonomy import load_taxonomy
from make_corpus_formats import Material, plain_markdown, source_file

SEED = 1


def text(material: Material) -> str:
    return "\n".join((material.title, *(line.text for line in material.lines)))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred documents."""
    folder = tmp_path_factory.mktemp("archive")
    make_corpus.make(100, folder, SEED)
    return folder


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_document_depends_on_seed_and_number_alone(seed: int, index: int) -> None:
    before = source_file(make_corpus.material(seed, index))
    make_corpus.material(seed, index + 1)
    make_corpus.material(seed + 1, index)
    assert source_file(make_corpus.material(seed, index)) == before


def test_one_document_more_leaves_the_others_as_they_are(archive: Path, tmp_path: Path) -> None:
    make_corpus.make(101, tmp_path, SEED)
    longer, shorter = files(tmp_path), files(archive)
    assert shorter.items() <= longer.items()
    assert len(longer) == 101


def test_documents_can_be_written_one_at_a_time(archive: Path, tmp_path: Path) -> None:
    make_corpus.make(60, tmp_path, SEED, first=40)
    make_corpus.make(100, tmp_path, SEED, first=60)
    make_corpus.make(40, tmp_path, SEED)
    assert files(tmp_path) == files(archive)


def test_another_seed_gives_another_archive() -> None:
    assert text(make_corpus.material(1, 7)) != text(make_corpus.material(2, 7))


def test_a_document_has_about_four_thousand_characters() -> None:
    lengths = [len(text(make_corpus.material(SEED, index))) for index in range(0, 10_000, 100)]
    assert 3800 < sum(lengths) / len(lengths) < 4400
    assert min(lengths) > 2500


@pytest.mark.slow
def test_vocabulary_phrases_and_sentences_keep_growing() -> None:
    characters: set[str] = set()
    bigrams: set[str] = set()
    quoted: set[str] = set()
    sentences: set[str] = set()
    sizes: list[tuple[int, ...]] = []
    for index in range(10_000):
        found = text(make_corpus.material(SEED, index))
        characters.update(found)
        bigrams.update(found[at : at + 2] for at in range(len(found) - 1))
        quoted.update(re.findall("“[^”]+”", found))
        sentences.update(re.findall("[^。\n]+。", found))
        if index + 1 in (1_000, 10_000):
            sizes.append((len(characters), len(bigrams), len(quoted), len(sentences)))
    growth = [after / before for before, after in zip(*sizes, strict=True)]
    # ten times the text: Heaps' exponent between 0.3 for characters and 0.95 for sentences
    assert [factor > least for factor, least in zip(growth, (2, 4, 3, 8), strict=True)] == [True] * 4, growth
    assert max(growth) < 10


def test_sentences_are_borrowed() -> None:
    found = [s for index in range(300) for s in re.findall("[^。\n]+。", text(make_corpus.material(SEED, index)))]
    assert 0.3 < len(set(found)) / len(found) < 0.7


def test_formats_and_encodings_vary(archive: Path) -> None:
    sources = [read_source(path, name=name) for name, path in scan_corpus(archive)]
    assert {source.format for source in sources} == {"txt", "md", "docx", "html"}
    assert {"utf-8", "gb18030"} <= {source.encoding for source in sources}


def test_every_form_is_read_as_the_same_document(archive: Path) -> None:
    """A material of each format: title, meeting and the outline's shape survive the trip through a file."""
    wanted = {".txt", ".md", ".docx", ".html"}
    for index in range(100):
        material = make_corpus.material(SEED, index)
        name, _ = source_file(material)
        if Path(name).suffix in wanted:
            wanted.remove(Path(name).suffix)
            document: Document
            (document,) = normalise(read_source(archive / name, name=name), load_taxonomy())
            assert document.title == material.title
            assert document.year == int(re.findall(r"(\d{4})年", material.title)[0])
            shape = outline(document)
            for chapter in (line.text for line in material.lines if line.level == make_corpus.CHAPTER):
                assert chapter in shape
    assert wanted == set()


def test_an_edit_adds_one_sentence() -> None:
    material = make_corpus.material(SEED, 5)
    changed = make_corpus.edited(material)
    assert source_file(changed)[0] == source_file(material)[0]
    before, after = text(material).split("。"), text(changed).split("。")
    assert len(after) == len(before) + 1
    assert len(set(after) - set(before)) == 1


def test_plain_markdown_says_the_same() -> None:
    material = make_corpus.material(SEED, 3)
    blocks = plain_markdown(material).decode().strip().split("\n\n")
    assert [block.lstrip("# ") for block in blocks] == text(material).split("\n")
    assert blocks[0].startswith("# ")
    assert "## 一、存在的突出问题" in blocks


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["1", "{folder}", "--first", "-1"], "不在 x>=0 之内"),
        (["许多", "{folder}"], "不是"),
        (["1", "{file}/里"], "写不进去"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, arguments: list[str], message: str) -> None:
    file = tmp_path / "文件"
    file.touch()
    given = [argument.format(folder=tmp_path / "新", file=file) for argument in arguments]
    done = CliRunner().invoke(make_corpus.main, given)
    assert done.exit_code != 0
    assert message in done.output
    assert "Traceback" not in done.output
