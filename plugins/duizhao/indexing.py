"""Store → search index: what the index is to hold, read document by document from any process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from duizhao.outputs import Output, Outputs, content_digest
from duizhao.pages import addresses
from duizhao.search.index import IndexedDocument, IndexedPassage, build_index
from duizhao.store import Store
from duizhao.work import Setup, stage


def indexed_documents(store: Path, ids: Sequence[str]) -> Iterator[IndexedDocument]:
    """Documents as search sees them, in the order of `ids`. Works in any process."""
    with Store.reading(store) as opened:
        sql = opened.connection
        for id in ids:
            key, title, year, meeting, kind = sql.execute(
                "SELECT key, title, year, meeting, kind FROM documents WHERE id = ?", (id,)
            ).fetchone()
            rows = sql.execute(
                "SELECT id, text, part, theme, trail FROM passages WHERE document = ? ORDER BY ordinal", (key,)
            )
            url = addresses.html(addresses.document_page(id))
            passages = tuple(IndexedPassage(*row) for row in rows)
            yield IndexedDocument(id, url, title, year or None, meeting, kind, passages)


def update_search(
    store: Store,
    setup: Setup,
    workers: int,
    add: Callable[[Iterable[Output]], None],
    lose: Callable[[str, Iterable[str]], None],
) -> None:
    """Brings the index to what the store holds."""
    outputs = Outputs(store.connection)
    ids = [id for (id,) in store.connection.execute("SELECT id FROM documents ORDER BY year = 0, year DESC, title, id")]
    known = outputs.owned("index", setup.site_area)
    made = []
    for path, data in build_index(indexed_documents(setup.store, ids)):
        digest = content_digest(data)
        staged = outputs.digest(setup.site_area, path) != digest
        if staged:
            stage(setup.staging, setup.site_area, path, data)
        made.append(Output(setup.site_area, path, "index", "", digest, staged))
    add(made)
    lose(setup.site_area, known - {each.path for each in made})
