"""A build after a change of the corpus alone: in the frame that the last one has left, without MkDocs."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from duizhao.build import make, unwritable
from duizhao.errors import StoreError
from duizhao.frame import Frame, UnfitError
from duizhao.intake import Walked
from duizhao.lock import locked
from duizhao.outputs import MKDOCS, Outputs, site_area
from duizhao.pages import addresses
from duizhao.places import Places
from duizhao.progress import Progress
from duizhao.publication import publish
from duizhao.report import Report
from duizhao.sitemap import is_sitemap, site_sitemaps
from duizhao.staging import stage
from duizhao.store import Store, ended_well, store_trouble
from duizhao.workers import Workers


def build_framed(
    places: Places,
    site: Path,
    key: str,
    walked: Sequence[Walked],
    progress: Progress,
    workers: Workers,
    report: Report,
) -> bool:
    """Builds the site; False where MkDocs must, and nothing has been published.

    Args:
        key: of what a frame must have been made from, see `seal.Scene.surroundings`.
        walked: the files of the corpus, see `intake.walk_corpus`.
        report: takes the figures, and in either case how many documents were read.

    Raises:
        DuizhaoError: it cannot be built; the old site is as it was.
    """
    if not places.store.exists():
        return False
    try:
        with locked(places.lock) as has_waited:
            is_stale = has_waited or not ended_well(places.store)  # whoever was at it meanwhile, or was killed
            if is_stale:
                workers.forget_looks()
            with Store.open(places.store) as store, suppress(UnfitError):
                return _build(places, site, key, None if is_stale else walked, store, progress, workers, report)
    except sqlite3.Error as error:
        trouble = store_trouble(places.store, error)
        if not isinstance(trouble, StoreError):
            raise trouble from error
    except OSError as error:
        raise unwritable(places.state, error) from error
    return False


def _build(
    places: Places,
    site: Path,
    key: str,
    walked: Sequence[Walked] | None,
    store: Store,
    progress: Progress,
    workers: Workers,
    report: Report,
) -> bool:
    frame = Frame.from_text(store.meta("frame"), key)
    if frame is None or not _is_cleared(places.staging):
        return False
    places.seal.unlink(missing_ok=True)
    report.site = site
    made = make(places, site, store, frame, frame.own, progress, report, workers, walked, as_left=True)
    area = site_area(site)
    outputs = Outputs(store.connection)
    if not all(made.has(outputs, area, addresses.html(uri)) for uri in frame.linked):
        return False  # MkDocs says so
    pages = dict(frame.pages(made.own))
    progress.start("写入网站", None)
    if frame.site_url:
        made.lose(area, filter(is_sitemap, outputs.owned(MKDOCS, area)))  # but for what is made again
        pages |= site_sitemaps(frame.site_url, made, outputs, area, frame.written)
    for path, page in pages.items():
        stage(places.staging, area, path, page)
    publish(made, places, site, store, report)
    return True


def _is_cleared(staging: Path) -> bool:
    """Whether nothing waits in the staging folder: what a build left there that did not end is not for this site."""
    shutil.rmtree(staging, ignore_errors=True)
    return not staging.exists()
