"""What may happen to a project between two builds, on purpose or behind their back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from duizhao.normalise.ids import document_id
from duizhao.pages import addresses
from project import Project, material

Change = Callable[[Project], object]


def page(project: Project, name: str) -> Path:
    """The page of a document, by the name of its file."""
    return project.site / addresses.html(addresses.document_page(document_id(name)))


def lose_the_ledger_and_a_document(project: Project) -> None:
    for folder in (project.root / ".duizhao").glob("*/wording"):
        shutil.rmtree(folder)
    (project.corpus / "丙.txt").unlink()


def remove_and_compare(project: Project) -> None:
    lose_the_ledger_and_a_document(project)
    project.write("甲.txt", material("甲的对照检查材料", "一岗双责"))
    (project.root / "draft.txt").write_text(material("草稿", "一岗双责"), "utf-8")
    done = project.run("compare", "draft.txt")
    assert done.returncode == 0, done.stderr


CHANGES: dict[str, Change] = {
    "added": lambda project: project.write("新/丁.txt", material("丁的对照检查材料", "三会一课", 2023)),
    "edited": lambda project: project.write("甲.txt", material("甲的对照检查材料", "一岗双责")),
    "removed": lambda project: (project.corpus / "丙.txt").unlink(),
    "renamed": lambda project: (project.corpus / "丙.txt").rename(project.corpus / "戊.txt"),
    "moved": lambda project: (project.corpus / "旧/乙.md").rename(project.corpus / "乙.md"),
    "given a namesake": lambda project: project.write("新/甲.txt", material("另一个甲")),
    "given a phrasebook": lambda project: project.write(
        "phrasebook.tsv", "head\tkind\tvariants\tstatus\tnote\n党性锻炼\t提法\t\t\t\n"
    ),
    "given a taxonomy": lambda project: project.write("taxonomy.yml", "slips:\n- {wrong: 抓得, right: 抓的}\n"),
    "removed, and the ledger lost": lose_the_ledger_and_a_document,
    "removed, and others read since": remove_and_compare,
    "no longer readable": lambda project: project.write("甲.txt", b"\0" * 64),
}


def edit_site(project: Project) -> None:
    (project.site / "index.html").write_text("changed by hand")
    page(project, "甲.txt").unlink()


def lose_state_and_a_document(project: Project) -> None:
    shutil.rmtree(project.root / ".duizhao")
    (project.corpus / "丙.txt").unlink()


HARMS: dict[str, Change] = {
    "site edited": edit_site,
    "site deleted": lambda project: shutil.rmtree(project.site),
    "state deleted": lambda project: shutil.rmtree(project.root / ".duizhao"),
    "state deleted, a document removed": lose_state_and_a_document,
    "generated pages deleted": lambda project: [
        shutil.rmtree(folder) for folder in (project.root / ".duizhao").glob("*/generated/documents")
    ],
    "a stray generated page": lambda project: [
        (folder / "stray.md").write_text("stray") for folder in (project.root / ".duizhao").glob("*/generated")
    ],
    "parallels edited": lambda project: [
        file.write_text("changed") for file in (project.site / "parallels").rglob("*.js")
    ],
    "store corrupt": lambda project: [
        store.write_bytes(b"?" * 9999) for store in (project.root / ".duizhao").glob("*/store.sqlite")
    ],
    "half a file left behind": lambda project: (project.site / "index.html.duizhao-part").write_text("<ht"),
}
