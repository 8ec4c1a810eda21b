"""Incremental equals full: whatever happens to an archive between builds, the site is what a first build makes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from interruption import build, dangling, differences, interrupted, torn
from project import make_project, material

# of two files of one name each gets another address; case and folders make no name
NAMES = ("甲.txt", "新/甲.txt", "旧/乙.md", "丙.txt", "新/丁.md", "戊.txt")
texts = st.builds(
    material,
    st.sampled_from(["甲局长的对照检查材料", "乙同志发言提纲", "剖析材料"]),
    st.sampled_from(["理论学习", "“两张皮”", "廉洁自律", "调查研究", "为民服务"]),
    st.sampled_from([2019, 2021, 2022]),
)
phrasebooks = st.sampled_from(
    [None, "党性锻炼\t提法\t\taccepted\t\n", "党性锻炼\t提法\t\trejected\t\n一抓到底\t提法\t抓到底\taccepted\t\n"]
)
taxonomies = st.sampled_from([None, "slips:\n- {wrong: 抓得, right: 抓的}\n", "slips:\n- {wrong: 劲头, right: 干劲}\n"])


class Archive(RuleBasedStateMachine):
    """An archive of one to six documents, its owner, and a clean build elsewhere to compare with."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="duizhao-test-"))
        self.project = make_project(self.folder / "project")
        self.builds = 0

    def documents(self) -> list[str]:
        return [name for name in NAMES if (self.project.corpus / name).exists()]

    def free(self) -> list[str]:
        return [name for name in NAMES if not (self.project.corpus / name).exists()]

    @initialize(first=texts, second=texts)
    def start(self, first: str, second: str) -> None:
        self.project.write(NAMES[0], first)
        self.project.write(NAMES[2], second)
        build(self.project)

    @precondition(lambda self: self.free())
    @rule(data=st.data(), text=texts)
    def add(self, data: st.DataObject, text: str) -> None:
        self.project.write(data.draw(st.sampled_from(self.free())), text)

    @rule(data=st.data(), text=texts)
    def edit(self, data: st.DataObject, text: str) -> None:
        self.project.write(data.draw(st.sampled_from(self.documents())), text)

    @precondition(lambda self: self.free())
    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        old, new = data.draw(st.sampled_from(self.documents())), data.draw(st.sampled_from(self.free()))
        target = self.project.corpus / new
        target.parent.mkdir(exist_ok=True)
        (self.project.corpus / old).rename(target)

    @precondition(lambda self: len(self.documents()) > 1)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        (self.project.corpus / data.draw(st.sampled_from(self.documents()))).unlink()

    @rule(name=st.sampled_from(["对照", "材料汇编"]))
    def name_the_site(self, name: str) -> None:
        lines = self.project.config.read_text("utf-8").splitlines(keepends=True)
        lines = [f"site_name: {name}\n" if line.startswith("site_name:") else line for line in lines]
        self.project.config.write_text("".join(lines), "utf-8")

    @rule(rows=phrasebooks)
    def change_the_phrasebook(self, rows: str | None) -> None:
        self._own("phrasebook.tsv", None if rows is None else f"head\tkind\tvariants\tstatus\tnote\n{rows}")

    @rule(text=taxonomies)
    def change_the_taxonomy(self, text: str | None) -> None:
        self._own("taxonomy.yml", text)

    def _own(self, name: str, text: str | None) -> None:
        if text is None:
            (self.project.corpus / name).unlink(missing_ok=True)
        else:
            self.project.write(name, text)

    @rule(seconds=st.floats(0.2, 2))
    def kill_a_build(self, seconds: float) -> None:
        interrupted(self.project, seconds)
        assert torn(self.project.site) == []

    @rule()
    def compare(self) -> None:
        build(self.project)
        self.builds += 1
        clean = make_project(self.folder / f"clean-{self.builds}")
        shutil.copy(self.project.config, clean.root)
        shutil.copytree(self.project.corpus, clean.corpus, dirs_exist_ok=True)
        build(clean)
        assert differences(self.project.site, clean.site, index=False) == []
        assert dangling(self.project.site, Random(0), 50) == []

    def teardown(self) -> None:
        try:
            if self.documents():
                self.compare()
                build(self.project, "--full")
                assert differences(self.project.site, self.folder / f"clean-{self.builds}" / "site", index=True) == []
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


Archive.TestCase.settings = settings(max_examples=4, stateful_step_count=8)
TestIncremental = pytest.mark.slow(Archive.TestCase)
