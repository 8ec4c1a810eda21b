from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CASES = """
import pytest

def test_passes(): pass
def test_skips_itself(): pytest.skip("because")
@pytest.mark.skip(reason="because")
def test_is_marked(): pass
@pytest.mark.xfail(strict=True)
def test_is_known_to_fail(): raise AssertionError
def test_reads_the_seeds(seeds): assert [seed.name for seed in seeds] == ["1.txt", "2.txt"]
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, project_root: Path) -> pytest.Pytester:
    """A small suite under this project's conftest, with no `shared` beside it."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("DUIZHAO_SHARED", raising=False)
    tests = pytester.mkdir("tests")
    (tests / "conftest.py").write_text((project_root / "tests" / "conftest.py").read_text("utf-8"), "utf-8")
    (tests / "test_cases.py").write_text(CASES, "utf-8")
    return pytester


def test_what_is_missing_is_skipped(suite: pytest.Pytester) -> None:
    result = suite.runpytest_subprocess("-rs")
    result.assert_outcomes(passed=1, skipped=3, xfailed=1)
    result.stdout.fnmatch_lines(["SKIPPED * 没有 */shared/seeds：*"])


def test_nothing_is_skipped_in_ci(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    suite.runpytest_subprocess().assert_outcomes(passed=1, failed=1, errors=2, xfailed=1)


def test_a_module_that_skips_itself_fails_in_ci(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    suite.path.joinpath("tests", "test_module.py").write_text("import pytest; pytest.importorskip('nonesuch')")
    suite.runpytest_subprocess().assert_outcomes(errors=1)


def test_shared_may_lie_elsewhere(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for name in ("2.txt", "1.txt"):
        (tmp_path / "seeds" / name).touch()
    monkeypatch.setenv("DUIZHAO_SHARED", str(tmp_path))
    suite.runpytest_subprocess("-k", "seeds").assert_outcomes(passed=1, deselected=4)
