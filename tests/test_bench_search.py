from __future__ import annotations

import gzip
import os
import shutil
import urllib.error
import urllib.request
from array import array
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bench
from benchmark import own_index
from benchmark.engines import ENGINES, REACH, Engine, own_files, pagefind_addresses
from benchmark.host import Host, Sent
from benchmark.measure import MIB, TooLongError, Usage
from benchmark.queries import LONGEST, Text, Truth, draw, passage_key, truths
from benchmark.search import Archive, Figures, Judged, Plan, judge, levelled, measured, number_of
from benchmark.search_report import BASIS, LARGE, LINES, asked, percentile, search_section, shown, table, verdict
from benchmark.visitor import Answer, Findings, Visit
from project import Project

pytestmark = pytest.mark.skipif(os.name == "nt", reason="scripts/bench 只在 Linux 和 macOS 上运行")

TEXTS = (
    Text(0, "a", (("1", "井台边的青石板，雨后更滑。"), ("2", "井台 边晾着ＡＢＣ三张网"))),
    Text(1, "b", (("1", "雨后的石板路"), ("2", "网晾在井"), ("3", "台边无人"))),
    Text(2, "c", (("1", "渡口的石板雨后才干"),)),
)
PAGES = ((0, "# 井台边\n\n井台边的青石板"), (2, "# 渡口\n\n## 晾着网\n\n渡口的石板"))

# what is asked


def test_queries_are_drawn_alike_from_the_same_seed() -> None:
    assert draw(TEXTS, 20, 3) == draw(TEXTS, 20, 3)
    assert draw(TEXTS, 20, 3) != draw(TEXTS, 20, 4)


@given(st.integers(), st.integers(min_value=1, max_value=40))
def test_queries_are_words_without_signs_each_once(seed: int, count: int) -> None:
    queries = draw(TEXTS, count, seed)
    assert all(query.isalnum() and len(query) <= LONGEST for query in queries)
    assert len(set(queries)) == len(queries)


@given(st.integers())
def test_pieces_stand_in_the_archive(seed: int) -> None:
    piece = draw(TEXTS, 1, seed)[0]
    assert any(piece in passage for text in TEXTS for _, passage in text.passages)


def test_pieces_come_in_every_length() -> None:
    long = Text(0, "a", (("1", "".join(map(chr, range(0x4E00, 0x4E00 + 200)))),))
    assert {len(query) for query in draw([long], 2_000, 1)} >= set(range(1, LONGEST + 1))


def test_frequent_words_are_the_most_used_and_overlap_in_none() -> None:
    often = Text(0, "a", tuple((str(number), f"稻场晒谷，{chr(0x4E00 + number)}") for number in range(50)))
    words = [query for query in draw([often], 8, 1) if len(query) > 1 and query in "稻场晒谷"]
    assert "稻场晒谷" in words


# what is right


def test_the_truth_is_what_stands_in_a_passage() -> None:
    found = truths(["井台边", "石板", "abc", "没有"], TEXTS)
    assert [truth.documents for truth in found] == [{0}, {0, 1, 2}, {0}, set()]
    keys = [passage_key("a", "1"), passage_key("a", "2")]
    assert list(found[0].passages) == keys  # white space aside, and never across two passages
    assert list(found[2].passages) == [passage_key("a", "2")]


def test_what_stands_in_a_heading_alone_is_allowed_but_not_expected() -> None:
    found = truths(["晾着", "网渡口"], TEXTS, PAGES)
    assert (found[0].documents, found[0].allowed) == ({0}, {0, 2})
    assert not found[1].allowed


TRUTH = Truth(frozenset({1, 2}), frozenset({1, 2, 3}), array("q", [10, 11, 20]))


@pytest.mark.parametrize(
    ("total", "exact", "documents", "passages", "expected"),
    [
        (3, True, [1, 1, 2], [10, 11, 20], Judged(2, 2, 2, 2, (3, 3, 3), "exact", False)),
        (9, False, [1, 1, 2], [10, 11, 20], Judged(2, 2, 2, 2, (3, 3, 3), "wrong", False)),
        (2, False, [1, 1], [10, 11], Judged(2, 1, 1, 1, (3, 2, 2), "wrong", False)),
        (4, True, [1, 9], [10, 90], Judged(2, 2, 1, 1, (3, 2, 1), "wrong", False)),
        (None, None, [1, 2, 3, 4], None, Judged(2, 4, 3, 2, None, "", False)),
    ],
)
def test_an_answer_is_held_against_the_truth(
    total: int | None, exact: bool | None, documents: list[int], passages: list[int] | None, expected: Judged
) -> None:
    answer = Answer(tuple(map(str, documents)), total, exact)
    assert judge(answer, TRUTH, documents, passages) == expected


