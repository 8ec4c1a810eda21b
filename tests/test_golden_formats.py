"""The specification in cases, of files: `golden/formats.yml`. What is made says `made.py`, what is expected:

path: 2022/甲.doc               # its name; 甲 and the usual ending where it is left out
made: {docx: [对照检查材料]}      # or {corpus: {name: …}}, or {zip: {name: …}} given to `duizhao add`
format: docx                   # what it is read as, `encoding` in which
title: …                       # and all else that a document is expected to be, as in `scoring/labels.py`
error: 密码                     # words of the reason that it is refused for; a remedy must be there
read: {甲.txt: 对照检查材料}      # of a corpus: files and titles; of a zip: names in the corpus and titles
refused: {乙.txt: 链接}          # and files with words of the reason
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from duizhao.adding import Arrivals, Given, Shelf, offers
from duizhao.archive import Archive
from duizhao.build import refreshed
from duizhao.errors import SourceError
from duizhao.files import all_files
from duizhao.intake import source_of
from duizhao.intake.office import find_office
from duizhao.model import Document
from duizhao.normalise import normalise
from duizhao.places import Places
from duizhao.progress import Silent
from duizhao.records import document_key
from duizhao.report import Report
from duizhao.taxonomy import load_taxonomy
from made import made, put
from properties.invariants import broken
from scoring.figures import differences
from scoring.labels import expectations

GOLDEN = Path(__file__).resolve().parent / "golden" / "formats.yml"
OWN_KEYS = {"made", "error", "encoding", "read", "refused", "without"}


@dataclass(frozen=True)
class FileCase:
    """A file, or several, and what is expected of them."""

    name: str
    shows: tuple[str, ...]
    row: Mapping[str, Any]
    group: str = "formats"

    @property
    def kind(self) -> str:
        """What is made: the first word of its description."""
        return str(next(iter(self.row["made"])))


FILES = [FileCase(row["name"], tuple(row.get("shows", ())), row) for row in yaml.safe_load(GOLDEN.read_text("utf-8"))]
SINGLE = [case for case in FILES if case.kind not in ("corpus", "zip")]
OFFICE = pytest.mark.skipif(find_office() is None, reason="没有安装 LibreOffice")


def named(cases: list[FileCase]) -> list[Any]:
    """The cases as parameters; those that LibreOffice makes are slow."""
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.slow, OFFICE] if "through" in case.row["made"] else [])
        for case in cases
    ]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """RTF in another format, by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")

    def converted(data: bytes, form: str) -> bytes:
        (folder / "a.rtf").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        kind = "doc:MS Word 97" if form in ("doc", "wps") else form
        command = [find_office() or "", profile, "--headless", "--convert-to", kind, "--outdir", folder]
        subprocess.run([*command, folder / "a.rtf"], check=True, capture_output=True, timeout=300)
        return (folder / f"a.{kind.partition(':')[0]}").read_bytes()

    return converted


@pytest.mark.parametrize("case", named(SINGLE))
def test_file(
    case: FileCase, convert: Callable[[bytes, str], bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if case.row.get("without") == "office":
        monkeypatch.setenv("DUIZHAO_SOFFICE", str(tmp_path / "none"))
    data = made(case.row["made"], convert)
    path = case.row.get("path", f"甲.{case.kind}")
    if "error" in case.row:
        with pytest.raises(SourceError, match=case.row["error"]) as caught:
            source_of(data, name=path)
        assert caught.value.remedy
        assert str(caught.value.path) == path
        return
    source = source_of(data, name=path)
    assert (source.format, source.encoding) == (
        case.row.get("format", source.format),
        case.row.get("encoding", source.encoding),
    )
    documents = normalise(source, load_taxonomy())
    expected = expectations({key: value for key, value in case.row.items() if key not in OWN_KEYS})
    assert len(documents) == len(expected)
    for document, each in zip(documents, expected, strict=True):
        assert differences(each, document) == []
        assert broken(document, source) == []


@pytest.mark.parametrize("case", named([case for case in FILES if case.kind == "corpus"]))
def test_corpus(case: FileCase, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    put(tmp_path, {"外.txt": {"txt": "外面的材料\n一、存在的问题\n读得少。"}})
    put(corpus, case.row["made"]["corpus"])
    report = Report()
    with refreshed(Places.of(corpus, tmp_path / "state"), Silent(), report) as store:
        archive = Archive(store.connection)
        documents: list[Document] = [archive.document(document_key(id)) for id in archive.ids()]
    assert {document.source: document.title for document in documents} == case.row["read"]
    assert len({document.id for document in documents}) == len(documents)
    refused = {str(failure.path): failure for failure in report.failures}
    assert_refused(refused, case.row.get("refused", {}))


@pytest.mark.parametrize("case", named([case for case in FILES if case.kind == "zip"]))
def test_added(case: FileCase, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    arrivals = Arrivals(Shelf(corpus), (), load_taxonomy())
    arrived: dict[str, str] = {}
    refused: dict[str, SourceError] = {}
    for offer in offers(Given((Path("-"),), corpus, name="材料.zip"), lambda: made(case.row["made"])):
        try:
            if isinstance(offer, SourceError):
                raise offer
            arrival = arrivals.take(offer)
            arrived[arrival.name] = arrival.title
        except SourceError as error:
            refused[str(error.path).removeprefix("标准输入/")] = error
    assert arrived == case.row["read"]
    assert all_files(corpus) == set(arrived)
    assert all_files(tmp_path) == {f"corpus/{name}" for name in arrived}
    assert_refused(refused, case.row.get("refused", {}))


def assert_refused(found: Mapping[str, SourceError], expected: Mapping[str, str]) -> None:
    assert set(found) == set(expected)
    assert {name: words for name, words in expected.items() if words not in found[name].reason} == {}
    assert all(error.remedy for error in found.values())


def test_each_case_has_its_own_name_and_expects_something() -> None:
    assert len({case.name for case in FILES}) == len(FILES)
    assert [case.name for case in FILES if len(set(case.row) - {"name", "shows", "path", "made", "without"}) == 0] == []
