"""Worker processes: started ahead or not, they do what would be done here, and none is left."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from duizhao import seal
from duizhao.cli.project import built
from duizhao.crew import CHUNK, FEW_TASKS, Crew
from duizhao.look import look_at
from duizhao.store import Store
from duizhao.work import Setup
from duizhao.workers import Workers
from jobs import note
from project import contents, make_project, material

pytestmark = pytest.mark.slow  # processes


WHERE = "__import__('os').getpid()"


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    path = tmp_path / "store.sqlite"
    with Store.open(path):
        pass
    return Setup(tmp_path, path, tmp_path / "staging", "", {}, frozenset(), "")


@pytest.mark.parametrize("is_ahead", [False, True])
def test_once_there_they_do_what_is_too_little_to_start_them_for(setup: Setup, is_ahead: bool) -> None:
    with Workers(2) as workers:
        if is_ahead:
            workers.start(())
            workers.load(setup.corpus)
        with Crew(setup, workers) as crew:
            done = list(crew.share(eval, [WHERE] * FEW_TASKS))
        assert len(done) == FEW_TASKS
        assert (os.getpid() in done) is not is_ahead
    assert not multiprocessing.active_children()


def test_what_is_there_is_looked_at_ahead_once(setup: Setup, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("一")
    with Workers(2) as workers:
        workers.start((folder,))
        assert workers.look_at(folder) == look_at(folder)
        (folder / "new.html").write_text("二")
        assert workers.look_at(folder).files == 1  # whoever asks once more is told the same
    with Workers(2) as workers:
        assert workers.look_at(folder).files == 2


def test_where_a_process_dies_whoever_asks_has_to_look(setup: Setup, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("一")
    with Workers(2) as workers:
        workers.start((folder,))
        for process in multiprocessing.active_children():
            process.kill()
        assert workers.look_at(folder) == look_at(folder)
        with Crew(setup, workers) as crew:
            assert len(list(crew.share(eval, [WHERE] * 9))) == 9


def test_what_another_build_may_have_touched_is_looked_at_again(setup: Setup, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    with Workers(2) as workers:
        workers.start((folder,))
        assert workers.look_at(folder).files == 0
        (folder / "index.html").write_text("一")
        workers.forget_looks()
        assert workers.look_at(folder).files == 1


def test_a_large_archive_is_built_with_workers_started_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    monkeypatch.setattr(seal, "_LARGE", 0)
    monkeypatch.setattr(Workers, "start", lambda self, folders: started.append(list(folders)))
    project = make_project(tmp_path / "project")
    project.write("甲.txt", material("甲的对照检查材料"))
    built(project.config, project.corpus, project.site)
    assert not started  # there was no store yet
    project.write("乙.txt", material("乙的对照检查材料"))
    built(project.config, project.corpus, project.site)
    assert [project.site in folders for folders in started] == [True]
    assert contents(project.site)


def test_work_goes_on_while_nobody_asks_for_results(setup: Setup, tmp_path: Path) -> None:
    folder = tmp_path / "done"
    folder.mkdir()
    with Workers(2) as workers, Crew(setup, workers) as crew:
        numbers = crew.do(note, [(folder, number) for number in range(200)], seconds=1, piled=None)
        for _ in range(6_000):
            if len(list(folder.iterdir())) == 200:
                break
            time.sleep(0.01)
        assert len(list(folder.iterdir())) == 200
        assert list(numbers) == list(range(200))
    assert not multiprocessing.active_children()


def test_results_are_never_piled_up_beyond_a_bound(setup: Setup, tmp_path: Path) -> None:
    folder = tmp_path / "done"
    folder.mkdir()
    with Workers(2) as workers, Crew(setup, workers) as crew:
        numbers = crew.do(note, [(folder, number) for number in range(400)], seconds=1, piled=5)
        list(crew.share(eval, [WHERE] * 20))  # after all that had been handed over
        assert len(list(folder.iterdir())) <= 5 * 2 * CHUNK < 400
        assert list(numbers) == list(range(400))
        assert len(list(folder.iterdir())) == 400


def test_a_crew_that_leaves_its_work_leaves_no_process(setup: Setup, tmp_path: Path) -> None:
    folder = tmp_path / "done"
    folder.mkdir()
    with Workers(2) as workers, Crew(setup, workers) as crew:
        numbers = crew.do(note, [(folder, number) for number in range(4_000)], seconds=1, piled=None)
        assert next(numbers) == 0
    assert not multiprocessing.active_children()
