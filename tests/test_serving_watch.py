"""Which changes of sources are seen, when they count, and that none is lost."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from duizhao.serving import watch as watching
from duizhao.serving.layout import Layout
from duizhao.serving.watch import Changes, Snapshot, Watch, snapshot


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A corpus, a folder of hand-written pages that is not there yet, and a configuration."""
    (tmp_path / "corpus" / "旧").mkdir(parents=True)
    (tmp_path / "corpus" / "甲.txt").write_text("甲", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x", "utf-8")
    watched = (tmp_path / "corpus", tmp_path / "docs", tmp_path / "mkdocs.yml")
    return Layout(tmp_path / "site", watched, (tmp_path / "corpus" / "state",))


# Snapshots


def put(layout: Layout, name: str, text: str = "新") -> None:
    path = layout.watched[0] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(".part")
    unfinished.write_text(text, "utf-8")
    unfinished.replace(path)  # in one moment


def folder_moved_in(layout: Layout) -> None:
    put(layout, "../别处/乙.txt")
    (layout.watched[0] / "../别处").rename(layout.watched[0] / "新")


def folder_moved_out(layout: Layout) -> None:
    layout.watched[0].rename(layout.watched[0].with_name("gone"))


def written_in_place(layout: Layout) -> None:
    (layout.watched[0] / "甲.txt").write_text("改写", "utf-8")


def times_kept(layout: Layout) -> None:
    before = (layout.watched[0] / "甲.txt").stat()
    put(layout, "甲.txt", "乙")  # as many bytes
    os.utime(layout.watched[0] / "甲.txt", ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda layout: put(layout, "旧/乙.txt"), Changes(added=("旧/乙.txt",))),
        (lambda layout: put(layout, "新/更新/乙.txt"), Changes(added=("新/更新/乙.txt",))),
        (lambda layout: put(layout, "甲.txt", "改"), Changes(changed=("甲.txt",))),
        (lambda layout: put(layout, "taxonomy.yml"), Changes(added=("taxonomy.yml",))),
        (lambda layout: (layout.watched[0] / "甲.txt").unlink(), Changes(removed=("甲.txt",))),
        (lambda layout: put(layout, "../docs/index.md"), Changes(added=("docs", "index.md"))),
        (lambda layout: put(layout, "../mkdocs.yml"), Changes(changed=("mkdocs.yml",))),
        (folder_moved_in, Changes(added=("新/乙.txt",))),
        (folder_moved_out, Changes(removed=("corpus", "甲.txt"))),
        (written_in_place, Changes(changed=("甲.txt",))),
        (times_kept, Changes(changed=("甲.txt",))),
        (lambda layout: (layout.watched[0] / "甲.txt").read_bytes(), Changes()),
        (lambda layout: put(layout, "~$甲.docx"), Changes()),
        (lambda layout: put(layout, ".git/index"), Changes()),
        (lambda layout: put(layout, "__MACOSX/甲.txt"), Changes()),
        (lambda layout: put(layout, "乙.docx.part"), Changes()),
        (lambda layout: put(layout, "state/store.sqlite"), Changes()),
        (lambda layout: put(layout, "../site/index.html"), Changes()),
    ],
)
def test_a_change_of_a_source_is_one_and_nothing_else_is(
    layout: Layout, change: Callable[[Layout], object], expected: Changes
) -> None:
    before = snapshot(layout)
    change(layout)
    assert Changes.between(before, snapshot(layout), layout) == expected


def test_what_cannot_be_looked_at_is_passed_over(layout: Layout) -> None:
    before = snapshot(layout)
    (layout.watched[0] / "断.txt").symlink_to("nothing")
    (layout.watched[0] / "圈").symlink_to(layout.watched[0], target_is_directory=True)
    assert Changes.between(before, snapshot(layout), layout).added == ("圈",)  # its target's stamp; it is not entered


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (Changes(), ""),
        (Changes(added=("甲.txt",)), "新增 甲.txt。"),
        (
            Changes(("甲.txt", "乙.txt"), ("丙.txt",), ("旧/丁.txt",)),
            "新增 甲.txt、乙.txt，改动 丙.txt，删除 旧/丁.txt。",
        ),
        (Changes(removed=tuple("甲乙丙丁")), "删除 甲、乙、丙 等 4 个。"),
    ],
)
def test_changes_are_told_in_a_sentence(changes: Changes, sentence: str) -> None:
    assert str(changes) == sentence


# Waiting


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "SETTLE", 0.05)


