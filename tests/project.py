"""A project of its own for a test: `mkdocs.yml`, `docs/` and a corpus in a folder that the test may do anything to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from duizhao.files import LISTING, all_files
from duizhao.progress import Silent
from duizhao.report import Report
from duizhao.site import build_site

CHECKOUT = Path(__file__).resolve().parent.parent
COMMAND = "from duizhao.cli import main; main()"


@dataclass(frozen=True)
class Project:
    """A project in `root`; `corpus/` and `site/` where the checkout has them."""

    root: Path

    @property
    def corpus(self) -> Path:
        return self.root / "corpus"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def config(self) -> Path:
        return self.root / "mkdocs.yml"

    def write(self, name: str, content: str | bytes) -> Path:
        """A file of the corpus."""
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def build(self, corpus: Path | None = None, site: Path | None = None) -> Report:
        """One build in this process."""
        return build_site(self.config, corpus, site, Silent())

    def run(
        self, *arguments: str | Path, input: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """The command in a process of its own, in the project's folder, with `input` as its standard input."""
        return subprocess.run(
            [sys.executable, "-c", COMMAND, *arguments],
            cwd=self.root,
            env=os.environ | environment,
            **({"stdin": subprocess.DEVNULL} if input is None else {"input": input}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def make_project(root: Path) -> Project:
    """The checkout's configuration and hand-written pages in `root`, with an empty corpus."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(CHECKOUT / "mkdocs.yml", root)
    shutil.copytree(CHECKOUT / "docs", root / "docs")
    (root / "corpus").mkdir()
    return Project(root)


def make_small(root: Path) -> Project:
    """A project with three small documents: `changes.CHANGES` are made to it."""
    project = make_project(root)
    project.write("甲.txt", material("甲的对照检查材料"))
    project.write("旧/乙.md", material("乙的发言提纲", "调查研究", 2021))
    project.write("丙.txt", material("丙的剖析材料", "三会一课"))
    return project


def make_archive(root: Path) -> Project:
    """A project with the samples, and with the seeds where they are at hand."""
    project = make_project(root)
    shutil.copytree(CHECKOUT / "corpus", project.corpus, dirs_exist_ok=True)
    shared = Path(os.environ.get("DUIZHAO_SHARED") or CHECKOUT.parent / "shared")
    for seed in sorted((shared / "seeds").glob("*.txt")):
        shutil.copy(seed, project.corpus)
    return project


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site but the list of them, which a folder that no build made has not."""
    return {path: (site / path).read_bytes() for path in all_files(site) - {LISTING}}


def material(title: str, word: str = "理论学习", year: int = 2022) -> str:
    """A small document of the usual shape, invented here; `word` stands in each of its passages."""
    return f"""{title}

根据{year}年度民主生活会安排，现对照检查如下。

一、存在的突出问题
（一）{word}方面。一是{word}抓得不紧，读得多、想得少。二是联系实际推进{word}的办法不多，真抓实干的劲头不足。
（二）担当作为方面。有时遇到难题绕着走，对{word}中的堵点没有一抓到底。

二、原因剖析
一是宗旨意识有所淡化，把{word}当成软任务。二是党性锻炼放松，自我要求不严。

三、下一步整改措施
（一）持之以恒抓{word}。每月安排两天集中研讨，力戒形式主义。
（二）久久为功转作风。对群众反映的问题逐项销号，让{word}见到实效。
"""
