"""Zip archives: whatever the packer did with names, nothing leaves its folder and nothing bursts."""

from __future__ import annotations

import contextlib
import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.adding import packed
from duizhao.adding.packed import is_packed, open_packed
from duizhao.errors import SourceError


def zipped(files: dict[str, bytes], encoding: str | None = None) -> bytes:
    """A zip; with `encoding` as programs write it that know no UTF-8 flag."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            info = _Plain(name, encoding) if encoding else zipfile.ZipInfo(name)
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


class _Plain(zipfile.ZipInfo):
    def __init__(self, name: str, encoding: str) -> None:
        super().__init__("x")
        self.filename, self._encoding = name, encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 -- zipfile asks here how to write a name
        return self.filename.encode(self._encoding), self.flag_bits & ~0x800


def names(data: bytes) -> list[str]:
    with open_packed(data) as package:
        return [member.name for member in package.members]


def read(data: bytes) -> dict[str, bytes | str]:
    """What each member holds, or why it is refused."""
    found: dict[str, bytes | str] = {}
    with open_packed(data) as package:
        for member in package.members:
            try:
                found[member.name] = package.read(member)
            except SourceError as error:
                found[member.name] = error.reason
    return found


def reason(data: bytes) -> str:
    with pytest.raises(SourceError) as caught, open_packed(data):
        pass
    assert caught.value.remedy
    return caught.value.reason


# Names


@pytest.mark.parametrize("encoding", [None, "utf-8", "gb18030", "gbk"])
@pytest.mark.parametrize("name", ["材料/联通.txt", "材料/“四风”方面—发言提纲.docx", "诚/繁體與俥.txt", "plain.txt"])
def test_names_come_out_as_they_went_in(name: str, encoding: str | None) -> None:
    assert names(zipped({name: b"x", "材料/对照检查材料.txt": b"y"}, encoding)) == [name, "材料/对照检查材料.txt"]


def test_a_backslash_of_old_windows_programs_parts_folders() -> None:
    assert names(zipped({"旧\\深\\甲.txt": b"x"}, "gbk")) == ["旧/深/甲.txt"]


def test_the_second_byte_of_a_character_is_no_backslash() -> None:
    assert "誠".encode("gbk")[1:] == b"\x5c"
    assert names(zipped({"誠信.txt": b"x"}, "gbk")) == ["誠信.txt"]


def test_what_a_system_forbids_in_a_name_is_replaced() -> None:
    assert names(zipped({"问：?/a:b.txt": b"x", "./甲//乙.txt": b"y"})) == ["问：_/a_b.txt", "甲/乙.txt"]


def test_litter_is_passed_over() -> None:
    files = ["__MACOSX/._甲.txt", ".DS_Store", "甲/.隐藏/乙.txt", "Thumbs.db", "~$甲.docx", "taxonomy.yml", " .x.txt"]
    assert names(zipped({**dict.fromkeys(files, b"x"), "夹/": b"", "甲.txt": b"y"})) == ["甲.txt"]


@pytest.mark.parametrize(
    ("files", "top"),
    [
        (["甲.txt", "乙.txt"], None),
        (["夹/甲.txt", "夹/深/乙.txt"], "夹"),
        (["夹/甲.txt", "乙.txt"], None),
        (["夹/甲.txt", "另/乙.txt"], None),
        (["夹/甲.txt", ".DS_Store"], "夹"),
    ],
)
def test_the_folder_that_everything_is_in(files: list[str], top: str | None) -> None:
    with open_packed(zipped(dict.fromkeys(files, b"x"))) as package:
        assert package.top == top


# What is refused


@pytest.mark.parametrize("name", ["../甲.txt", "夹/../../甲.txt", "/etc/甲.txt", "C:/甲.txt", "c:甲.txt", "..\\甲.txt"])
def test_a_path_that_leads_out_is_refused_alone(name: str) -> None:
    found = read(zipped({name: b"x", "乙.txt": b"y"}))
    assert found.pop("乙.txt") == b"y"
    assert list(found.values()) == ["路径指向文件夹之外，为安全起见没有解压"]
    assert not any(part in ("", "..") or ":" in part for name in found for part in name.split("/"))


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("链.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert read(data.getvalue()) == {"链.txt": "这是链接，不是文件"}


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert read(zipped({"弹.txt": b"0" * (8 << 20), "甲.txt": b"y"})) == {
        "弹.txt": "解压出来太大，为安全起见没有解压",
        "甲.txt": b"y",
    }


def test_an_archive_too_large_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"甲.txt": b"12345", "乙.txt": b"67890"})
    monkeypatch.setattr(packed, "MOST_UNPACKED", 9)
    assert reason(data) == "压缩包解开来太大，为安全起见没有解压"
    monkeypatch.setattr(packed, "MOST_UNPACKED", 10)
    monkeypatch.setattr(packed, "MOST_MEMBERS", 1)
    assert reason(data) == "压缩包解开来太大，为安全起见没有解压"


def test_a_size_that_lies_is_damage() -> None:
    data = bytearray(zipped({"甲.txt": b"12345" * 100}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (7).to_bytes(4, "little")
    assert read(bytes(data)) == {"甲.txt": "在压缩包里坏了，解不出来"}


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(zipped({"甲.txt": b"x"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert reason(bytes(data)) == "压缩包设了密码，打不开"


def test_an_unknown_method_is_refused_alone() -> None:
    data = bytearray(zipped({"甲.txt": b"x" * 50}))
    data[data.rindex(b"PK\x01\x02") + 10] = 9
    data[8] = 9
    assert read(bytes(data)) == {"甲.txt": "用了不认识的压缩方法"}


def test_an_archive_with_nothing_in_it_is_refused() -> None:
    assert reason(zipped({"夹/": b"", ".DS_Store": b"x"})) == "压缩包里没有可以收入的文件"


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_damage_is_refused_or_harmless(at: int, garbage: bytes) -> None:
    whole = zipped({"夹/甲.txt": "正文".encode() * 40, "夹/乙.txt": b"y"})
    data = whole[:at] + garbage + whole[at + len(garbage) :]
    with contextlib.suppress(SourceError):
        found = read(data)
        assert not any(part in ("", ".", "..") for name in found for part in name.split("/"))


@given(st.integers(0, 300))
def test_a_piece_of_an_archive_is_damaged(length: int) -> None:
    whole = zipped({"夹/甲.txt": "正文".encode() * 40, "夹/乙.txt": b"y"})
    assert reason(whole[: min(length, len(whole) - 1)]) == "压缩包坏了，打不开"


# What is an archive


@pytest.mark.parametrize(
    ("files", "name", "expected"),
    [
        (["甲.txt"], "材料.zip", True),
        (["甲.txt"], "材料", True),
        (["word/甲.txt"], "材料.zip", True),
        (["[Content_Types].xml", "word/document.xml"], "甲.docx", False),
        (["[Content_Types].xml", "word/document.xml"], "甲.zip", False),
        (["xl/workbook.xml"], "表.xlsx", False),
    ],
)
def test_a_zip_of_documents_is_told_from_a_document(
    files: list[str], name: str, expected: bool, tmp_path: Path
) -> None:
    data = zipped(dict.fromkeys(files, b"x"))
    (tmp_path / "x").write_bytes(data)
    assert is_packed(data, name) == is_packed(tmp_path / "x", name) == expected


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "材料.zip", False),
        ("正文".encode(), "材料.zip", False),
        (b"PK\x03\x04" + b"\0" * 40, "材料.zip", True),
        (b"PK\x03\x04" + b"\0" * 40, "材料.docx", False),
    ],
)
def test_what_is_damaged_is_what_its_name_says(data: bytes, name: str, expected: bool) -> None:
    assert is_packed(data, name) == expected
