"""Chinese names for what the program calls in English."""

from __future__ import annotations

from collections.abc import Mapping

from duizhao.intake.corrections import KEYS

# the names under which an owner corrects them
FACTS: Mapping[str, str] = {key: name for key, name in KEYS.items() if key != "title"}

MATTER: Mapping[str, str] = {
    "salutation": "称谓",
    "byline": "署名",
    "date": "日期",
    "document-number": "文号",
    "subtitle": "副题",
    "written-title": "原题",
    "closing": "结束语",
    "signature": "落款",
    "note": "注",
    "attachment": "附件",
}

RULES: Mapping[str, str] = {
    "compilation": "分出合编的各篇",
    "front-matter": "去文件头",
    "comment": "去注释",
    "fence": "去代码框记号",
    "rule-line": "去分隔线",
    "quote-mark": "去引用记号",
    "cells": "表格竖线改制表符",
    "link": "去链接地址",
    "control": "去控制字符",
    "invisible": "去不可见字符",
    "entity": "还原网页字符",
    "width": "全角改半角",
    "bullet": "去列表记号",
    "heading-mark": "去标题记号",
    "strong-line": "去加粗记号",
    "strong-heading": "去加粗记号",
    "strong-words": "去加粗记号",
    "emphasis": "去斜体记号",
    "space": "去多余空格",
    "half-width": "半角标点改全角",
    "full-stop": "句点改句号",
    "parenthesis": "半角括号改全角",
    "quotes": "直引号配对",
    "furniture": "去网页栏目文字",
    "table-header": "去表头",
    "page-number": "去页码",
    "hard-wrap": "接回硬换行",
    "repeated-text": "去重复的全文",
    "repeated-paragraph": "去重复的段落",
    "pinyin": "去注音",
    "advert": "去广告",
    "title-lines": "接回分行的标题",
    "repeated-title": "去重复的标题",
    "glued-title": "称谓另起一行",
    "heading-stop": "去标题末尾标点",
}


UNKNOWN_PART = "部分未知"


def place(line: int | None) -> str:
    """Where evidence stands, with a colon after it: `第 3 行：`; for line 0 the file's name, without a line nothing."""
    return "" if line is None else f"第 {line} 行：" if line else "文件名："


def clipped(text: str, length: int) -> str:
    """`text`, its end replaced by … where it is longer than `length` characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def rule(name: str) -> str:
    """The Chinese name of an edit's rule, or of the several that made it (joined by +)."""
    return "、".join(RULES.get(each, each) for each in name.split("+"))
