"""The rules of what is published and may not go or change by itself."""

from __future__ import annotations

from ..rules import Level, Rule


class ConsentRules:
    """GK: what is published, against what a build would publish."""

    VANISHED = Rule(
        "GK01",
        "公开过的不见了",
        why="依法公开的要长期公开，网址不能失效；内容文件误删、放错文件夹、改了标识，"
        "都会让公开过的网页和文件从网站上消失，所以先不发布。",
        mend="误删的把文件放回去；改了标识或地址的写“原地址”；依法撤下的在 站点.yaml 里写“撤下”。",
    )
    UNCORRECTED = Rule(
        "GK02",
        "公开后改动没有写更正",
        Level.WARNING,
        why="公开过的数和文字改了，要按更正办理：保留更正前的文本，说明哪里改了、为什么改。",
        mend="确要改的写成更正（见《作者指南》）；误改的改回去。站点设置可以把它定为错误。",
    )
    WITHDRAWN_AND_THERE = Rule(
        "GK03",
        "撤下的又在内容里",
        why="站点.yaml 说这个地址撤下了，内容里却还有，不知道以哪个为准。",
        mend="把内容里的移出内容文件夹；重新公开的，删去“撤下”里的这一项。",
    )
    DRAFT_GONE = Rule(
        "GK04",
        "草案移除了",
        Level.NOTE,
        why="网站上的草案没有正式公开过，移除不需要办手续，只告诉一声。",
        mend="不是有意移除的，把文件放回去。",
    )
