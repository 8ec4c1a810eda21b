"""The `duizhao` command: the only room whose modules print or exit. Everything it says is Chinese.

`app` has the commands and their statuses, `corpus` those that change and list the corpus, `options` what they share,
`terminal` how they speak.
"""

from duizhao.chinese import speak_chinese

speak_chinese()  # before click is imported: it looks some of its words up at once

from duizhao.cli.app import STATUS, main  # noqa: E402
from duizhao.cli.options import EXIT_CODES  # noqa: E402

__all__ = ["EXIT_CODES", "STATUS", "main"]