@pytest.fixture
def watch() -> Iterator[Watch]:
    with Watch() as watch:
        yield watch


def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the limit of inotify is reached."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.schedule", refuse)
    monkeypatch.setattr(watching, "_POLL", 0.02)


def noticing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look but at a notice: a change that is not noticed is never seen."""
    monkeypatch.setattr(watching, "_PATROL", 3600.0)


@pytest.fixture(params=[deaf, noticing], ids=lambda way: way.__name__)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, layout: Layout) -> None:
    (layout.site.parent / "docs").mkdir()
    request.param(monkeypatch)


def during(action: Callable[[], object], wait: Callable[[], Snapshot]) -> Snapshot:
    """What `wait` gives when `action` happens after it has begun."""
    timer = threading.Timer(0.1, action)
    timer.start()
    try:
        return wait()
    finally:
        timer.join()


@pytest.mark.usefixtures("way")
def test_a_change_ends_the_wait(layout: Layout, watch: Watch) -> None:
    seen = snapshot(layout)
    for name, text, expected in [
        ("corpus/新/乙.txt", "一", "新增 新/乙.txt。"),
        ("corpus/新/乙.txt", "二", "改动 新/乙.txt。"),
        ("docs/guide.md", "三", "新增 guide.md。"),
        ("mkdocs.yml", "四", "改动 mkdocs.yml。"),
    ]:
        later = during(partial(put, layout, f"../{name}", text), partial(watch.changed, layout, seen))
        assert str(Changes.between(seen, later, layout)) == expected
        seen = later


@pytest.mark.usefixtures("way")
def test_a_change_before_the_wait_ends_it_too(layout: Layout, watch: Watch) -> None:
    seen = snapshot(layout)
    put(layout, "乙.txt")
    assert Changes.between(seen, watch.changed(layout, seen), layout) == Changes(added=("乙.txt",))


@pytest.mark.usefixtures("way")
def test_what_is_no_change_does_not(layout: Layout, watch: Watch) -> None:
    seen = snapshot(layout)

    def stir() -> None:
        put(layout, "~$乙.docx")
        (layout.watched[0] / "甲.txt").read_bytes()
        put(layout, "乙.txt")

    assert Changes.between(seen, during(stir, lambda: watch.changed(layout, seen)), layout) == Changes(
        added=("乙.txt",)
    )


def test_a_file_still_being_copied_is_waited_for(layout: Layout, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = snapshot(layout)
    pieces = iter("一二三四五")

    def copy_a_piece(seconds: float) -> None:
        """Stands for the time that passes between two looks."""
        with (layout.watched[0] / "乙.txt").open("a", encoding="utf-8") as file:
            file.write(next(pieces, ""))

    put(layout, "乙.txt", "")
    monkeypatch.setattr(watching.time, "sleep", copy_a_piece)
    later = watch.changed(layout, seen)
    assert later[str(layout.watched[0] / "乙.txt")][0] == len("一二三四五".encode())


def test_what_comes_and_goes_before_it_settles_is_no_change(
    layout: Layout, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = snapshot(layout)
    put(layout, "乙.txt")
    between = iter([(layout.watched[0] / "乙.txt").unlink, lambda: None])
    monkeypatch.setattr(watching.time, "sleep", lambda seconds: next(between)())
    monkeypatch.setattr(watching, "_POLL", 0.02)  # there is no docs folder
    later = during(lambda: put(layout, "丙.txt"), lambda: watch.changed(layout, seen))
    assert Changes.between(seen, later, layout) == Changes(added=("丙.txt",))


def test_a_corpus_that_goes_and_comes_back_is_watched_again(
    layout: Layout, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    (layout.site.parent / "docs").mkdir()
    noticing(monkeypatch)
    monkeypatch.setattr(watching, "_POLL", 0.02)
    corpus, away = layout.watched[0], layout.watched[0].with_name("away")
    seen = snapshot(layout)
    for action, expected in [
        (partial(corpus.rename, away), "删除 corpus、甲.txt。"),
        (partial(away.rename, corpus), "新增 corpus、甲.txt。"),
        (partial(put, layout, "丙.txt"), "新增 丙.txt。"),
    ]:
        later = during(action, partial(watch.changed, layout, seen))
        assert str(Changes.between(seen, later, layout)) == expected
        seen = later


def test_the_end_of_a_watch_ends_its_threads(layout: Layout) -> None:
    before = threading.active_count()
    with Watch() as watch:
        put(layout, "乙.txt")
        watch.changed(layout, {})
        assert threading.active_count() > before
    assert threading.active_count() == before
