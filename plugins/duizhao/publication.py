"""Brings what a build has made to its places: file by file, or a new folder at once, none ever half there, none touched
that need not be.

Data and assets go before the pages that ask for them, new pages before the old ones that now lead to them, the
index's manifest after everything, removals after that. What an earlier build put there and this one has not is removed,
whatever corpus that was of; files that no build put there are left alone. The store learns of it last: a build killed
before that is repeated by the next.
"""

from __future__ import annotations

import errno
import os
import posixpath
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from duizhao.build import unwritable
from duizhao.dirty import unmark
from duizhao.files import LISTING, all_files, listed, listing, relist, remove, replace_file, size_and_time
from duizhao.look import Look
from duizhao.made import Made
from duizhao.outputs import MARKDOWN, MKDOCS, Output, Outputs, content_digest, left, site_area
from duizhao.places import Places
from duizhao.report import Report
from duizhao.search.segments import MANIFEST
from duizhao.staging import staged
from duizhao.store import Store

_NEW_PAGE = 1  # see `_turn`


def publish(made: Made, places: Places, site: Path, store: Store, report: Report) -> None:
    """Publishes what has been made, and all else that is staged, which is MkDocs' own; `report` takes the figures.

    Raises:
        OutputError: the site cannot be written. The next build makes it good.
    """
    area = site_area(site)
    folders = {area: site, MARKDOWN: places.markdown}
    roots = {name: str(folder) for name, folder in folders.items()}
    try:
        with store.asking():
            _adopt(made, places, area, store)
            report.written, report.removed = _bring(made, places, area, site, store)
            stamps = {
                (each.area, each.path): made.there[each.area].get(each.path)
                or size_and_time(f"{roots[each.area]}/{each.path}")
                for each in made.outputs.values()
            }
            for each in folders:
                made.left[each] = _look(made, each, folders[each], store, stamps)
    except OSError as error:
        raise unwritable(site, error) from error
    with store.transaction() as connection:
        outputs = Outputs(connection)
        for where, paths in made.gone.items():
            outputs.forget(where, paths)
        outputs.keep(made.outputs.values(), stamps)
        unmark(connection)
        connection.executemany(
            "REPLACE INTO fragments VALUES (?, ?)", [(uri, each.to_bytes()) for uri, each in made.own.items()]
        )
        for name, value in (*made.meta.items(), *((left(area), str(look)) for area, look in made.left.items())):
            store.set_meta(name, value)
    report.left = (made.left[MARKDOWN], made.left[area])
    report.pages = Outputs(store.connection).pages(area)
    shutil.rmtree(places.staging, ignore_errors=True)


def _look(made: Made, area: str, folder: Path, store: Store, stamps: Mapping[tuple[str, str], tuple[int, int]]) -> Look:
    """What an area looks like now, told from what it looked like before: see `Made.left`."""
    try:
        listing = size_and_time(folder / LISTING)
    except FileNotFoundError:
        listing = (0, 0)
    come = {path: stamp for (where, path), stamp in stamps.items() if where == area}
    before = made.left.get(area)
    if before is None:
        there = made.there[area] | come
        return Look.of((path, *stamp) for path, stamp in there.items()).but((), (), listing)
    outputs = Outputs(store.connection)
    known = (outputs.file(area, path) for path in come.keys() | made.gone.get(area, set()))
    return before.but(filter(None, known), ((path, *stamp) for path, stamp in come.items()), listing)


def _adopt(made: Made, places: Places, area: str, store: Store) -> None:
    """Takes what MkDocs has staged among the files that were made."""
    outputs = Outputs(store.connection)
    folder = staged(places.staging, area)
    found = []
    for path in all_files(folder):
        if (area, path) in made.outputs:
            continue
        digest = content_digest((folder / path).read_bytes())
        found.append(Output(area, path, MKDOCS, "", digest, outputs.digest(area, path) != digest))
    made.add(found)
    for where, paths in made.gone.items():
        paths.difference_update(path for other, path in made.outputs if other == where)