def test_an_answer_cut_off_where_nobody_asked_on_is_partial() -> None:
    many = list(range(REACH))
    truth = Truth(frozenset({1}), frozenset({1}), array("q", range(REACH + 7)))
    judged = judge(Answer(tuple(map(str, many)), REACH + 7, True), truth, [1], many)
    assert (judged.is_partial, judged.total) == (True, "exact")
    few = judge(Answer(("1",), REACH + 7, True), truth, [1], [1])
    assert not few.is_partial  # it was asked, and gave less than it said


@pytest.mark.parametrize(
    ("total", "exact", "expected"),
    [
        (1_001, True, "exact"),
        (1_001, False, "bound"),
        (1_500, False, "bound"),
        (1_500, True, "wrong"),
        (9, False, "wrong"),
    ],
)
def test_a_bound_will_do_above_a_thousand(total: int, exact: bool, expected: str) -> None:
    truth = Truth(frozenset({1}), frozenset({1}), array("q", range(1_001)))
    assert judge(Answer(("1",), total, exact), truth, [1], [1]).total == expected


@pytest.mark.parametrize("address", ["2013/000012-某局.docx", "/2013/000012.html", "2013/000012.html#_1"])
def test_a_document_is_known_by_its_number(address: str) -> None:
    assert number_of(address) == 12


# where it is asked


def test_the_host_sends_text_compressed_and_counts_bodies(tmp_path: Path) -> None:
    text = "雨后 " * 500
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "文.js").write_text(text, "utf-8")
    (tmp_path / "plain.bin").write_bytes(b"\0" * 700)
    (tmp_path.parent / "secret.txt").write_text("nothing for visitors")
    with Host(tmp_path) as host:
        with urllib.request.urlopen(f"{host.address}/folder/%E6%96%87.js?1") as answer:
            body = answer.read()
            assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(body).decode() == text
        with urllib.request.urlopen(f"{host.address}/plain.bin") as answer:
            assert answer.headers["Content-Encoding"] is None
            answer.read()
        assert host.take() == [Sent("folder/文.js", len(body)), Sent("plain.bin", 700)]
        assert host.take() == []
        for missing in ("none.js", "../secret.txt", "folder"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"{host.address}/{missing}")
        assert host.take() == []


