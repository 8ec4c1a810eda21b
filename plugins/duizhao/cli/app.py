"""The commands by name, and how a command ends.

Exit statuses: 0 done; 1 done, but documents were left out (always for `parse` and `add`, under --strict for `build`),
`check` found problems or `search` found nothing; 2 wrong usage or configuration; 3 the corpus cannot be used; 4 the
site cannot be written.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Final

import click
from rich.markup import escape

from duizhao import __version__
from duizhao.cli.options import EXIT_CODES
from duizhao.cli.terminal import err, out, say_error
from duizhao.errors import ConfigError, CorpusError, DuizhaoError, OutputError, SourceError

STATUS = {SourceError: 1, ConfigError: 2, CorpusError: 3, OutputError: 4}

_PLACES: Final = {
    "build": "building.build",
    "serve": "building.serve",
    "add": "corpus.add",
    "remove": "corpus.remove",
    "list": "corpus.list_documents",
    "parse": "reading.parse",
    "search": "reading.search",
    "mine": "mining.mine",
    "compare": "comparing.compare",
    "check": "reading.check",
}


class _Commands(MutableMapping[str, click.Command]):
    """Commands by name, each imported when it is asked for: a build with nothing to do ends in less than that takes."""

    def __getitem__(self, name: str) -> click.Command:
        module, _, attribute = _PLACES[name].partition(".")
        command: click.Command = getattr(import_module(f"duizhao.cli.{module}"), attribute)
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        raise NotImplementedError

    def __delitem__(self, name: str) -> None:
        raise NotImplementedError

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


@click.group(
    commands=_Commands(),
    epilog=EXIT_CODES,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(version)s")
def app() -> None:
    """把一个文件夹的材料变成可浏览、可检索的网站。"""


def main() -> None:
    """The entry point: runs a command and exits with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends as by Ctrl+C: worker processes too
    try:
        status = app(standalone_mode=False)
    except DuizhaoError as error:
        say_error(error)
        status = STATUS.get(type(error), 2)
    except click.exceptions.NoArgsIsHelpError as error:
        out.print(escape(error.format_message()))
        status = 2
    except click.ClickException as error:
        error.show()
        status = 2
    except (click.Abort, KeyboardInterrupt):
        err.print("已停止。")
        status = 130
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141
    sys.exit(status)
