"""A build happens or it does not: killed at any moment, it leaves a site that can be read; the next one mends it."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from interruption import build, dangling, differences, interrupted, torn
from make_corpus import edited, make, material
from make_corpus_formats import Material, source_file
from project import Project, make_project

pytestmark = pytest.mark.slow

DOCUMENTS = 500
MOMENTS = 25  # in first builds, and as many in later ones
SAMPLE = 60  # pages whose links are followed after each
SEED = 1


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("archive") / "project")
    make(DOCUMENTS, project.corpus, SEED)
    return project


@pytest.fixture(scope="module")
def clean(archive: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, float]:
    """The archive built in one go somewhere else, and how long that took."""
    project = copy_of(archive, tmp_path_factory.mktemp("clean") / "project")
    return project, build(project)


def copy_of(project: Project, root: Path) -> Project:
    copy = make_project(root)
    shutil.copytree(project.corpus, copy.corpus, dirs_exist_ok=True)
    return copy


def write(project: Project, written: Material) -> None:
    name, data = source_file(written)
    project.write(name, data)


def change(project: Project, moment: int) -> None:
    """One of three changes, every time to another document."""
    match moment % 3:
        case 0:
            write(project, material(SEED, DOCUMENTS + moment))
        case 1:
            write(project, edited(material(SEED, moment)))
        case 2:
            (project.corpus / source_file(material(SEED, moment))[0]).unlink()


def test_first_builds_killed_at_any_moment(archive: Project, clean: tuple[Project, float], tmp_path: Path) -> None:
    reference, seconds = clean
    project = copy_of(archive, tmp_path / "project")
    random = Random(1)
    killed = 0
    for moment in range(MOMENTS):
        if moment % 5 == 0:  # the others start from what a killed one has left
            for folder in (project.site, project.root / ".duizhao"):
                shutil.rmtree(folder, ignore_errors=True)
        killed += interrupted(project, seconds * (moment + random.random()) / MOMENTS)
        assert torn(project.site) == []
        assert dangling(project.site, random, SAMPLE) == []
    assert killed
    build(project)
    assert differences(project.site, reference.site, index=False) == []
    build(project, "--full")
    assert differences(project.site, reference.site, index=True) == []


def test_later_builds_killed_at_any_moment(clean: tuple[Project, float], tmp_path: Path) -> None:
    project = Project(shutil.copytree(clean[0].root, tmp_path / "project"))
    build(project)
    change(project, MOMENTS)
    seconds = build(project)
    random = Random(2)
    killed = 0
    for moment in range(MOMENTS):
        change(project, moment)
        killed += interrupted(project, seconds * (moment + random.random()) / MOMENTS)
        assert torn(project.site) == []
        assert dangling(project.site, random, SAMPLE) == []
        if moment % 5 == 4:
            build(project)
            assert dangling(project.site, random, SAMPLE) == []
    assert killed
    build(project)
    reference = copy_of(project, tmp_path / "reference")
    build(reference)
    assert differences(project.site, reference.site, index=False) == []
    build(project, "--full")
    assert differences(project.site, reference.site, index=True) == []