def test_the_files_of_an_engine_are_those_it_needs(tmp_path: Path) -> None:
    for name in ("search/index.html", "search/ab/1.js", "assets/duizhao/page.js", "index.html", "assets/theme.js"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("12345")
    assert own_files(ENGINES["duizhao"], tmp_path) == {"search/ab/1.js": 5, "assets/duizhao/page.js": 5}


def test_pages_are_known_from_the_names_of_fragments(tmp_path: Path) -> None:
    folder = tmp_path / "pagefind" / "fragment"
    folder.mkdir(parents=True)
    (folder / "zh_1a.pf_fragment").write_bytes(gzip.compress(b'pagefind_dcd{"url":"/2013/000012.html"}'))
    assert pagefind_addresses(tmp_path) == {"zh_1a": "/2013/000012.html"}


# the index alone


def test_the_index_made_alone_is_that_of_the_build(tmp_path: Path) -> None:
    archive = Archive(tmp_path, 12, 60)
    project = Project(tmp_path / "duizhao")
    project.root.mkdir()
    shutil.copy(bench.ROOT / "mkdocs.yml", project.root)
    shutil.copytree(bench.ROOT / "docs", project.root / "docs")
    for number in range(12):
        project.write(
            f"2013/{number:06d}-某局.txt", f"某局局长对照检查材料\n\n一、存在的问题\n晒谷场第{number}号没有扫净。\n"
        )
    project.build()
    copy = tmp_path / "copy.sqlite"
    shutil.copy(archive.store, copy)
    own_index.main(copy, project.corpus, tmp_path / "index")
    made = {path.name: path.read_bytes() for path in (tmp_path / "index").rglob("search/**/*.js")}
    built = {path.name: path.read_bytes() for path in project.site.glob("search/**/*.js")}
    assert made == built
    assert sorted(archive.numbers().values()) == list(range(12))
    assert sorted(text.index for text in archive.texts()) == list(range(12))
    (text,) = archive.texts({7})
    assert [truth.documents for truth in truths(["晒谷场第7号", "扫净"], archive.texts())] == [{7}, set(range(12))]
    assert any("第7号" in passage for _, passage in text.passages)


# engines one after the other


class Pretended:
    """An archive of which nothing is made; `broken` builders fail."""

    broken: tuple[str, ...] = ()

    def __init__(self, folder: Path, count: int, limit: float) -> None:
        self.count = count

    def index(self, name: str) -> Usage:
        if name in self.broken:
            raise TooLongError("超过了时限")
        return Usage(1, 1, None)

    def queries(self, count: int, seed: int) -> list[str]:
        return ["网"]

    def truths(self, queries: list[str], names: list[str]) -> list[Truth]:
        return [TRUTH]


def pretend(monkeypatch: pytest.MonkeyPatch, most: int, *broken: str) -> Plan:
    """Engines get `most` documents into memory."""

    def figures(engine: Engine, archive: Pretended, *others: object) -> Figures:
        return Figures(engine, archive.count, trouble="" if engine.is_cold or archive.count <= most else "too much")

    monkeypatch.setattr("benchmark.search.Archive", Pretended)
    monkeypatch.setattr(Pretended, "broken", broken)
    monkeypatch.setattr("benchmark.search._figures", figures)
    return Plan("", 8, 1, 60, 5, lambda words: None)


@pytest.mark.parametrize(
    ("most", "counts"), [(2_000, [2_000, 2_000]), (1_500, [2_000, 2_000, 1_000]), (500, [2_000, 2_000, 1_000])]
)
def test_what_does_not_load_is_asked_over_fewer_documents(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, most: int, counts: list[int]
) -> None:
    plan = pretend(monkeypatch, most)
    found, _ = measured(["pagefind", "material"], 2_000, tmp_path, plan)
    assert [each.count for each in found] == counts


def test_an_engine_whose_build_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plan = pretend(monkeypatch, 9, "mkdocs")
    found, _ = measured(["duizhao", "pagefind"], 500, tmp_path, plan)
    assert [each.trouble for each in found] == ["", "the build took more than 60 s and was stopped"]
    with pytest.raises(TooLongError):
        measured(["duizhao"], 500, tmp_path, pretend(monkeypatch, 9, "duizhao"))


def test_all_engines_are_judged_by_the_same_queries() -> None:
    own, other, few = (
        figures_of("duizhao", judged=CUT),
        figures_of("quoted", judged=SITE),
        figures_of("material", 1_000),
    )
    marks = [[each.is_partial for each in figures.judged] for figures in levelled([own, other, few], BASIS)]
    assert marks == [[True, False], [True, False], [False, False]]
    assert levelled([LOST], BASIS) == [LOST]


# figures as Markdown

RIGHT = Judged(2, 2, 2, 2, (3, 3, 3), "exact", False)
NONE = Judged(0, 0, 0, 0, (0, 0, 0), "exact", False)
CUT = Judged(9, 1, 1, 1, (REACH + 1, REACH, REACH), "exact", True)
SITE = Judged(4, 2, 1, 1, None, "", False)
FAST = Visit(True, 40.0, 45.0, 100_000, 8, 50.0, 150_000)
SLOW = Visit(True, 400.0, 450.0, 300_000, 20, 900.0, 700_000)
EMPTY = Visit(False, 30.0, 30.0, 50_000, 2, 30.0, 50_000)


SILENT = Judged(0, 0, 0, 0, None, "", False)


def figures_of(name: str, count: int = BASIS, *, judged: Judged = RIGHT, usage: Usage | None = None) -> Figures:
    findings = Findings(61_000, 12, (), (FAST, FAST, FAST, EMPTY, SLOW))
    index = usage or Usage(4, 6, 100 * MIB)
    return Figures(ENGINES[name], count, index, 20, 2 * MIB, (judged, NONE if judged.total else SILENT), findings)


OWN = figures_of("duizhao")
OTHER = figures_of("pagefind", judged=SITE, usage=Usage(9.9, 12, 500 * MIB))
LOST = Figures(ENGINES["material"], BASIS, trouble="a step in the browser took more than 5 s and was stopped")


def cells(text: str) -> dict[str, list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows}


def test_every_engine_has_its_column() -> None:
    rows = cells(table([OWN, OTHER, LOST], BASIS))
    assert rows["figure"] == ["duizhao", "Pagefind", "Material", "target", "met"]
    assert rows["recall, documents"] == ["1.0000", "0.2500", "–", "1.0", "yes"]
    assert rows["precision, documents"] == ["1.0000", "0.5000", "–", "1.0", "yes"]
    assert rows["recall, passages"] == ["1.0000", "–", "–", "1.0", "yes"]
    assert rows["share answered with the very documents"] == ["1.0000", "0.5000", "–", "1.0", "yes"]
    assert rows["totals that are wrong"] == ["0", "–", "–", "0", "yes"]
    assert rows["start-up, kB"] == ["61.0", "61.0", "–", "≤ 60", "**no**"]
    assert rows["a query, kB, median"] == ["100.0", "100.0", "–", "≤ 120", "yes"]
    assert rows["a query, kB, p95"] == ["300.0", "300.0", "–", "≤ 350", "yes"]
    assert rows["first result, ms, p95"] == ["400.0", "400.0", "–", "≤ 200", "**no**"]
    assert rows["no result, ms, median"] == ["30.0", "30.0", "–", "", ""]
    assert rows["with the final total, kB, p95"] == ["700.0", "–", "–", "", ""]
    assert rows["index, wall s"] == ["4.00", "9.90", "–", "≤ 0.4 × Pagefind", "**no**"]
    assert rows["index, peak MiB"] == ["100", "500", "–", "≤ 0.25 × Pagefind", "yes"]
    assert rows["on disk, MiB"] == ["2.0", "2.0", "–", "≤ 1 × Pagefind", "yes"]
    assert len(rows) == len(LINES) + 2


def test_the_large_archive_is_held_against_the_other() -> None:
    large = figures_of("duizhao", LARGE, usage=Usage(4, 6, 25 * 1024 * MIB))
    rows = cells(table([large], LARGE, OWN))
    assert rows["a query, kB, median"][1:] == ["≤ 2 × that of 10,000", "yes"]
    assert rows["index, peak MiB"][1:] == ["≤ 24 GiB", "**no**"]
    assert rows["start-up, kB"][1:] == ["", ""]
    assert cells(table([large], LARGE))["a query, kB, p95"][1:] == ["≤ 2 × that of 10,000", "not run"]


def test_a_target_without_figures_is_not_run() -> None:
    line = next(line for line in LINES if line.says == "index, wall s")
    assert verdict(line, OWN, None, BASIS, None) == ("≤ 0.4 × Pagefind", "not run")
    assert verdict(line, None, OTHER, BASIS, None) == ("≤ 0.4 × Pagefind", "not run")


def test_what_was_not_fetched_counts_by_its_exact_number() -> None:
    rows = cells(table([figures_of("duizhao", judged=CUT)], BASIS))
    assert rows["recall, passages"][0] == "1.0000"
    assert rows["recall, documents"][0] == "–"
    assert asked(["网"], [figures_of("duizhao", judged=CUT)], BASIS, 4).endswith("Of 1 not all results were fetched.")


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert shown(0.99996, "share") == "0.9999"
    assert shown(1.0, "share") == "1.0000"


@given(st.lists(st.floats(0, 1e6), min_size=1), st.sampled_from([0.5, 0.95]))
def test_a_percentile_is_as_many_do_not_exceed(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found is not None
    assert sum(value <= found for value in values) >= share * len(values)
    assert sum(value >= found for value in values) >= (1 - share) * len(values)


def test_a_section_says_what_could_not_be_figures_of() -> None:
    stand_in = figures_of("material", 1_000, judged=SITE)
    text = search_section([OWN, LOST, stand_in], BASIS, "today", asked(["网", "雨"], [OWN], BASIS, 4))
    assert text.startswith(
        "### Search in 10,000 documents\n\ntoday\n\n2 queries (seed 4), of which 1 stand in no passage.\n"
    )
    assert text.endswith("\n\nMaterial at 10,000 documents: a step in the browser took more than 5 s and was stopped.")
    assert cells(text)["figure"][:3] == ["duizhao", "Material", "Material at 1,000"]
    assert "Targets are those for 10,000 documents." in search_section([OWN], 300, "today", "asked")


# the command


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--documents", "5"], "5 不在 x>=10 之内"),
        (["--engines", "lunr"], "没有 lunr，可以写：duizhao,pagefind,quoted,material"),
        (["--queries", "0"], "不在 x>=8 之内"),
        (["--patience", "0"], "不在 x>0 之内"),
        (["--keep", "{file}"], "文件"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, arguments: list[str], message: str) -> None:
    file = tmp_path / "文件"
    file.touch()
    done = CliRunner().invoke(bench.app, ["search", *(argument.format(file=file) for argument in arguments)])
    assert done.exit_code == 2
    assert message in done.output


def test_the_command_says_that_a_browser_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmark.visitor.find_chromium", lambda: None)
    done = CliRunner().invoke(bench.app, ["search"])
    assert done.exit_code == 1
    assert "没有找到 Chromium" in done.output


def test_the_page_shows_figures_with_their_circumstances(project_root: Path) -> None:
    page = (project_root / "BENCHMARKS.md").read_text("utf-8")
    for block in page.split("<!-- bench search ")[1:]:
        assert "`scripts/bench search --documents" in block
        assert "processors" in block
        assert "/tmp" not in block
