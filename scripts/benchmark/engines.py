"""The search engines compared: which files of a site are theirs, and how a page asks them. JavaScript runs in the page.

Every engine is asked by the interface that its own page uses, for the same page of ten results.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmark.builders import BASELINE, DUIZHAO, MATERIAL

SHOWN = 10  # results of a page
REACH = 5_000  # results of a query that are fetched to judge them; the others are known by their number alone
PAGEFIND, QUOTED = "pagefind", "quoted"


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to search. Scripts are functions of the query; those that answer take it as typed."""

    name: str
    label: str
    builder: str  # whose site it is in
    page: str  # of the site, opened to search from
    files: tuple[str, ...]  # patterns of its own files in the site, as `Path.glob` has them
    prepare: str  # runs before any script of the page
    start: str  # until it can be asked
    answer: str  # → {keys, total, exact}: all results up to REACH; `total` null where it does not say
    first: str  # → {first, page, found}: milliseconds to the first result, to the page of ten; whether there is one
    rest: str = ""  # → milliseconds: what is asked after the page of ten to know the total; null: it was known
    quoted: bool = False
    is_cold: bool = True  # otherwise the whole index is in memory before the first query, which then needs nothing more


_DUIZHAO_ANSWER = f"""async (words) => {{
    const {{ total, exact, results }} = await duizhao.search(words, {{ limit: 1000 }});
    const all = [...results];
    for (let last = results; last.length === 1000 && all.length < {REACH}; all.push(...last)) {{
        last = (await duizhao.search(words, {{ limit: 1000, offset: all.length }})).results;
    }}
    return {{ keys: all.map(({{ document, passage }}) => `${{document}}/${{passage}}`), total, exact }};
}}"""
_DUIZHAO_FIRST = f"""async (words) => {{
    const start = performance.now();
    let first = null;
    const early = () => (first = performance.now() - start);
    const answer = await duizhao.search(words, {{ limit: {SHOWN}, quick: true, early }});
    const page = performance.now() - start;
    window.isSettled = answer.exact;
    return {{ first: first ?? page, page, found: answer.results.length > 0 }};
}}"""
_DUIZHAO_REST = """async (words) => {
    if (window.isSettled) return null;
    const start = performance.now();
    await duizhao.search(words, { limit: 0 });
    return performance.now() - start;
}"""
_PAGEFIND_START = """async () => {
    window.pagefind = await import('/pagefind/pagefind.js');
    await pagefind.init();
}"""
_PAGEFIND_ANSWER = """async (words) => {
    const { results } = await pagefind.search(words);
    return { keys: results.map(({ id }) => id), total: null, exact: null };
}"""
_PAGEFIND_FIRST = f"""async (words) => {{
    const start = performance.now();
    const {{ results }} = await pagefind.search(words);
    const page = results.slice(0, {SHOWN}).map((result) => result.data());
    await page[0];
    const first = performance.now() - start;
    await Promise.all(page);
    return {{ first, page: performance.now() - start, found: page.length > 0 }};
}}"""
# The page's own worker, set up by the page itself; it answers questions in their order, the page's own among them.
_MATERIAL_PREPARE = """(() => {
    const waiting = [];
    let ready;
    window.isReady = new Promise((resolve) => (ready = resolve));
    window.Worker = class extends Worker {
        constructor(...given) {
            super(...given);
            window.ask = (words) =>
                new Promise((resolve) => {
                    this.next = resolve;
                    this.postMessage({ type: 2, data: words });
                });
            this.addEventListener('message', ({ data }) => {
                if (data.type === 1) ready();
                if (data.type === 3) waiting.shift()?.(data.data);
            });
        }
        postMessage(message) {
            if (message.type === 2) {
                waiting.push(this.next);
                this.next = undefined;
            }
            super.postMessage(message);
        }
    };
})()"""
_MATERIAL_ANSWER = """async (words) => {
    const { items } = await window.ask(words);
    return { keys: items.map(([{ location }]) => location), total: null, exact: null };
}"""
_MATERIAL_FIRST = """async (words) => {
    const start = performance.now();
    const { items } = await window.ask(words);
    const first = performance.now() - start;
    return { first, page: first, found: items.length > 0 };
}"""

_PAGEFIND = ("pagefind/pagefind.js", "pagefind/pagefind-worker.js", "pagefind/pagefind-entry.json")
_PAGEFIND_INDEX = ("pagefind/*.pagefind", "pagefind/*.pf_meta", "pagefind/*/*.pf_*", "pagefind/wasm.*")


def _pagefind(name: str, label: str, *, quoted: bool) -> Engine:
    return Engine(
        name,
        label,
        BASELINE,
        "index.html",
        (*_PAGEFIND, *_PAGEFIND_INDEX),
        "",
        _PAGEFIND_START,
        _PAGEFIND_ANSWER,
        _PAGEFIND_FIRST,
        quoted=quoted,
    )


ENGINES: Mapping[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine(
            DUIZHAO,
            "duizhao",
            DUIZHAO,
            "search/index.html",
            ("search/**/*.js", "assets/duizhao/*"),
            "",
            "async () => { await duizhao.overview(); }",
            _DUIZHAO_ANSWER,
            _DUIZHAO_FIRST,
            _DUIZHAO_REST,
        ),
        _pagefind(PAGEFIND, "Pagefind", quoted=False),
        _pagefind(QUOTED, "Pagefind, quoted", quoted=True),
        Engine(
            MATERIAL,
            "Material",
            MATERIAL,
            "index.html",
            ("search/search_index.json", "assets/javascripts/workers/search.*.js", "assets/javascripts/lunr/min/*.js"),
            _MATERIAL_PREPARE,
            "() => window.isReady",
            _MATERIAL_ANSWER,
            _MATERIAL_FIRST,
            is_cold=False,
        ),
    )
}


def own_files(engine: Engine, site: Path) -> dict[str, int]:
    """The engine's files in a site, by path below it, with their bytes on disk."""
    found = (path for pattern in engine.files for path in site.glob(pattern) if path.is_file())
    return {path.relative_to(site).as_posix(): path.stat().st_size for path in found}


@cache
def pagefind_addresses(site: Path) -> Mapping[str, str]:
    """The page of every fragment, by the name that Pagefind's results have. Raises OSError: it cannot be read."""
    addresses = {}
    for fragment in (site / "pagefind" / "fragment").iterdir():
        data = gzip.decompress(fragment.read_bytes())
        addresses[fragment.stem] = json.loads(data[data.index(b"{") :])["url"]
    return addresses
