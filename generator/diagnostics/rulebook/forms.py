"""The rules of the definitions of forms and tables."""

from __future__ import annotations

from ..rules import Rule


class FormRules:
    """BS: the definitions of forms and tables."""

    BAD_FORM = Rule(
        "BS01",
        "表式定义有误",
        why="表式或预算表的定义有误，用它的公开都读不对。",
        mend="按提示改 templates/forms 或 templates/tables 里的文件，写法见《网站管理指南》。",
    )
