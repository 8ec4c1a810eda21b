"""Fixtures every test may ask for, and the rule that a run with `CI=true` leaves nothing out."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"

# a slow machine is no failure, and CI tries the same examples every time
settings.register_profile("duizhao", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=CI)
settings.load_profile("duizhao")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden files anew from what the program gives now."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden instead of comparing with it")


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout: the folder of pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout, or where `DUIZHAO_SHARED` says; without it the test is skipped."""
    folder = Path(os.environ.get("DUIZHAO_SHARED") or ROOT.parent / "shared")
    if not (folder / "seeds").is_dir():
        pytest.skip(f"没有 {folder / 'seeds'}：要读真实样本的测试略过（可用环境变量 DUIZHAO_SHARED 指明位置）")
    return folder


@pytest.fixture(scope="session")
def seeds(shared: Path) -> list[Path]:
    """The real documents of `shared/seeds`, by name."""
    return sorted((shared / "seeds").glob("*.txt"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With `CI=true` a skipped test is a failed one: what CI leaves out, nobody else will run."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        _refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself while it is collected."""
    report = yield
    if CI and report.skipped:
        _refuse(report)
    return report


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"CI=true 时不许略过测试：{reason}"
