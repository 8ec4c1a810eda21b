"""Click's own words in Chinese: what the command line library says of usage, options and mistakes.

Click asks gettext for every sentence; `speak_chinese` answers from the table below, whatever the system's language.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Positional arguments": "参数",
    "Commands": "命令",
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本。",
    "Try '{command} {option}' for help.": "用 {command} {option} 看说明。",
    "Error: {message}": "{message}",
    "Error: invalid input": "请输入 y 或 n。",
    "Aborted!": "已停止。",
    "Missing command.": "没有写命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "No such option {name!r}.": "没有 {name} 这个选项。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是 {possibilities}？）",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Option {name!r} requires an argument.": "选项 {name} 后面要有值。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不能有值。",
    "Got unexpected extra argument ({args})": "多出了参数 {args}",
    "Got unexpected extra arguments ({args})": "多出了参数 {args}",
    "{value!r} is not a valid {number_type}.": "{value} 不是数字。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 之内。",
    "{value!r} is not one of {choices}.": "{value} 不在其中：{choices}。",
    "{value!r} is not {choice}.": "{value} 不是 {choice}。",
    "{name} {filename!r} does not exist.": "{filename} 不存在。",
    "default: {default}": "默认 {default}",
    "required": "必填",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}


def speak_chinese() -> None:
    """From here on gettext answers in Chinese where the table knows the sentence."""
    plain, plain_plural = gettext.dgettext, gettext.dngettext

    def dgettext(domain: str, message: str) -> str:
        return SENTENCES.get(message) or plain(domain, message)

    def dngettext(domain: str, msgid1: str, msgid2: str, n: int) -> str:
        known = SENTENCES.get(msgid1 if n == 1 else msgid2)
        return known or plain_plural(domain, msgid1, msgid2, n)

    gettext.dgettext, gettext.dngettext = dgettext, dngettext
