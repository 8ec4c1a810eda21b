"""doc, wps, odt: turned into docx by LibreOffice, where it is installed, and read as such.

LibreOffice gets a profile of its own each time, so it neither sees nor disturbs the user's; macros and links to other
files are switched off in it. One runs at a time, whatever the number of processes that read: each takes 200 MB.
"""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from duizhao.errors import OutputError, SourceError, ToolError
from duizhao.intake.docx import read_docx
from duizhao.intake.reading import Reading
from duizhao.lock import locked

MOST_SECONDS: Final = 120.0  # for one document; usual is one second
_QUEUE_SECONDS: Final = 900.0
_NAMES: Final = ("soffice", "libreoffice")
_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_OPTIONS: Final = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault")
_SETTING: Final = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_SETTINGS: Final = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Common/Misc", "FirstRun", "false"),
)
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_SETTING.format(*row) for row in _SETTINGS)
    + "</oor:items>"
)


def read_office(data: bytes, form: str) -> Reading:
    """Read a document that only office programs open; `form` is the usual ending of its format.

    Raises:
        ToolError: (without a path) LibreOffice is not installed, cannot be started, or took too long.
        SourceError: (without a path) it cannot open the document.
    """
    program = find_office()
    if program is None:
        raise ToolError(
            f"读 {form} 文件要靠 LibreOffice，这台电脑上没有找到",
            remedy="请安装 LibreOffice（Debian、Ubuntu：apt install libreoffice-writer-nogui），"
            "或者用 Word、WPS 打开，另存为 docx",
        )
    return read_docx(_converted(data, form, program))


read_doc = partial(read_office, form="doc")
read_wps = partial(read_office, form="wps")
read_odt = partial(read_office, form="odt")


def find_office() -> str | None:
    """The program: the one that the environment variable DUIZHAO_SOFFICE names, else one in a usual place."""
    if named := os.environ.get("DUIZHAO_SOFFICE"):
        return shutil.which(named)
    found = (shutil.which(name) for name in (*_NAMES, *_PLACES))
    return next((path for path in found if path), None)


def _converted(data: bytes, form: str, program: str) -> bytes:
    try:
        with (
            locked(Path(tempfile.gettempdir(), f"duizhao-{_user()}", "office.lock"), wait=_QUEUE_SECONDS),
            tempfile.TemporaryDirectory(prefix="duizhao-", ignore_cleanup_errors=True) as made,
        ):
            folder = Path(made)
            source = folder / f"source.{form}"
            source.write_bytes(data)
            settings = folder / "profile" / "user" / "registrymodifications.xcu"
            settings.parent.mkdir(parents=True)
            settings.write_text(_PROFILE, "utf-8")
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            _run([program, profile, *_OPTIONS, "--convert-to", "docx", "--outdir", str(folder / "out"), str(source)])
            return (folder / "out" / "source.docx").read_bytes()
    except FileNotFoundError as error:
        raise SourceError(
            "LibreOffice 打不开这份文稿，可能已损坏或设了密码", remedy="请用 Word 或 WPS 打开，另存为 docx"
        ) from error
    except (OSError, OutputError) as error:
        raise ToolError(
            f"LibreOffice 没有运行起来（{error}）", remedy="请检查它能否打开这份文稿，或用 Word、WPS 另存为 docx"
        ) from error


def _run(command: Sequence[str]) -> None:
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    try:
        process.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ToolError(
            f"LibreOffice 用了 {MOST_SECONDS:.0f} 秒还没有打开这份文稿", remedy="请用 Word 或 WPS 打开，另存为 docx"
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and what it started: `soffice` is but a starter."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _user() -> str:
    """The user's name, where it will do as a name of a folder: other users have a folder of their own."""
    try:
        return "".join(filter(str.isalnum, getpass.getuser())) or "all"
    except (OSError, KeyError, ImportError):
        return "all"
