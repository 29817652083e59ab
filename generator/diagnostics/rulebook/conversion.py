"""The rules of one way of writing turned into another, and of Word files that come back."""

from __future__ import annotations

from ..rules import Rule


class ConversionRules:
    """ZH: one way of writing turned into another, and Word files that come back."""

    UNWRITABLE = Rule(
        "ZH01",
        "不能换成这种写法",
        why="这段文字在另一种写法里写不出来，换了会丢失或变样。",
        mend="按提示改文字，或换成别的写法。",
    )
    COMMENTS_LOST = Rule(
        "ZH02",
        "批注会丢失",
        why="以“#”开头的批注只在原来的文件里有，换写法后会丢失。",
        mend="确定不要的，加上 --drop-comments。",
    )
    NOT_THE_SAME = Rule(
        "ZH03",
        "换写法后内容不同",
        why="写出的内容读回来与原来不同，所以没有替换，原来的文件照旧可用。",
        mend="请把这份文件连同这条信息发给维护人员。",
    )
    NOT_TAKEN_BACK = Rule(
        "ZH04",
        "Word 里的改动收不回",
        why="不知道这处改动属于文本的哪一格、哪一段，或者文本在导出以后也改过；猜错了比不收更坏。",
        mend="按提示在文本里改，或者从现在的文本重新导出 Word 再改。",
    )
