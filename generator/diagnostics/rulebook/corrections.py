"""The rules of a version that corrects another."""

from __future__ import annotations

from ..rules import Level, Rule


class CorrectionRules:
    """GZ: a version that corrects another."""

    CORRECTION = Rule(
        "GZ01",
        "更正的写法不对",
        why="更正要写明更正自哪个版本、什么时候、为什么，版本写成 v1、v2。",
        mend="按提示补上或改正“更正自”“更正日期”“更正说明”和“状态”。",
    )
    FORMER_UNNAMED = Rule(
        "GZ02",
        "没有文本更正它",
        why="改名为 .v1 的文本是更正前的版本，却没有一份文本更正它。",
        mend="在现行文本里写“更正自: v1”；不是更正前的文本，就改名或移走。",
    )
    FORMER_MISSING = Rule(
        "GZ03",
        "找不到更正前的文本",
        why="更正前的文本要一直公开，找不到就无法比较。",
        mend="把更正前的文件原样留着，在后缀前加 .v1。",
    )
    FORMER_DRAFT = Rule(
        "GZ04",
        "更正前的文本没有公开过",
        why="只有公开过的文本才谈得上更正；草案直接改就行。",
        mend="删去更正的各项；确实公开过的，把当时的状态和公开日期写回去。",
    )
    NOTHING_CORRECTED = Rule(
        "GZ05",
        "更正没有改动",
        Level.WARNING,
        why="更正后的文本与更正前逐项相同，多半是改错了文件。",
        mend="在现行文本里改；更正前的文件不要动。",
    )
