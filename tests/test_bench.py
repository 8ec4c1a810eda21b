from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import bench
from benchmark import measure
from benchmark.builders import BUILDERS, duizhao
from benchmark.cases import CASES, COLD, Row, Sources
from benchmark.measure import MIB, Change, CommandError, TooLongError, Usage, change, memory, run, snapshot, total
from benchmark.parsing import Rate, rates
from benchmark.parsing import section as parsing_section
from benchmark.phrases import JOBS, JobRow
from benchmark.phrases import table as phrase_table
from benchmark.report import put, ratio, section, table, verdicts
from documents import document
from documents import put as take
from duizhao.phrases.table import read_rows
from duizhao.store import Store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="scripts/bench 只在 Linux 和 macOS 上运行")

OWN = Row("duizhao", "duizhao", COLD, Usage(40, 60, 1024 * MIB), Change(100, 0, 0), files=100, size=5 * MIB)
NOTHING = Row("duizhao", "duizhao", "nothing", Usage(0.5, 0.4, 1536 * MIB), Change(0, 0, 0))
ADDED = Row("duizhao", "duizhao", "added", Usage(2, 2, 200 * MIB), Change(7, 1, 2))
OTHER = Row("mkdocs", "MkDocs + Pagefind", COLD, Usage(80, 90, None), Change(50, 0, 0), files=50, size=3 * MIB)
PART = Row("mkdocs", "MkDocs + Pagefind", COLD, Usage(30, 30, None), step="Pagefind")
STOPPED = Row("sphinx", "Sphinx", COLD, None)


def sources(folder: Path, *, markdown: bool = False) -> Sources:
    made = Sources(folder, 12, markdown=markdown)
    made.generate()
    return made


def script(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


# what lies between two snapshots


def test_a_pace_is_told_in_seconds() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measure, "_PIECES", 1000)
        short = min(measure.pace() for _ in range(5))
        patch.setattr(measure, "_PIECES", 100_000)
        assert 0 < short < measure.pace() < 60


def test_changes_of_a_folder_are_counted(tmp_path: Path) -> None:
    for name in ("kept", "touched", "changed", "gone"):
        (tmp_path / name).write_text(name)
    before = snapshot(tmp_path)
    (tmp_path / "touched").unlink()
    (tmp_path / "touched").write_text("touched")
    os.utime(tmp_path / "touched", ns=(1, 1))
    (tmp_path / "changed").write_text("anders")
    (tmp_path / "gone").unlink()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "file").write_text("new")
    after = snapshot(tmp_path, before)
    assert change(before, after) == Change(written=3, same=1, removed=1)
    assert change(after, snapshot(tmp_path)) == Change(0, 0, 0)
    assert change({}, after) == Change(4, 0, 0)


# what a command takes


def test_a_command_is_measured_with_its_children(tmp_path: Path) -> None:
    burn = "import time; end = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    usage = run(script(child), tmp_path, tmp_path / "log", 60)
    assert usage.wall >= 0.2
    assert usage.cpu >= 0.2


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="要有 /proc")
def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    hold = "import sys; block = b'x' * 40_000_000; print('ready', flush=True); sys.stdin.read()"
    both = f"import subprocess, sys; other = subprocess.Popen([sys.executable, '-c', {hold!r}])\n{hold}; other.wait()"
    with subprocess.Popen(
        script(both), cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == [b"ready\n"] * 2
        held = memory(process.pid)
        process.stdin.close()
    assert held is not None
    assert held > 80_000_000


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="要有 /proc")
def test_a_command_that_lasts_has_a_peak(tmp_path: Path) -> None:
    peak = run(script("import time; time.sleep(0.3)"), tmp_path, tmp_path / "log", 60).peak
    assert peak is not None
    assert peak > 0


def test_a_failure_names_the_command_and_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"以状态 3 结束(.|\n)*没有纸了"):
        run(script("import sys; print('没有纸了'); sys.exit(3)"), tmp_path, tmp_path / "log", 60)
    with pytest.raises(CommandError, match="运行不了"):
        run((tmp_path / "nothing",), tmp_path, tmp_path / "log", 60)


