"""The files that builds have published, as the store knows them."""

from __future__ import annotations

from pathlib import Path

from duizhao.outputs import Output, Outputs
from duizhao.store import Store

PAGE = Output("site", "index.html", "index", "key", b"digest", is_staged=True)


def test_of_an_area_without_files_none_is_asked_for(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        outputs = Outputs(store.connection)
        asked: list[str] = []
        store.connection.set_trace_callback(asked.append)
        assert [outputs.digest("site", f"{at}.html") for at in range(9)] == [None] * 9
        assert outputs.keyed("site", "index.html") is None
        assert len(asked) == 1


def test_what_is_kept_is_known_at_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.sqlite") as store:
        outputs = Outputs(store.connection)
        assert outputs.digest("site", "index.html") is None
        with store.transaction():
            outputs.keep([PAGE], {("site", "index.html"): (4, 5)})
        assert outputs.digest("site", "index.html") == b"digest"
        assert outputs.keyed("site", "index.html") == ("key", b"digest")
        assert outputs.keyed("other site", "index.html") is None
