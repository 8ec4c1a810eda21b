"""The command as people meet it: its words, its exit codes, and that nothing ends in a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

import pytest

from duizhao import __version__, cli
from duizhao.files import all_files
from project import CHECKOUT, COMMAND, Project, contents, make_project, material

COMMANDS = ["build", "serve", "add", "remove", "list", "parse", "search", "mine", "compare", "check"]
OWN_WORDS = {
    "duizhao",
    "mkdocs",
    "yml",
    "json",
    "JSON",
    "documents",
    "drafts",
    "Ctrl",
    "zip",
    "removed",
}  # names of things, and what an option is called

pytestmark = pytest.mark.slow  # nearly every case is a process of its own


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project")
    project.write("甲.txt", material("甲的对照检查材料"))
    project.write("旧/乙.md", material("乙的对照检查材料", "调查研究", 2021))
    return project


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built project that its tests only read."""
    project = make_project(tmp_path_factory.mktemp("built") / "project")
    project.write("甲.txt", material("甲的对照检查材料"))
    project.write("旧/乙.md", material("乙的对照检查材料", "调查研究", 2021))
    project.build()
    return project


# Help


@pytest.mark.parametrize("words", [["--help"], ["-h"], [], *([command, "--help"] for command in COMMANDS)], ids=str)
def test_help_is_chinese(built: Project, words: list[str]) -> None:
    done = built.run(*words, LANG="en_US.UTF-8", LC_ALL="C.UTF-8")
    assert (done.returncode, done.stderr) == (0 if words else 2, "")
    english = set(re.findall(r"(?<![-\w])[A-Za-z]{2,}", done.stdout)) - OWN_WORDS - set(COMMANDS)
    assert english == set()
    assert "退出码：0 完成；1 " in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nosuch"], "没有 nosuch 这个命令。"),
        (["serch"], "没有 serch 这个命令。 （是不是 'search', 'serve'？）"),
        (["build", "--nosuch"], "没有 --nosuch 这个选项。"),
        (["build", "多余"], "多出了参数 多余"),
        (["build", "--corpus"], "选项 --corpus 后面要有值。"),
        (["parse"], "缺少参数 '文件…'."),
        (["search"], "缺少参数 '字句'."),
        (["add"], "缺少参数 '文件…'."),
        (["add", "甲.txt", "--name", "乙"], "--name 只用于从标准输入读的文稿（文件处写 -）。"),
        (
            ["add", "甲.txt", "--into", "../别处"],
            "'--into' 的值不对：要写成文稿文件夹下面的一个文件夹，如 2024/发言提纲。",
        ),
        (["remove", "没有"], "没有：文稿库里没有这个文件。"),
        (["remove", "甲"], "没有人可以确认：不在终端里运行时，请加上 --yes。"),
        (["list", "多余"], "多出了参数 多余"),
        (
            ["search", "学", "--part", "别的"],
            "'--part' 的值不对：别的 不在其中：'引言', '问题', '原因', '措施', '结尾'。",
        ),
        (["search", "学", "--limit", "0"], "'--limit' 的值不对：要大于 0。"),
        (["search", "学", "--year", "去年"], "'--year' 的值不对：去年 不是数字。"),
        (["build", "--config", "没有.yml"], "没有.yml：没有这个文件。请检查 --config 后面的路径。"),
        (["serve", "--address", "8000"], "8000：地址不对。请写成 127.0.0.1:8000 这样。"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_mistake_is_answered_in_chinese(built: Project, words: list[str], sentence: str) -> None:
    done = built.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == sentence


def test_the_version(built: Project) -> None:
    done = built.run("--version")
    assert (done.returncode, bool(re.fullmatch(r"\d+\.\d+\.\d+\n", done.stdout))) == (0, True)


# build


def test_build_says_what_it_did(project: Project) -> None:
    project.write("空.txt", "")
    done = project.run("build")
    assert (done.returncode, done.stdout) == (0, "")
    refusal, figures, address = done.stderr.splitlines()
    assert refusal == "空.txt：文件是空的（0 字节）。请放入有正文的文件，或删除它。"
    assert re.fullmatch(
        r"读取 2 篇，1 个文件未收入；\d+ 个段落，\d+ 条提法，\d+ 条提示；"
        r"生成 \d+ 页，写入 \d+ 个文件，用时 \d+\.\d 秒。",
        figures,
    )
    assert address == f"打开：{(project.site / 'index.html').as_uri()}"
    assert "（2 篇没有变化）" in project.run("build").stderr
    assert project.run("build", "--strict").returncode == 1
    (project.corpus / "空.txt").unlink()
    assert project.run("build", "--strict").returncode == 0


def test_folders_are_relative_to_where_the_command_runs(project: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "in").mkdir(parents=True)
    shutil.copy(project.corpus / "甲.txt", elsewhere / "in")
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "build", "-f", project.config, "--corpus", "in", "--site", "out"],
        cwd=elsewhere,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("读取 1 篇；")
    assert (elsewhere / "out" / "index.html").is_file()
    assert not project.site.exists()