def _bring(made: Made, places: Places, area: str, site: Path, store: Store) -> tuple[int, int]:
    outputs = Outputs(store.connection)
    text = [each for each in made.outputs.values() if each.area == MARKDOWN and each.is_staged]
    _put_all(made, places, text, places.markdown, outputs, set())
    _remove(made, MARKDOWN, places.markdown, made.gone.get(MARKDOWN, set()))
    here = [each for each in made.outputs.values() if each.area == area]
    gone = made.gone.get(area, set())
    if area in made.left:  # as it was left: the listing names what the store knows
        there = {each.path for each in here if outputs.digest(area, each.path) is not None}
        relist(site, come={each.path for each in here} - there)
    else:
        known = outputs.paths(area)
        after = made.paths(known, area)
        before = listed(site)
        there, gone = known & before, (before | gone) - after
        if not after <= before:  # killed from here on, the next build can clean up
            replace_file(site / LISTING, listing(before | after))
    written = _put_all(made, places, [each for each in here if each.is_staged], site, outputs, there)
    removed = _remove(made, area, site, gone)
    relist(site, gone=gone)
    return written, removed


def _remove(made: Made, area: str, folder: Path, paths: set[str]) -> int:
    for path in paths:
        made.there[area].pop(path, None)
    return remove(folder, paths)


def _put_all(
    made: Made, places: Places, waiting: Iterable[Output], folder: Path, outputs: Outputs, there: set[str]
) -> int:
    """Moves staged files of an area to their places, each in its turn; how many were not there yet.

    Of a folder that is new, all files are moved at once, with the last of them: most of a first build's.
    """
    folders: dict[str, list[Output]] = {}
    for each in waiting:
        made.there[each.area].pop(each.path, None)
        folders.setdefault(posixpath.dirname(each.path), []).append(each)
    written = 0
    turns: list[tuple[int, str, Output | None]] = []
    for path, files in folders.items():
        last = max(_turn(each.path, there) for each in files)
        if (
            path
            and last <= _NEW_PAGE
            and _is_whole(staged(places.staging, files[0].area) / path, folder / path, len(files))
        ):
            turns.append((last, path, None))
        else:
            turns += [(_turn(each.path, there), each.path, each) for each in files]
    for _, path, output in sorted(turns, key=lambda turn: turn[:2]):
        if output is not None:
            written += _put(places, output, folder, outputs)
        elif _put_folder(staged(places.staging, folders[path][0].area) / path, folder / path):
            written += len(folders[path])
        else:
            written += sum(_put(places, each, folder, outputs) for each in folders[path])
    return written


def _is_whole(waiting: Path, target: Path, count: int) -> bool:
    """Whether a staged folder holds so many files, nothing else, and is not there yet."""
    return not os.path.lexists(target) and len(os.listdir(waiting)) == count  # noqa: PTH208


def _put_folder(waiting: Path, target: Path) -> bool:
    """Moves a folder; False where that cannot be, as between two disks."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        waiting.rename(target)
    except OSError:
        return False
    return True


def _turn(path: str, there: set[str]) -> int:
    """When a file is put in its place: after all that it may lead to, so that no link leads nowhere at any moment."""
    if path == MANIFEST:
        return 4
    if not path.endswith(".html"):
        return 0
    if path not in there:  # nobody comes here until a page that is there leads here
        return 3 if path == "index.html" else _NEW_PAGE
    return 2


def _put(places: Places, output: Output, folder: Path, outputs: Outputs) -> bool:
    """Moves a staged file to its place; False where the same was there, though the store did not know."""
    waiting = staged(places.staging, output.area) / output.path
    target = folder / output.path
    if outputs.digest(output.area, output.path) is None and _same(waiting, target):
        return False
    try:
        waiting.replace(target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.ENOENT, errno.ENOTDIR):
            raise
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, waiting.read_bytes())
    return True


def _same(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    except OSError:
        return False
