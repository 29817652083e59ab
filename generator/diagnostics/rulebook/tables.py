"""The rules of tables that are typed or pasted."""

from __future__ import annotations

from ..rules import Rule


class TableRules:
    """BG: tables that are typed or pasted."""

    ROW_WIDTH = Rule(
        "BG01",
        "行的格数与表头不同",
        why="一行的格数与表头不同，就不知道哪个值属于哪一列。",
        mend="补上缺的格或删去多余的格；文字里的竖线写成“\\|”，CSV 里有逗号的整格加引号。",
    )
    NO_RULE_LINE = Rule(
        "BG02",
        "表头下缺分隔行",
        why="表头和各行之间要有一行“|---|---|”，才分得清哪一行是表头。",
        mend="在表头下面加上提示的那一行。",
    )
    UNKNOWN_COLUMN = Rule(
        "BG03",
        "未知的列",
        why="表式里没有这一列，它的内容没有地方放。",
        mend="按提示改成表式的列名，或删去这一列。",
    )
    REPEATED_COLUMN = Rule(
        "BG04",
        "列重复",
        why="同一列写了两次，不知道以哪个为准。",
        mend="只留一列。",
    )
    MISSING_COLUMN = Rule(
        "BG05",
        "缺列",
        why="没有这一列，指标或记录就不完整。",
        mend="在表头加上这一列，各行补上内容。",
    )
    CLASS_GAP = Rule(
        "BG06",
        "指标级次不全",
        why="一级、二级指标决定指标属于哪一类；写了一级而没有二级，类别就不全。",
        mend="补上二级指标；与上一行同类的，两格都空着。",
    )
    TABLE_TOO_LARGE = Rule(
        "BG07",
        "表格太大",
        why="表太大，多半是带进了多余的空行空列。",
        mend="删去多余的行列，或分成几张表。",
    )
    NOT_A_TABLE = Rule(
        "BG08",
        "不是表格",
        why="这里要一张表，却不是表的样子，或者表名不对、没有内容。",
        mend="写成以“|”开头的各行，或从 Excel 整块粘贴；预算表按《作者指南》写表名。",
    )