def test_the_limit_stops_a_command_and_what_it_started(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    child = f"import time; held = open({str(pipe)!r}, 'wb'); time.sleep(120)"
    both = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(120)"
    with pytest.raises(TooLongError):
        run(script(both), tmp_path, tmp_path / "log", 1)
    ended = False
    for _ in range(600):
        try:
            ended = os.read(reader, 1) == b""  # nobody holds the other end
        except BlockingIOError:
            time.sleep(0.1)
        if ended:
            break
    os.close(reader)
    assert ended


def test_steps_add_up_in_time_but_not_in_memory() -> None:
    assert total([Usage(1, 2, 30), Usage(10, 20, 7), Usage(100, 200, None)]) == Usage(111, 222, 30)


# what happens between builds


def test_each_case_changes_one_file(tmp_path: Path) -> None:
    made = sources(tmp_path)
    before = snapshot(tmp_path)
    found = {}
    for case, apply in made.changes(phrasebook=True).items():
        apply(0)
        after = snapshot(tmp_path, before)
        found[case] = change(before, after)
        before = after
    assert found == {
        "nothing": Change(0, 0, 0),
        "added": Change(1, 0, 0),
        "edited": Change(1, 0, 0),
        "removed": Change(0, 0, 1),
        "phrasebook": Change(1, 0, 0),
    }
    assert found.keys() == CASES.keys() - {COLD}


@pytest.mark.parametrize("markdown", [True, False])
def test_rounds_change_other_files(tmp_path: Path, markdown: bool) -> None:
    made = sources(tmp_path, markdown=markdown)
    first = snapshot(tmp_path)
    for round in range(3):
        for apply in made.changes(phrasebook=False).values():
            apply(round)
    assert change(first, snapshot(tmp_path)) == Change(written=6, same=0, removed=3)


def test_rows_for_the_phrasebook_are_valid(tmp_path: Path) -> None:
    made = sources(tmp_path)
    for round in range(3):
        made.phrasebook(round)
    rows = read_rows((tmp_path / "phrasebook.tsv").read_text("utf-8"), "phrasebook.tsv")
    assert len(rows) == 3


@pytest.mark.parametrize("name", BUILDERS)
def test_builders_bring_their_configuration(tmp_path: Path, name: str) -> None:
    builder = BUILDERS[name](tmp_path)
    assert builder.name == name
    assert list(tmp_path.iterdir())
    assert builder.phrasebook == (BUILDERS[name] is duizhao) == (not builder.markdown)


# figures as Markdown


def test_the_table_has_one_row_a_figure() -> None:
    lines = table([replace(OWN, pace=0.375), ADDED, OTHER, PART, STOPPED], 1800).splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells == [
        ["duizhao", "cold build", "0.38", "40.00", "60.00", "1,024", "100", "0", "0", "100", "5.0", "0.50"],
        ["duizhao", "one added", "–", "2.00", "2.00", "200", "7", "1", "2", "–", "–", "0.03"],
        ["MkDocs + Pagefind", "cold build", "–", "80.00", "90.00", "–", "50", "0", "0", "50", "3.0", "1.00"],
        ["– of which Pagefind", "cold build", "–", "30.00", "30.00", "–", "–", "–", "–", "–", "–", "0.38"],
        ["Sphinx", "cold build", "–", "> 1800", "–", "–", "–", "–", "–", "–", "–", "–"],
    ]


def test_targets_are_judged() -> None:
    lines = verdicts([OWN, NOTHING, ADDED, OTHER, PART], 10_000).splitlines()[2:]
    assert lines == [
        "| cold build ÷ (MkDocs + Pagefind) | ≤ 1 × (stretch 0.5) | 0.50 × | yes, and the stretch |",
        "| peak memory, all processes, all cases | ≤ 2 GiB | 1.50 GiB | yes |",
        "| nothing changed | ≤ 1 s | 0.50 s | yes |",
        "| one added | ≤ 3 s (stretch 1.5) | 2.00 s | yes |",
    ]


def test_a_target_that_is_missed_or_not_run_says_so() -> None:
    slow = Row("duizhao", "duizhao", COLD, Usage(1860, 1900, 13 * 1024 * MIB))
    assert verdicts([slow], 100_000).splitlines()[2:] == [
        "| cold build | ≤ 30 min | 31.00 min | **no** |",
        "| peak memory, all processes, all cases | ≤ 12 GiB | 13.00 GiB | **no** |",
        "| one added | ≤ 12 s | – | not run |",
    ]
    assert ratio([slow, STOPPED]) is None


def test_sizes_without_targets_have_none() -> None:
    assert verdicts([OWN, OTHER], 300) == ""
    assert section(300, "today", [OWN], 60).startswith("### 300 documents\n\ntoday\n\n| builder |")


def test_a_section_is_put_between_its_marks() -> None:
    page = "# Page\n\n<!-- a -->\nold\n<!-- /a -->\n\nprose \\1\n"
    assert put(page, "a", "new \\1") == "# Page\n\n<!-- a -->\nnew \\1\n<!-- /a -->\n\nprose \\1\n"
    longer = put(page, "b", "other")
    assert longer == f"{page}\n<!-- b -->\nother\n<!-- /b -->\n"
    assert put(longer, "b", "other") == longer
    assert put(put(longer, "a", "x"), "b", "y") == put(put(longer, "b", "y"), "a", "x")


# the command


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--sizes", "5"], "每个不小于 10"),
        (["--sizes", "many"], "请写成 1000,10000 这样"),
        (["--sizes", ""], "请写成 1000,10000 这样"),
        (["--peers", "hugo"], "没有 hugo，可以写：mkdocs,sphinx,zensical"),
        (["--only", "warm"], "没有 warm，可以写：cold,nothing"),
        (["--limit", "0"], "不在 x>0 之内"),
        (["--keep", "{file}"], "文件"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, arguments: list[str], message: str) -> None:
    file = tmp_path / "文件"
    file.touch()
    done = CliRunner().invoke(bench.app, ["build", *(argument.format(file=file) for argument in arguments)])
    assert done.exit_code == 2
    assert message in done.output


def test_the_page_shows_figures_with_their_circumstances(project_root: Path) -> None:
    page = (project_root / "BENCHMARKS.md").read_text("utf-8")
    for block in page.split("<!-- bench build ")[1:]:
        assert "`scripts/bench build --sizes" in block
        assert "processors" in block
        assert "/tmp" not in block


def test_jobs_of_phrases_go_through_all_text(tmp_path: Path) -> None:
    texts = ["没有抓好落实。", "久久为功。"]
    path = tmp_path / "store.sqlite"
    with Store.open(path) as store:
        take(store, [document(text, name=f"{at}.txt") for at, text in enumerate(texts)])
    sizes = {name: job(path) for name, job in JOBS.items()}
    assert set(sizes.values()) == {sum(len(text.encode()) for text in texts)}


def test_the_table_of_phrases_has_one_row_a_job() -> None:
    size = 12_000_000
    rows = [JobRow("mining", 1000, size, Usage(4, 5, 2 * MIB)), JobRow("matching", 1000, size, Usage(1, 1, None))]
    assert phrase_table(rows).splitlines()[2:] == [
        "| 1,000 | mining | 12.0 | 4.00 | 5.00 | 2 | 3.0 |",
        "| 1,000 | matching | 12.0 | 1.00 | 1.00 | – | 12.0 |",
    ]


# parsing


def test_the_rate_is_told_in_documents_of_one_length(tmp_path: Path) -> None:
    found = rates(tmp_path, 12, rounds=1)
    assert [rate.kind for rate in found][-1] == "one line of 1 MB"
    assert sum(rate.documents for rate in found) == 13
    assert Rate("txt", 10, 80_000, 0.5).per_second == 40


def test_the_table_of_rates() -> None:
    text = parsing_section([Rate("txt", 10, 80_000, 0.5)], "here and now")
    assert "| txt | 10 | 80,000 | 0.50 | 40 |" in text
    assert "here and now" in text
