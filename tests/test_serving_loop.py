"""Builds follow changes, one for each, and what goes wrong never takes the site away."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from duizhao.errors import ConfigError, CorpusError, DuizhaoError, SourceError
from duizhao.files import LISTING
from duizhao.report import Report
from duizhao.serving import Layout, serve
from duizhao.serving import watch as watching
from duizhao.serving.loop import Server

PATIENCE = 20.0  # seconds; reached only where something is broken


@dataclass
class Bench:
    """A loop in a thread of its own, with a builder that does as the test says."""

    root: Path
    layout: Layout
    lines: queue.Queue[str] = field(default_factory=queue.Queue)
    servers: list[Server] = field(default_factory=list)
    results: queue.Queue[Report | BaseException | Callable[[], Report]] = field(default_factory=queue.Queue)
    plans: list[DuizhaoError] = field(default_factory=list)  # what goes wrong with the configuration, once each

    def plan(self) -> Layout:
        if self.plans:
            raise self.plans.pop()
        return self.layout

    def build(self) -> Report:
        result = self.results.get(timeout=PATIENCE)
        if isinstance(result, BaseException):
            raise result
        return result() if callable(result) else result

    def run(self) -> None:
        serve(self.plan, self.build, ("127.0.0.1", 0), self.lines.put, lambda error: self.lines.put(f"！{error}"))

    def line(self) -> str:
        """The next line of the terminal, without the time of day."""
        return re.sub(r"^\d\d:\d\d:\d\d ", "", self.lines.get(timeout=PATIENCE))

    def touch(self, name: str) -> None:
        """The file made, or another one of that name, in one moment."""
        path = self.root / name
        unfinished = path.with_name(".part")
        unfinished.write_text(path.read_text("utf-8") + "新" if path.exists() else "新", "utf-8")
        unfinished.replace(path)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(watching, "SETTLE", 0.05)
    (tmp_path / "corpus").mkdir()
    bench = Bench(tmp_path, Layout(tmp_path / "site", (tmp_path / "corpus",)))

    class Known(Server):
        def __enter__(self) -> Server:  # type: ignore[override]
            bench.servers.append(self)
            return super().__enter__()

    monkeypatch.setattr("duizhao.serving.loop.Server", Known)
    thread = threading.Thread(target=bench.run)
    thread.start()
    assert re.fullmatch(r"打开：http://127\.0\.0\.1:\d+/　按 Ctrl\+C 结束。", bench.line())
    try:
        yield bench
    finally:
        bench.results.put(KeyboardInterrupt())  # as Ctrl+C would
        bench.touch("corpus/last.txt")
        thread.join(PATIENCE)
        assert not thread.is_alive()


def report(documents: int = 1, *failures: SourceError, written: int = 0, removed: int = 0) -> Report:
    return Report(documents=documents, failures=failures, written=written, removed=removed)


def test_each_change_is_built_and_told(bench: Bench) -> None:
    bench.results.put(report(1, written=12))
    assert re.fullmatch(r"共 1 篇；写入 12 个文件，删除 0 个，用时 \d+\.\d 秒。", bench.line())
    first = bench.servers[0].board.news
    bench.touch("corpus/甲.txt")
    bench.results.put(report(2, written=3, removed=1))
    assert bench.line().startswith("新增 甲.txt。共 2 篇；写入 3 个文件，删除 1 个，用时 ")
    assert bench.servers[0].board.news.build != first.build


def test_a_build_that_changes_nothing_leaves_the_pages_alone(bench: Bench) -> None:
    bench.results.put(report(written=1))
    bench.line()
    first = bench.servers[0].board.news
    bench.touch("corpus/甲.txt")
    bench.results.put(report())
    assert bench.line().startswith("新增 甲.txt。共 1 篇；网站没有变化，用时 ")
    assert bench.servers[0].board.news == first


def test_a_site_that_another_command_has_built_meanwhile_is_new_to_the_pages(bench: Bench) -> None:
    bench.results.put(report(written=1))
    bench.line()
    first = bench.servers[0].board.news

    def nothing_left_to_do() -> Report:
        bench.layout.site.mkdir()
        (bench.layout.site / LISTING).write_text("documents/a.html\n")
        return report(2)

    bench.touch("corpus/甲.txt")
    bench.results.put(nothing_left_to_do)
    assert "网站没有变化" in bench.line()
    assert bench.servers[0].board.news.build != first.build


def test_changes_during_a_build_lead_to_one_more(bench: Bench) -> None:
    def built_meanwhile() -> Report:
        for name in ("甲", "乙", "甲"):
            bench.touch(f"corpus/{name}.txt")
        return report()

    bench.results.put(built_meanwhile)
    assert bench.line().startswith("共 1 篇")
    bench.results.put(report())
    assert bench.line().startswith("新增 乙.txt、甲.txt。")
    bench.touch("corpus/丙.txt")
    bench.results.put(report())
    assert bench.line().startswith("新增 丙.txt。")  # what came before has not been built twice


def test_documents_left_out_are_told_once_and_stay_in_the_pages(bench: Bench) -> None:
    empty, broken = SourceError("文件是空的", path="空.txt"), SourceError("文件坏了", path="坏.docx")
    bench.results.put(report(1, empty, written=1))
    assert [bench.line(), bench.line()[:17]] == ["！空.txt：文件是空的。", "共 1 篇，1 个文件未收入；写入"]
    bench.touch("corpus/坏.docx")
    bench.results.put(report(1, empty, broken))
    assert bench.line() == "！坏.docx：文件坏了。"
    assert bench.line().startswith("新增 坏.docx。共 1 篇，2 个文件未收入；")
    assert (bench.servers[0].board.news.failed, bench.servers[0].board.news.problems) == (False, (empty, broken))
    bench.touch("corpus/甲.txt")
    bench.results.put(report(2))
    bench.line()
    assert bench.servers[0].board.news.problems == ()


def test_a_build_that_fails_is_told_and_tried_again_after_the_next_change(bench: Bench) -> None:
    bench.results.put(report(written=1))
    bench.line()
    first = bench.servers[0].board.news
    wrong = ConfigError("写法不对", remedy="请改写", path="taxonomy.yml", line=3)
    bench.touch("corpus/taxonomy.yml")
    bench.results.put(wrong)
    assert bench.line() == "！taxonomy.yml 第 3 行：写法不对。请改写。"
    assert bench.line() == "新增 taxonomy.yml。没有生成成功，改好后会自动重做。"
    news = bench.servers[0].board.news
    assert (news.build, news.failed, news.problems) == (first.build, True, (wrong,))
    bench.touch("corpus/taxonomy.yml")
    bench.results.put(report(written=1))
    assert bench.line().startswith("改动 taxonomy.yml。共 1 篇")
    assert (bench.servers[0].board.news.failed, bench.servers[0].board.news.problems) == (False, ())


def test_a_first_build_that_fails_is_waited_for(bench: Bench) -> None:
    bench.results.put(CorpusError("一篇文稿也没有", path="corpus"))
    assert bench.line() == "！corpus：一篇文稿也没有。"
    assert bench.line() == "没有生成成功，改好后会自动重做。"
    bench.touch("corpus/甲.txt")
    bench.results.put(report(written=1))
    assert bench.line().startswith("新增 甲.txt。共 1 篇")


def test_a_configuration_that_breaks_is_a_build_that_fails(bench: Bench) -> None:
    bench.results.put(report())
    bench.line()
    bench.plans.append(ConfigError("配置不对", path="mkdocs.yml"))
    bench.touch("corpus/甲.txt")
    assert bench.line() == "！mkdocs.yml：配置不对。"
    assert bench.line().endswith("没有生成成功，改好后会自动重做。")


def test_a_configuration_may_move_the_site_and_its_sources(bench: Bench) -> None:
    bench.results.put(report())
    bench.line()
    (bench.root / "elsewhere").mkdir()
    bench.layout = Layout(bench.root / "out", (bench.root / "elsewhere", bench.root / "corpus"))
    bench.touch("corpus/甲.txt")
    bench.results.put(report())
    bench.line()
    assert bench.servers[0].layout == bench.layout
    bench.touch("elsewhere/乙.txt")
    bench.results.put(report())
    assert bench.line().startswith("新增 乙.txt。")


def test_what_is_wrong_at_the_very_start_ends_it(tmp_path: Path) -> None:
    def wrong() -> Layout:
        raise ConfigError("配置不对", path="mkdocs.yml")

    with pytest.raises(ConfigError, match="配置不对"):
        serve(wrong, Report, ("127.0.0.1", 0), print, print)
