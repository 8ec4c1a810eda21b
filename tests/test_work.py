"""Jobs: files read together are read as one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from duizhao.records import Stamp
from duizhao.store import Store
from duizhao.work import ReadJob, ReadResult, Setup, Tools, read_documents
from project import material

FILES = {
    "一.txt": material("甲的对照检查材料").encode(),
    "空.txt": b"",
    "汇编.txt": "".join(f"篇{at}：{material(f'{at}的对照检查材料')}" for at in "一二三").encode(),
    "坏.docx": b"PK\x03\x04 no such thing",
    "二.txt": material("戊的对照检查材料", "调查研究").encode(),
}


def told(results: Sequence[ReadResult]) -> list[tuple[object, ...]]:
    return [(result.job, result.records, result.outputs, str(result.error)) for result in results]


@pytest.mark.parametrize("site", ["", "site"])
def test_files_read_together_are_read_as_one_after_the_other(tmp_path: Path, site: str) -> None:
    jobs = []
    for at, (name, content) in enumerate(FILES.items()):
        (tmp_path / name).write_bytes(content)
        jobs.append(ReadJob(name, tmp_path / name, f"{at:012x}", Stamp(0, 0, 0, ""), ""))
    path = tmp_path / "store.sqlite"
    with Store.open(path):
        pass
    tools = Tools(Setup(tmp_path, path, tmp_path / "staging", site, {}, frozenset(), ""))
    together = read_documents(tools, jobs)
    assert told(together) == told([result for job in jobs for result in read_documents(tools, [job])])
    assert [len(result.records) for result in together] == [1, 0, 3, 0, 1]
    assert [result.error is not None for result in together] == [False, True, False, True, False]
    assert all(len(result.outputs) == (3 * len(result.records) if site else 0) for result in together)
    tools.close()
