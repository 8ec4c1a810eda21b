"""Store → search index: what the index is to hold, read document by document from any process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from duizhao.aspects import Aspects
from duizhao.crew import Crew
from duizhao.ingest import program_digest
from duizhao.outputs import Output, Outputs, content_digest
from duizhao.pages import addresses
from duizhao.progress import Progress
from duizhao.search.index import IndexedDocument, IndexedPassage, path_of
from duizhao.search.segments import Segment, Update, member_of, update_index
from duizhao.search.suggestions import Suggestion
from duizhao.staging import stage, staged
from duizhao.store import IN_DOCUMENT, Store
from duizhao.taxonomy import load_taxonomy
from duizhao.work import Setup

OWNER = "index"
_PROGRAM = "search program"
TRAIL = " › "  # between the headings of a trail


def indexed_documents(store: Path, taxonomy: Path, ids: Sequence[str]) -> Iterator[IndexedDocument]:
    """Documents as search sees them, in the order of `ids`. Works in any process: `taxonomy` is the owner's file."""
    aspects = Aspects(load_taxonomy(taxonomy))
    with Store.reading(store) as opened:
        sql = opened.connection
        for id in ids:
            key, title, year, meeting, kind, subject, role, unit = sql.execute(
                "SELECT key, title, year, meeting, kind, subject, role, unit FROM documents WHERE id = ?", (id,)
            ).fetchone()
            rows = sql.execute(
                f"SELECT id, text, part, theme, trail FROM passages WHERE {IN_DOCUMENT} ORDER BY place", (key,)
            )
            url = addresses.html(addresses.document_page(id))
            passages = tuple(
                IndexedPassage(passage, text, part, theme, trail, aspects.of(meeting, year, trail.split(TRAIL)))
                for passage, text, part, theme, trail in rows.fetchall()
            )
            yield IndexedDocument(id, url, title, year or None, meeting, kind, passages, subject, _post(role, unit))


def _post(role: str | None, unit: str | None) -> str | None:
    """A role without its unit in front, so that those of many units are one: 副局长."""
    return (role.removeprefix(unit) or role) if role and unit else role


def update_search(
    store: Store,
    setup: Setup,
    crew: Crew,
    progress: Progress,
    add: Callable[[Iterable[Output]], None],
    lose: Callable[[str, Iterable[str]], None],
) -> dict[str, str]:
    """Brings the index to what the store holds; what is to be remembered once it is published."""
    taxonomy = load_taxonomy(setup.corpus / "taxonomy.yml")
    program = program_digest("search", "search/data", "") + taxonomy.digest
    outputs = Outputs(store.connection)
    published = outputs.owned(OWNER, setup.site_area)
    rows = store.connection.execute(
        "SELECT id, digest, passages FROM documents ORDER BY year = 0, year DESC, title, id"
    )
    wanted = list(map(member_of, rows))
    update = update_index(
        staged(setup.staging, setup.site_area),
        _known(store, published),
        wanted,
        partial(indexed_documents, setup.store, setup.corpus / "taxonomy.yml"),
        share=crew.share,
        full=store.meta(f"{_PROGRAM} {setup.site_area}") != program,
        progress=progress,
        readings=taxonomy.readings,
        basis=taxonomy.digest,
        suggestions=_suggestions(store),
    )
    _remember(store, update)
    add(_outputs(update, setup, outputs, published))
    lose(setup.site_area, published.difference(update.files))
    return {f"{_PROGRAM} {setup.site_area}": program}


def _suggestions(store: Store) -> Iterator[Suggestion]:
    """The phrases that the archive uses."""
    rows = store.connection.execute("SELECT head, pinyin, passages, variants FROM phrases")
    for head, pinyin, passages, variants in rows:
        yield Suggestion(head, pinyin, passages, tuple(json.loads(variants)) if variants != "[]" else ())


def _known(store: Store, published: set[str]) -> list[Segment]:
    """The segments of which every file is still in the site."""
    rows = store.connection.execute("SELECT id, data FROM segments ORDER BY id")
    segments = (Segment.from_json(data) for id, data in rows if path_of(f"{id}/directory") in published)
    return [segment for segment in segments if published.issuperset(segment.files)]


def _remember(store: Store, update: Update) -> None:
    """Keeps the new segments, and of the older ones those that a site still has."""
    with store.transaction() as sql:
        sql.execute(
            "DELETE FROM segments WHERE 'search/' || id || '/directory.js' NOT IN"
            " (SELECT path FROM outputs WHERE owner = ?)",
            (OWNER,),
        )
        sql.executemany(
            "REPLACE INTO segments VALUES (?, ?)",
            [(segment.id, segment.to_json()) for segment in update.segments if segment.id in update.new],
        )


def _outputs(update: Update, setup: Setup, outputs: Outputs, published: set[str]) -> Iterator[Output]:
    """The index's files that have been made now, or are not known to be published.

    All but the manifest are named after what is in them, so a name will do for a digest.
    """
    area = setup.site_area
    manifest, content = update.manifest
    made = {
        manifest,
        update.catalogue,
        *update.tables,
        *(path for segment in update.segments if segment.id in update.new for path in segment.files),
    }
    stage(setup.staging, area, manifest, content)
    for path in sorted(made.union(set(update.files) - published)):
        digest = content_digest(content if path == manifest else path.encode())
        yield Output(area, path, OWNER, "", digest, path in made and outputs.digest(area, path) != digest)
