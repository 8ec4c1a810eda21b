"""A file of the corpus as a `Source`: read once, refused with a reason where it cannot be."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, cast

from duizhao.errors import SourceError
from duizhao.intake.files import load, most_bytes, oversized
from duizhao.intake.reading import Reading
from duizhao.intake.sniff import sniff
from duizhao.model import Source

READERS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "txt": ("text", "read_text"),
        "md": ("text", "read_markdown"),
        "docx": ("docx", "read_docx"),
        "html": ("html", "read_html"),
        "rtf": ("rtf", "read_rtf"),
        "mht": ("mht", "read_mht"),
        "pdf": ("pdf", "read_pdf"),
        "doc": ("office", "read_doc"),
        "wps": ("office", "read_wps"),
        "odt": ("office", "read_odt"),
    }
)
"""Format, as `sniff` names it, to the module beside this one that has its reader, and the reader's name: it is loaded
when the first file of the format comes, for most archives have few. A reader raises `SourceError` without a path."""

FORMATS: Final = "txt、md、docx、html、rtf、pdf、doc 或 wps"
"""What messages name to who looks for a format that will do."""

_SAVE_AS: Final = "请用原来的软件打开，另存为 docx 或 txt 后放回来"
# Formats that `sniff` knows and nobody reads yet: what to call them, and what to do.
_UNREADABLE: Final = {
    "archive": ("压缩包", "请解压后把里面的文稿放进来"),
    "image": ("图片", "请先做文字识别，再另存为 docx 或 txt"),
    "ofd": ("版式文件 OFD", "请用阅读器打开，转换为 docx 或 txt"),
    "ole": ("旧版 Office 文稿", _SAVE_AS),
    "pptx": ("演示文稿", _SAVE_AS),
    "word-xml": ("Word XML", "请用 Word 打开，另存为 docx 或 txt"),
    "xlsx": ("电子表格", _SAVE_AS),
}
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def read_source(path: Path, *, name: str) -> Source:
    """Read one document.

    Args:
        path: the file. A symbolic link is read only if it stays in the folder that `name` is relative to; to read
            one that a person named on purpose, pass `path.resolve()`.
        name: the path relative to the corpus with `/` between folders; it names the file in the result and in errors.

    Raises:
        SourceError: the file is missing, no regular file, may not be read, is too large, empty, damaged, under a
            password, in no encoding that gives text, or in a format that has no reader. ToolError: its reader needs a
        program that is not there.
    """
    return source_of(load(path, name=name), name=name)


def source_of(data: bytes, *, name: str) -> Source:
    """The document that a file's bytes hold; `name` as for `read_source`, its ending tells txt from md.

    Raises:
        SourceError: the bytes are too many, none, damaged, under a password, no text, or in a format without a reader.
    """
    try:
        if not data:
            raise SourceError("文件是空的（0 字节）", remedy="请放入有正文的文件，或删除它")
        if len(data) > (most := most_bytes(data)):
            raise oversized(len(data), most)
        form = sniff(data, PurePosixPath(name).suffix.lower().lstrip("."))
        reading = _reader(form)(data)
        if not any(unicodedata.category(character) not in _INVISIBLE for character in reading.text):
            raise SourceError("里面只有空白，没有文字", remedy="请放入有正文的文件，或删除它")
    except SourceError as error:
        raise error.at(name) from error
    return Source(
        path=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format=form,
        encoding=reading.encoding,
        text=reading.text,
        styles=reading.styles,
    )


def _reader(form: str) -> Callable[[bytes], Reading]:
    if form in READERS:
        module, name = READERS[form]
        return cast("Callable[[bytes], Reading]", getattr(import_module(f"duizhao.intake.{module}"), name))
    if form == "encrypted":
        raise SourceError("文稿设了密码，打不开", remedy="请用 Word 或 WPS 打开，去掉密码后重新保存")
    label, remedy = _UNREADABLE[form]
    raise SourceError(f"还不能读这种格式（{label}）", remedy=remedy)
