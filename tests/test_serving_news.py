"""What open pages are told, to whom, and when."""

from __future__ import annotations

import json

from duizhao.errors import ConfigError, SourceError
from duizhao.serving.news import MOST_PROBLEMS, Board, News

EMPTY = SourceError("文件是空的", remedy="请删除它", path="空.txt")
WRONG = ConfigError("写法不对", path="taxonomy.yml", line=3)


def test_the_first_to_ask_is_told_at_once() -> None:
    board = Board()
    board.post([EMPTY], failed=False, renewed=True)
    assert next(board.follow(0)) == board.news
    assert board.news.problems == (EMPTY,)


def test_followers_hear_each_change_and_silence_between() -> None:
    board = Board()
    heard = board.follow(0)
    assert next(heard) == board.news
    assert next(heard) is None
    board.post([WRONG], failed=True, renewed=False)
    assert next(heard) == board.news
    assert next(heard) is None


def test_what_is_overtaken_is_skipped() -> None:
    board = Board()
    heard = board.follow(0)
    next(heard)
    board.post([WRONG], failed=True, renewed=False)
    board.post([], failed=False, renewed=True)
    latest = next(heard)
    assert latest is not None
    assert (latest.failed, latest.problems) == (False, ())
    assert next(heard) is None


def test_a_closed_board_ends_all_following() -> None:
    board = Board()
    heard = board.follow(3600)
    next(heard)
    board.close()
    assert list(heard) == []


def test_pages_load_again_only_for_a_build_that_changed_the_site() -> None:
    board = Board()
    builds = [board.news.build]
    for failed, renewed in [(False, False), (True, False), (False, True), (False, True)]:
        board.post([], failed=failed, renewed=renewed)
        builds.append(board.news.build)
    assert builds[0] == builds[1] == builds[2]
    assert len({*builds}) == 3


def test_a_server_that_starts_again_has_another_build() -> None:
    assert Board().news.build != Board().news.build


def test_the_words_of_an_error_reach_the_page_in_one_line() -> None:
    line = News("1", True, (EMPTY, WRONG)).json()
    assert "\n" not in line
    assert json.loads(line) == {
        "build": "1",
        "failed": True,
        "problems": [
            {"where": "空.txt", "reason": "文件是空的", "remedy": "请删除它"},
            {"where": "taxonomy.yml 第 3 行", "reason": "写法不对", "remedy": ""},
        ],
        "count": 2,
    }


def test_a_page_lists_some_of_many_problems_and_knows_of_all() -> None:
    news = json.loads(News("1", False, (EMPTY,) * (MOST_PROBLEMS + 1)).json())
    assert (len(news["problems"]), news["count"]) == (MOST_PROBLEMS, MOST_PROBLEMS + 1)


def test_a_name_that_is_not_unicode_can_be_sent() -> None:
    news = News("1", False, (SourceError("读不出来", path="\udcff.txt"),))
    assert json.loads(news.json().encode())["problems"][0]["where"] == "\udcff.txt"
