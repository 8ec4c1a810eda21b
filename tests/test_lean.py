"""Scripts and style sheets without what is for their readers alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import duizhao
from duizhao.lean import lean, lean_markup

ASSETS = sorted((Path(duizhao.__file__).parent / "pages" / "assets").iterdir())


def test_comments_on_lines_of_their_own_and_indents_go() -> None:
    script = b"/* What it\r\n   does. */\r\n(() => {\r\n  // why\r\n  b('//x'); // kept\r\n\r\n  a();\r\n})();\r\n"
    assert lean("a.js", script) == b"(() => {\nb('//x'); // kept\na();\n})();\n"
    style = b'/* Look. */\n\na {\n  color: red; /* kept */\n}\n/* one\ntwo */\nb::before { content: "// text"; }\n'
    assert lean("a.css", style) == b'a {\ncolor: red; /* kept */\n}\nb::before { content: "// text"; }\n'


def test_other_files_stay_as_they_are() -> None:
    assert lean("a.svg", b"<!-- x -->\n\n  <svg/>") == b"<!-- x -->\n\n  <svg/>"


def test_blank_lines_and_indents_between_tags_go() -> None:
    markup = "<p>\n\n  一 二\n  <b\n   title='x\n y'>三</b>  四  </p>\n \n"
    assert lean_markup(markup) == "<p>\n一 二\n<b\n   title='x\n y'>三</b>  四  </p>\n"


@pytest.mark.parametrize("name", ["script", "style", "pre", "textarea", "PRE"])
def test_what_keeps_its_blanks_stays_as_it_is(name: str) -> None:
    kept = f"<{name} id='a'>\n\n  `x\n   < y`\n</{name}>"
    assert lean_markup(f"<div>\n\n{kept}\n\n</div>") == f"<div>\n{kept}\n</div>"


@pytest.mark.parametrize("asset", ASSETS, ids=lambda asset: asset.name)
def test_no_line_of_code_is_lost(asset: Path) -> None:
    """But for comments, of which each line begins like one or stands between its marks."""
    kept = lean(asset.name, asset.read_bytes()).decode().splitlines()
    rest, inside = [], False
    for line in map(str.strip, asset.read_text("utf-8").splitlines()):
        inside = inside or line.startswith("/*")
        if line and not inside and not line.startswith("//"):
            rest.append(line)
        inside = inside and not line.endswith("*/")
    assert [line.strip() for line in kept] == rest