# Exit codes, and no traceback


def encrypted() -> bytes:
    """A docx under a password: an OLE file that names its encrypted stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512


def broken_docx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document")
    return data.getvalue()


BAD_FILES: dict[str, bytes] = {
    "空.txt": b"",
    "空白.txt": " 　\n\t\n".encode(),
    "二进制.txt": bytes(range(256)) * 40,
    "乱.docx": broken_docx(),
    "半.docx": b"PK\x03\x04" + b"\0" * 40,
    "密.docx": encrypted(),
    "图.txt": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    "纸.pdf": b"%PDF-1.7\n1 0 obj\n",
    "大.txt": b"\xe5\xad\xa6" * (7 << 20),
    "半个字.txt": b"\xff\xfe\x00",
}


def test_bad_files_are_each_named_with_a_remedy_and_the_others_are_built(project: Project) -> None:
    for name, data in BAD_FILES.items():
        project.write(name, data)
    (project.corpus / "夹.docx").mkdir()
    (project.corpus / "断.txt").symlink_to("nowhere")
    (project.corpus / "外.txt").symlink_to(project.config)
    os.mkfifo(project.corpus / "管.txt")
    done = project.run("build")
    assert (done.returncode, done.stdout) == (0, "")
    *refusals, figures, _ = done.stderr.splitlines()
    bad = {*BAD_FILES, "断.txt", "外.txt"}
    assert {refusal.split("：")[0] for refusal in refusals} >= bad
    assert all(re.fullmatch(r"[^：]+：.+。.+。", refusal) for refusal in refusals), refusals
    assert figures.startswith(f"读取 2 篇，{len(refusals)} 个文件未收入；")
    assert project.run("build", "--strict").returncode == 1


def corpus_gone(project: Project) -> None:
    shutil.rmtree(project.corpus)


def corpus_empty(project: Project) -> None:
    corpus_gone(project)
    project.corpus.mkdir()


def corpus_a_file(project: Project) -> None:
    corpus_gone(project)
    project.corpus.write_text("一、正文")


def corpus_unusable(project: Project) -> None:
    corpus_empty(project)
    project.write("空.txt", "")


def site_a_file(project: Project) -> None:
    project.site.write_text("a file")


def site_blocked(project: Project) -> None:
    (project.site / "index.html" / "folder").mkdir(parents=True)


def state_a_file(project: Project) -> None:
    (project.root / ".duizhao").write_text("a file")


def config_bad(project: Project) -> None:
    project.config.write_text("theme: [")


def config_of_another(project: Project) -> None:
    project.config.write_text("site_name: x\n")


def taxonomy_bad(project: Project) -> None:
    project.write("taxonomy.yml", "meetings: 3\n")


def phrasebook_bad(project: Project) -> None:
    project.write("phrasebook.tsv", b"\xff\xfe")


@pytest.mark.parametrize(
    ("harm", "status", "sentence"),
    [
        (corpus_gone, 3, "corpus：找不到文稿文件夹。请检查路径，或先建好文件夹、放入文稿。"),
        (corpus_a_file, 3, "corpus：这不是文件夹。请给出存放文稿的文件夹。"),
        (corpus_empty, 3, "corpus：一篇文稿也没有。请放入 txt、md、docx、html、rtf、pdf、doc 或 wps 格式的材料。"),
        (corpus_unusable, 3, "空.txt：文件是空的（0 字节）"),
        (site_a_file, 4, "site：这里已有一个同名文件。请用 --site 换一个文件夹。"),
        (site_blocked, 4, "site：写不进去"),
        (state_a_file, 4, "不能在这里写入构建状态"),
        (config_bad, 2, "mkdocs.yml：配置不对"),
        (config_of_another, 2, "mkdocs.yml：plugins 里没有 duizhao。"),
        (taxonomy_bad, 2, "taxonomy.yml：“meetings”的写法不对。"),
        (phrasebook_bad, 2, "phrasebook.tsv：不是 UTF-8 编码。"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_cannot_be_built_is_one_sentence_and_a_status(
    project: Project, harm: Callable[[Project], None], status: int, sentence: str
) -> None:
    harm(project)
    done = project.run("build")
    assert (done.returncode, done.stdout) == (status, "")
    assert sentence in done.stderr
    assert done.stderr.endswith("。\n")
    assert "Traceback" not in done.stderr


def test_search_needs_a_corpus_too(project: Project) -> None:
    corpus_gone(project)
    done = project.run("search", "学")
    assert (done.returncode, done.stdout) == (3, "")
    assert "找不到文稿文件夹" in done.stderr
    assert "Traceback" not in done.stderr


# parse


def parse(project: Project, *words: str | Path) -> list[dict[str, object]]:
    done = project.run("parse", "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    documents: list[dict[str, object]] = json.loads(done.stdout)["documents"]
    return documents


def test_parse_gives_the_ids_of_the_site(built: Project) -> None:
    before = contents(built.root)
    documents = parse(built, built.corpus / "甲.txt", "corpus/旧/乙.md")
    assert [document["source"] for document in documents] == ["甲.txt", "旧/乙.md"]
    assert documents == sorted(parse(built, "corpus"), key=lambda document: document["source"] != "甲.txt")
    for document in documents:
        page = next(built.site.rglob(f"documents/*/{document['id']}.html")).read_text("utf-8")
        passages = re.findall(r'class="dz-passage" id="(\w+)"|id="(\w+)" class="dz-passage"', page)
        assert {"".join(ids) for ids in passages} == {each["id"] for each in _passages(document)}
    assert contents(built.root) == before


def _passages(document: dict[str, object]) -> list[dict[str, str]]:
    """All passages as `parse --json` has them: before the first section, then section by section."""

    def within(section) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
        return [*section["passages"], *(each for child in section["sections"] for each in within(child))]

    preamble: list[dict[str, str]] = document["preamble"]  # type: ignore[assignment]
    return [*preamble, *(each for section in document["sections"] for each in within(section))]  # type: ignore[attr-defined]


def test_parse_takes_files_from_anywhere_and_names_what_it_cannot_read(project: Project, tmp_path: Path) -> None:
    (tmp_path / "外.txt").write_text(material("外来的对照检查材料"), "utf-8")
    done = project.run("parse", "--json", tmp_path / "外.txt", "没有.txt", "字" * 300)
    assert done.returncode == 1
    assert [document["source"] for document in json.loads(done.stdout)["documents"]] == ["外.txt"]
    assert [line.split("：")[1][:6] for line in done.stderr.splitlines()] == ["找不到这个文", "读不出来（F"]


def test_parse_for_people_shows_facts_with_their_evidence_and_the_outline(built: Project) -> None:
    done = built.run("parse", "corpus/甲.txt")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "甲的对照检查材料"
    assert "  年度：2022（第 3 行：" in done.stdout
    assert "一、存在的突出问题  [问题]" in done.stdout


# search


def test_search_shows_the_words_in_context(built: Project) -> None:
    done = built.run("search", "读得多")
    assert done.stdout.splitlines() == [
        "一是理论学习抓得不紧，读得多、想得少。",
        "    甲的对照检查材料 › 问题 › 一、存在的突出问题 › （一）理论学习方面",
        "一是调查研究抓得不紧，读得多、想得少。",
        "    乙的对照检查材料 › 问题 › 一、存在的突出问题 › （一）调查研究方面",
    ]
    assert (done.returncode, done.stderr) == (0, "共 2 段，出自 2 篇。\n")


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        (["遇到难题绕着走"], {"甲的对照检查材料", "乙的对照检查材料"}),
        (["遇到难题绕着走", "--year", "2021"], {"乙的对照检查材料"}),
        (["研究"], {"乙的对照检查材料"}),
        (["习，读"], set()),
        (["绕着走，对"], {"甲的对照检查材料", "乙的对照检查材料"}),
        (["学", "--part", "措施"], {"甲的对照检查材料"}),
        (["，", "--kind", "对照检查材料", "--limit", "1000"], {"甲的对照检查材料", "乙的对照检查材料"}),
        (["，", "--kind", "主持词"], set()),
        (["，", "--meeting", "没有这个会"], set()),
        (["，", "--theme", "没有这个主题"], set()),
        (["没有这几个字"], set()),
        (["[red]"], set()),
        ([""], set()),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_search_finds_and_filters(built: Project, words: list[str], sources: set[str]) -> None:
    done = built.run("search", *words)
    assert {line.split(" › ")[0].strip() for line in done.stdout.splitlines()[1::2]} == sources
    assert done.returncode == (0 if sources else 1)
    assert done.stderr == "没有找到。\n" if not sources else re.fullmatch(r"共 \d+ 段，出自 \d+ 篇。\n", done.stderr)


def test_search_lists_no_more_than_asked_for(built: Project) -> None:
    done = built.run("search", "，", "--limit", "3")
    assert len(done.stdout.splitlines()) == 6
    assert re.fullmatch(r"共 \d+ 段，出自 2 篇，列出前 3 段。\n", done.stderr)


def test_a_reader_that_stops_reading_is_no_error(built: Project) -> None:
    command = [sys.executable, "-c", COMMAND, "search", "，"]
    with subprocess.Popen(command, cwd=built.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


# add


def test_add_copies_builds_and_prints_an_address_that_exists(project: Project, tmp_path: Path) -> None:
    (tmp_path / "新 材料.txt").write_text(material("新来的对照检查材料", "三会一课"), "utf-8")
    done = project.run("add", tmp_path / "新 材料.txt")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "新来的对照检查材料"
    (address,) = re.findall("网址：(.+)", done.stdout)
    page = Path(unquote(urlsplit(address).path))
    assert "新来的对照检查材料" in page.read_text("utf-8")
    assert (project.corpus / "新 材料.txt").read_bytes() == (tmp_path / "新 材料.txt").read_bytes()
    assert re.search("^读取 3 篇", done.stderr, re.MULTILINE)


def test_add_never_overwrites_and_goes_on_after_a_refusal(project: Project, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(material("冒名的材料"), "utf-8")
    done = project.run("add", tmp_path / "没有.txt", tmp_path / "甲.txt")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == (
        f"{tmp_path / '没有.txt'}：找不到这个文件。请检查路径；如果是链接，请看它指向的文件还在不在。"
    )
    assert "  文件：甲 (2).txt（" in done.stdout
    assert (project.corpus / "甲.txt").read_text("utf-8") == material("甲的对照检查材料")
    assert (project.corpus / "甲 (2).txt").read_text("utf-8") == material("冒名的材料")


def test_add_with_nothing_to_take_builds_nothing(project: Project, tmp_path: Path) -> None:
    done = project.run("add", tmp_path / "没有.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert not project.site.exists()


def test_add_takes_folders_archives_and_what_is_pasted(project: Project, tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / "丙.txt").write_text(material("丙的对照检查材料", "三会一课"), "utf-8")
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as archive:
        archive.writestr("丁.txt", material("丁的对照检查材料", "工作作风"))
        archive.writestr("空.txt", "")
    done = project.run(
        "add", tmp_path / "夹", tmp_path / "包.zip", "-", "--into", "新来", input=material("戊的对照检查材料", "担当")
    )
    assert done.returncode == 1
    assert (
        done.stderr.splitlines()[0]
        == f"{tmp_path / '包.zip'}/空.txt：文件是空的（0 字节）。请放入有正文的文件，或删除它。"
    )
    new = {"新来/夹/丙.txt", "新来/包/丁.txt", "新来/戊的对照检查材料.txt"}
    assert all_files(project.corpus) == {"甲.txt", "旧/乙.md", *new}
    addresses = re.findall("网址：(.+)", done.stdout)
    assert len(addresses) == 3
    assert all(Path(unquote(urlsplit(address).path)).is_file() for address in addresses)


def test_add_to_a_corpus_that_is_not_there_yet_makes_it(project: Project, tmp_path: Path) -> None:
    (tmp_path / "新.txt").write_text(material("新来的对照检查材料"), "utf-8")
    shutil.rmtree(project.corpus)
    assert project.run("add", tmp_path / "新.txt").returncode == 0
    assert all_files(project.corpus) == {"新.txt"}


def test_add_names_near_duplicates_with_their_address(project: Project, tmp_path: Path) -> None:
    text = material("甲的对照检查材料").replace("每月安排两天", "每周安排一天")
    (tmp_path / "改.txt").write_text(text, "utf-8")
    done = project.run("add", tmp_path / "改.txt")
    told, address = re.findall(r"近似：(.+)\n +(file:.+)", done.stdout)[0]
    assert re.fullmatch(r"与《甲的对照检查材料》(?:大部分相同|全文重复) \d\d%（甲.txt）", told)
    assert "甲的对照检查材料" in Path(unquote(urlsplit(address).path)).read_text("utf-8")


def test_add_says_which_addresses_a_file_of_the_same_name_changes(project: Project, tmp_path: Path) -> None:
    project.run("build")
    (tmp_path / "甲.txt").write_text(material("另一个甲"), "utf-8")
    done = project.run("add", tmp_path / "甲.txt", "--into", "新")
    changed = re.findall("^甲.txt：库里有了同名的文件，网址随之改为 (.+)", done.stderr, re.MULTILINE)
    for address in (*changed, *re.findall("网址：(.+)", done.stdout)):
        assert Path(unquote(urlsplit(address).path)).is_file()
    assert len(changed) == 1


def test_add_can_be_rehearsed(project: Project, tmp_path: Path) -> None:
    project.run("build")
    (tmp_path / "甲.txt").write_text(material("又一份材料"), "utf-8")
    before = contents(project.site) | contents(project.corpus)
    rehearsed = project.run("add", "--dry-run", tmp_path / "甲.txt", tmp_path / "没有.txt")
    assert contents(project.site) | contents(project.corpus) == before
    assert rehearsed.stderr.splitlines()[-1] == "只是预演，什么也没有改：会收入 1 份，0 份已在库里，1 份不能收入。"
    done = project.run("add", tmp_path / "甲.txt", tmp_path / "没有.txt")
    assert (rehearsed.returncode, rehearsed.stdout) == (done.returncode, done.stdout) == (1, done.stdout)


# remove


def pages(project: Project) -> str:
    return "".join(path.read_text("utf-8") for path in project.site.rglob("documents/*/*.html"))


def test_remove_sets_a_file_aside_and_builds(project: Project) -> None:
    project.run("build")
    done = project.run("remove", "--yes", "乙")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "移出：旧/乙.md《乙的对照检查材料》"
    (aside,) = map(Path, re.findall("已移到：(.+)", done.stdout))
    assert aside.read_text("utf-8") == material("乙的对照检查材料", "调查研究", 2021)
    assert aside.is_relative_to(project.root / ".duizhao")
    assert all_files(project.corpus) == {"甲.txt"}
    assert "甲的对照检查材料" in pages(project)
    assert "乙的对照检查材料" not in pages(project)
    assert re.search("^读取 1 篇", done.stderr, re.MULTILINE)
    project.run("build")
    assert aside.is_file()


def test_corrections_come_and_go_with_their_document(project: Project) -> None:
    project.write("旧/乙.meta.yml", "year: 2019\n")
    done = project.run("remove", "--yes", "乙")
    assert done.stdout.splitlines()[0] == "移出：旧/乙.md《乙的对照检查材料》，连同 乙.meta.yml"
    assert all_files(project.corpus) == {"甲.txt"}
    (aside,) = map(Path, re.findall("已移到：(.+)", done.stdout))
    done = project.run("add", str(aside.with_name("乙.meta.yml")))
    assert (done.returncode, "更正文件" in done.stderr) == (1, True)
    done = project.run("add", str(aside))
    assert (done.returncode, "更正：乙.meta.yml" in done.stdout, "2019" in done.stdout) == (0, True, True)
    assert all_files(project.corpus) == {"甲.txt", "乙.md", "乙.meta.yml"}


def test_remove_deletes_only_when_told_to(project: Project) -> None:
    done = project.run("remove", "--yes", "--delete", "旧/乙.md")
    assert (done.returncode, done.stdout) == (0, "永久删除：旧/乙.md《乙的对照检查材料》\n")
    assert not any("乙" in path for path in all_files(project.root))


def test_remove_touches_nothing_unless_every_name_is_clear(project: Project) -> None:
    project.write("新/甲.txt", material("新甲"))
    before = contents(project.corpus)
    done = project.run("remove", "--yes", "乙", "甲")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-3:] == ["甲：有 2 个文件对得上，请写清楚是哪一个：", "  新/甲.txt", "  甲.txt"]
    assert project.run("remove", "乙").returncode == 2
    assert project.run("remove", "--dry-run", "乙").returncode == 0
    assert contents(project.corpus) == before


@pytest.mark.parametrize(("answer", "left"), [("n\n", {"甲.txt", "旧/乙.md"}), ("y\n", {"甲.txt"})])
def test_remove_asks_at_a_terminal(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, left: set[str]
) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO(answer.encode())))
    monkeypatch.setattr(sys, "argv", ["duizhao", "remove", "乙", "-f", str(project.config)])
    with pytest.raises(SystemExit) as left_with:
        cli.main()
    assert left_with.value.code == 0
    assert all_files(project.corpus) == left
    assert "移出这 1 个文件吗？" in capsys.readouterr().err


# list


def test_list_is_a_table_of_whole_cells_when_piped(built: Project) -> None:
    done = built.run("list")
    assert (done.returncode, done.stderr) == (0, "共 2 篇。\n")
    assert [re.split(" {2,}", line.strip()) for line in done.stdout.splitlines()] == [
        ["年度", "会议", "文种", "题名", "段落", "文件"],
        ["2022", "年度民主生活会", "对照检查材料", "甲的对照检查材料", "8", "甲.txt"],
        ["2021", "党史学习教育专题民主生活会", "对照检查材料", "乙的对照检查材料", "8", "旧/乙.md"],
    ]


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        ([], ["甲.txt", "旧/乙.md"]),
        (["--year", "2021"], ["旧/乙.md"]),
        (["--theme", "理论学习"], ["甲.txt"]),
        (["--query", "调查研究", "--kind", "对照检查材料"], ["旧/乙.md"]),
        (["--meeting", "没有这个会"], []),
    ],
    ids=lambda words: " ".join(words),
)
def test_list_filters_and_gives_json(built: Project, words: list[str], sources: list[str]) -> None:
    done = built.run("list", "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    documents = json.loads(done.stdout)["documents"]
    assert [document["source"] for document in documents] == sources
    assert all((built.site / document["url"]).is_file() for document in documents)
    plain = built.run("list", *words)
    assert plain.returncode == 0
    assert plain.stderr == (f"共 {len(sources)} 篇。\n" if sources else "没有符合条件的文稿。\n")


# check


def test_check_finds_nothing_wrong_with_a_site_as_built(built: Project) -> None:
    done = built.run("check")
    pages = sum(path.endswith(".html") and path != "404.html" for path in all_files(built.site))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"检查了 {pages} 页，没有问题。\n")


def test_check_finds_what_was_broken(built: Project, tmp_path: Path) -> None:
    site = tmp_path / "doctored"
    shutil.copytree(built.site, site)
    guide = site / "guide.html"
    faults = '<a href="gone.html"></a><a href="index.html#gone"></a><script src="https://cdn.example/a.js"></script>'
    guide.write_text(guide.read_text("utf-8").replace("</article>", f"{faults}</article>"), "utf-8")
    done = built.run("check", "--site", site)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "guide.html：gone.html 没有这个文件",
        "guide.html：index.html#gone 那一页里没有这个锚点",
        "guide.html：https://cdn.example/a.js 要到站外去取",
    ]
    assert built.run("check", "--site", tmp_path / "nothing").returncode == 4


# serve


@contextmanager
def serving(project: Project, *words: str) -> Iterator[subprocess.Popen[str]]:
    """`duizhao serve` on a free port; what it says is on its `stderr`. It hears Ctrl+C even where the tests do
    not, as in the background of a script."""
    hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{hears}; {COMMAND}", "serve", "--address", "127.0.0.1:0", *words]
    with subprocess.Popen(command, cwd=project.root, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            yield process
        finally:
            process.kill()


def lines(process: subprocess.Popen[str], count: int) -> list[str]:
    assert process.stderr is not None
    return [process.stderr.readline().rstrip("\n") for _ in range(count)]


def test_serve_says_where_and_what_it_did(project: Project) -> None:
    with serving(project, "--site", "out") as process:
        address, figures = lines(process, 2)
        url = re.fullmatch(r"打开：(http://127\.0\.0\.1:\d+/)　按 Ctrl\+C 结束。", address)
        assert url is not None
        assert re.fullmatch(r"\d\d:\d\d:\d\d 共 2 篇；写入 \d+ 个文件，删除 0 个，用时 \d+\.\d 秒。", figures)
        assert "甲的对照检查材料" in urlopen(f"{url[1]}documents/").read().decode()
        project.write("空.txt", "")
        assert lines(process, 1) == ["空.txt：文件是空的（0 字节）。请放入有正文的文件，或删除它。"]
        assert re.match(r"\d\d:\d\d:\d\d 新增 空\.txt。共 2 篇，1 个文件未收入；", *lines(process, 1))
    assert (project.root / "out" / "index.html").is_file()
    assert not project.site.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("said", [1, 2], ids=["while it builds", "while it waits"])
def test_serve_ends_when_told_to(project: Project, number: signal.Signals, said: int) -> None:
    with serving(project) as process:
        lines(process, said)
        process.send_signal(number)
        _, rest = process.communicate(timeout=30)
        assert (process.returncode, "Traceback" in rest, len(rest.splitlines()) <= 1) == (0, False, True)


def test_serve_waits_for_a_corpus_that_is_not_there(project: Project) -> None:
    corpus_gone(project)
    with serving(project) as process:
        address, reason, promise = lines(process, 3)
        assert reason.endswith("corpus：找不到文稿文件夹。请检查路径，或先建好文件夹、放入文稿。")
        assert promise.endswith("没有生成成功，改好后会自动重做。")
        with pytest.raises(HTTPError) as refusal:
            urlopen(re.findall("http://[^ 　]+", address)[0])
        with refusal.value as answer:
            assert (answer.status, "找不到文稿文件夹" in answer.read().decode()) == (503, True)
        project.write("甲.txt", material("甲的对照检查材料"))
        assert "共 1 篇" in lines(process, 1)[0]


def test_serve_refuses_a_port_that_is_taken_before_it_builds(project: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = project.run("serve", "--address", f"127.0.0.1:{other.getsockname()[1]}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("（端口已有别的程序在用）。请用 --address 换一个地址或端口，如 127.0.0.1:8001。\n")
    assert not project.site.exists()


# The statuses are those the help and the README name


def test_every_kind_of_error_has_a_status() -> None:
    assert sorted(cli.STATUS.values()) == [1, 2, 3, 4]
    assert all(f"{status} " in cli.EXIT_CODES for status in (0, *cli.STATUS.values()))


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
@pytest.mark.parametrize("command", ["add", "remove", "list"])
def test_every_option_of_the_corpus_commands_is_in_the_readme(built: Project, readme: str, command: str) -> None:
    text = (CHECKOUT / readme).read_text("utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith(f"| `duizhao {command} ")]
    options = set(re.findall(r"--[a-z-]+", built.run(command, "--help").stdout))
    assert options - {"--help", "--config", "--corpus", "--site"} <= set(re.findall(r"--[a-z-]+", line))


@pytest.mark.parametrize(("arguments", "status", "said"), [(["--version"], 0, __version__), (["nonsense"], 2, "")])
def test_the_program_says_all_before_it_ends(arguments: list[str], status: int, said: str) -> None:
    script = "from duizhao.command import main; main()"
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (status, said)
    assert ("nonsense" in done.stderr) is bool(status)
