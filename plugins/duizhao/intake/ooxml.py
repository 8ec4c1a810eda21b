"""The package of a docx: a zip of XML parts that name each other by relationships (ECMA-376 part 2).

Read here rather than through python-docx, whose loader refuses the dangling relationships that WPS writes, strict
OOXML, macro documents and templates, and inflates every picture on the way.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from lxml import etree

from duizhao.errors import SourceError

Element: TypeAlias = Any  # an lxml element; lxml ships no types

MOST_INFLATED: Final = 200 * 1024 * 1024  # bytes of all members together
_MOST_XML: Final = 64 * 1024 * 1024  # bytes of one XML part: sixty times a long book
_SUSPICIOUS: Final = 20 * 1024 * 1024  # below this size no ratio does harm
_MOST_RATIO: Final = 200  # real documents deflate by 5 to 30
# A strict document differs in its namespace only (ECMA-376 part 1 against part 4).
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,  # an encrypted member
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """From one part to another: `kind` is the last word of its type (`styles`, `header`), `target` a part's name."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of an office document.

    Raises:
        SourceError: (without a path) the zip is damaged, or would inflate beyond reason: nothing is inflated then.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise damaged() from error
        members = self._zip.infolist()
        inflated = sum(member.file_size for member in members)
        # A member never gives more than the size stated for it: zipfile stops there.
        if inflated > MOST_INFLATED or (inflated > _SUSPICIOUS and inflated > _MOST_RATIO * len(data)):
            raise SourceError(
                f"解压后有 {inflated // 1024**2} MB，大得不合常理，为安全起见没有打开",
                remedy="请用 Word 或 WPS 打开，确认内容后另存为新的 docx 或 txt",
            )
        self._names = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}

    def xml(self, part: str) -> Element | None:
        """The root of an XML part; None where the package has no such part. Entities are not expanded.

        Raises:
            SourceError: (without a path) the part is damaged.
        """
        member = self._names.get(part.lower())
        if member is None:
            return None
        if member.file_size > _MOST_XML:
            raise SourceError("正文大得不合常理，没有打开", remedy="请用 Word 或 WPS 拆成几个文件，或另存为 txt")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            content = self.content(part)
            for strict, transitional in _STRICT:
                content = content.replace(strict, transitional)
            return etree.fromstring(content, parser=parser)
        except _DAMAGE as error:
            raise damaged() from error

    def content(self, part: str) -> bytes:
        """The bytes of a part; none where the package has no such part.

        Raises:
            SourceError: (without a path) the part is damaged.
        """
        member = self._names.get(part.lower())
        try:
            return self._zip.read(member) if member else b""
        except _DAMAGE as error:
            raise damaged() from error

    def relationships(self, part: str) -> list[Relationship]:
        """What `part` ("" for the package) points to, in the order written. Links out of the package are left out."""
        folder, _, name = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for child in () if root is None else root:
            if child.get("TargetMode") != "External" and child.get("Target"):
                target = posixpath.normpath(posixpath.join("/", folder, child.get("Target"))).lstrip("/")
                kind = str(child.get("Type", "")).rpartition("/")[2]
                found.append(Relationship(str(child.get("Id", "")), kind, target))
        return found


def damaged() -> SourceError:
    """The error for a document that cannot be opened as what it is."""
    return SourceError(
        "docx 文件已损坏，打不开", remedy="请用 Word 或 WPS 打开并修复，另存为新的 docx；打不开就换一份完好的文件"
    )


def local(element: Element) -> str:
    """The element's name without its namespace; "" for a comment or a processing instruction."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of WordprocessingML names."""
    for name in path:
        element = None if element is None else element.find(_W + name)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The direct children of a WordprocessingML name."""
    return iter(() if element is None else element.findall(_W + name))


def value(element: Element | None, name: str = "val") -> str | None:
    """A WordprocessingML attribute."""
    found = None if element is None else element.get(_W + name)
    return None if found is None else str(found)


def integer(element: Element | None, name: str = "val") -> int | None:
    """A WordprocessingML attribute that is a number; None where it is missing or no number."""
    found = value(element, name)
    try:
        return None if found is None else int(found)
    except ValueError:
        return None


def relationship_id(element: Element) -> str:
    """The `r:id` of an element, "" where it has none."""
    return str(element.get(_R + "id", ""))


def is_on(element: Element | None) -> bool:
    """Whether a toggle such as `<w:vanish/>` is there and not switched off (17.17.4)."""
    return element is not None and value(element) not in ("0", "false", "off")
