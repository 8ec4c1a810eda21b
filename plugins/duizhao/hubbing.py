"""Store → hub pages: which hubs are to be made again, and what comes of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from duizhao.contributions import INLINE, LEADS_INLINE
from duizhao.crew import Crew
from duizhao.dirty import mark, marked_hubs
from duizhao.made import Made
from duizhao.model import Hub
from duizhao.outputs import Outputs
from duizhao.pages.hubs import standing_hubs
from duizhao.progress import Progress
from duizhao.store import Store
from duizhao.taxonomy import Taxonomy
from duizhao.work import PageResult, Setup, follows, make_hub


def begin_hubs(
    setup: Setup, taxonomy: Taxonomy, store: Store, crew: Crew, made: Made
) -> tuple[int, Iterator[PageResult]]:
    """The hubs whose documents have changed since the last build; all of them where this one does not follow it."""
    outputs = Outputs(store.connection)
    if not follows(store, setup):
        with store.transaction() as connection:
            mark(connection, all_hubs(connection) | standing_hubs(taxonomy))
            known = {hub.owner for hub in marked_hubs(connection)}
        for owner in outputs.owners():
            if Hub.of(owner) is not None and owner not in known:
                made.disown(outputs, setup.site_area, owner)
    hubs = marked_hubs(store.connection)
    if hubs:
        hubs = sorted({*hubs, Hub("index")})
    with store.asking():
        hubs = _with_pages(hubs, store.connection, outputs)
    return len(hubs), crew.do(make_hub, hubs, seconds=0.008, piled=None)


def take_hubs(
    setup: Setup, store: Store, begun: tuple[int, Iterator[PageResult]], progress: Progress, made: Made
) -> None:
    """What has been begun, as it comes."""
    outputs = Outputs(store.connection)
    count, results = begun
    progress.start("生成汇总页", count)
    with store.asking():
        for result in results:
            made.add(result.outputs)
            made.own.update((fragment.uri, fragment) for fragment in result.own)
            made.disown(outputs, setup.site_area, result.owner)
            progress.advance()
    for area, paths in made.gone.items():  # an address may have gone from one owner to another
        paths.difference_update(path for other, path in made.outputs if other == area)


def _with_pages(hubs: Sequence[Hub], connection: sqlite3.Connection, outputs: Outputs) -> list[Hub]:
    """The hubs that have pages, or had: of most phrases one page shows all uses, and none is left for their years."""
    ids = {row[0] for row in connection.execute("SELECT id FROM phrases WHERE passages > ?", (INLINE,))}
    pairs = set(connection.execute("SELECT theme, part FROM tallies WHERE passages > ?", (LEADS_INLINE,)).fetchall())

    def has_pages(hub: Hub) -> bool:
        if hub.kind == "uses":
            return hub.name in ids or outputs.has(hub.owner)
        return hub.kind != "leads" or (hub.name, hub.part) in pairs or outputs.has(hub.owner)

    # uses of a year one after another: they stand in the same passages
    return sorted(filter(has_pages, hubs), key=lambda hub: (hub.kind, hub.year, hub))


def all_hubs(connection: sqlite3.Connection) -> set[Hub]:
    """The hubs of all that the store holds."""
    queries = {
        "year": "SELECT DISTINCT '', '', year FROM documents",
        "meeting": "SELECT DISTINCT coalesce(meeting, '未知'), '', 0 FROM documents",
        "meeting-year": "SELECT DISTINCT coalesce(meeting, '未知'), '', year FROM documents",
        "theme": "SELECT DISTINCT theme, '', 0 FROM tallies",
        "leads": f"SELECT DISTINCT theme, part, year FROM leads JOIN tallies USING (theme, part)"
        f" WHERE passages > {LEADS_INLINE}",
        "phrase": "SELECT id, '', 0 FROM phrases",
        "uses": f"SELECT DISTINCT phrase, '', year FROM uses JOIN phrases ON id = phrase WHERE passages > {INLINE}",
        "letter": "SELECT DISTINCT letter, '', 0 FROM phrases",
    }
    return {Hub(kind, *row) for kind, query in queries.items() for row in connection.execute(query)}
