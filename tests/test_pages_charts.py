from __future__ import annotations

import pytest
from lxml import html

from duizhao.pages.charts import columns, rows

BARS = [("2019", 1), ("<2020>", 40), ("一个长得一行里写不完的会议名称", 3)]


@pytest.mark.parametrize("draw", [columns, rows])
def test_every_figure_is_text_and_no_name_is_markup(draw: object) -> None:
    assert callable(draw)
    figure = html.fragment_fromstring(draw("年度", BARS).markup)
    svg = figure.find("svg")
    assert svg.get("aria-label") == "年度：2019 1；<2020> 40；一个长得一行里写不完的会议名称 3"
    assert svg.get("role") == "img"
    said = [text.text for text in svg.iter("text")]
    assert {"1", "40", "3", "2019", "<2020>"} <= set(said)
    sizes = [max(float(bar.get("width")), float(bar.get("height"))) for bar in svg.iter("rect")]
    assert max(sizes) == sizes[1]
    assert all(size > 0 for size in sizes)


def test_a_chart_is_one_line_of_markup() -> None:
    assert "\n" not in rows("主题", BARS).markup
