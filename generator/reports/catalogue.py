"""All rules on one page (docs/规则.md): family after family, and by the words of their titles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ..diagnostics import FAMILIES, Level, Rule
from .rules import known_rules

_HEAD: Final = """\
# 规则

本文由程序生成（`python -m generator.reports.catalogue docs/规则.md`），不要手工修改。
检查结果的方括号里是规则的编号；`gongkai check --explain JX012` 显示一条规则的理由、改法和例子。
**错误**要先改正才能公开，标“草案可留”的不妨碍生成草案；**警告**和**提示**供作者核对，不妨碍公开\
（`--strict` 时警告也算错误）。不记得编号的，见文末的“按词查找”。
"""
_COLUMNS: Final = """
| 编号 | 级别 | 规则 | 理由或依据 | 改法 |
|---|---|---|---|---|
"""
_INDEX: Final = """
## 按词查找

| 词 | 规则 |
|---|---|
"""

# What people look for, by its sound; beside it what stands for it in the titles of rules.
WORDS: Final = {
    "100%": (
        "比率",
        "占比",
        "100%",
        "百分",
    ),
    "PDF": (
        "PDF",
        "字体",
    ),
    "Word": (
        "Word",
        "修订",
        "导入",
        "批注",
    ),
    "YAML": (
        "YAML",
        "键",
        "流式",
    ),
    "“三公”经费": (
        "三公",
        "公务用车",
    ),
    "办公电话": (
        "办公电话",
        "手机",
    ),
    "必填": (
        "必填",
        "必需",
        "还没有填写",
    ),
    "编号": ("编号",),
    "编码": ("编码",),
    "标点": (
        "引号",
        "括号",
        "冒号",
    ),
    "标识": ("标识",),
    "标题": (
        "标题",
        "段落",
    ),
    "表格": (
        "表格",
        "分隔行",
        "列",
        "行的格数",
        "表中",
    ),
    "表式": ("表式",),
    "不公开": ("不公开",),
    "部门": ("部门",),
    "采购": ("采购",),
    "草案": (
        "草案",
        "没有公开过",
        "公开条件",
    ),
    "超出": (
        "超出",
        "超过",
        "太大",
        "太多",
    ),
    "车辆": (
        "车辆",
        "公务用车",
    ),
    "成本": ("成本",),
    "待核": (
        "待核",
        "归位",
    ),
    "单价": (
        "单价",
        "单位成本",
    ),
    "单位": ("单位",),
    "得分": (
        "得分",
        "分值",
        "总分",
        "满分",
    ),
    "地址": ("地址",),
    "多行": ("多行",),
    "方向": (
        "方向",
        "不少于",
    ),
    "分项": (
        "分项",
        "明细",
        "其中",
    ),
    "负数": ("负数",),
    "附件": ("引用的文件",),
    "格子": (
        "格子",
        "空着",
    ),
    "个人信息": (
        "手机",
        "身份证",
        "电话",
    ),
    "公开后": (
        "公开过",
        "公开后",
        "撤下",
        "移除",
    ),
    "更正": ("更正",),
    "公式": ("公式",),
    "脚注": ("脚注",),
    "勾稽": (
        "勾稽",
        "合计",
        "之和",
        "总计",
    ),
    "固定资产": ("固定资产",),
    "合计": (
        "合计",
        "总计",
        "小计",
    ),
    "豁免": ("豁免",),
    "换写法": (
        "写法",
        "批注",
    ),
    "基本支出": ("基本支出",),
    "级次": (
        "级次",
        "层次",
        "嵌套",
    ),
    "键": ("键",),
    "金额": (
        "金额",
        "元",
    ),
    "可选": ("种类", "可选范围"),
    "空格": (
        "空格",
        "制表符",
        "缩进",
    ),
    "空着": (
        "空着",
        "是空的",
        "没有填写",
        "没有给出",
    ),
    "控制字符": ("控制字符", "的字符"),
    "工作簿": ("工作簿",),
    "类别": (
        "类别",
        "类型",
    ),
    "链接": (
        "链接",
        "别的网站",
        "锚点",
        "路径",
    ),
    "罚没": ("罚没",),
    "名称": ("名称",),
    "年份": (
        "年份",
        "年度",
    ),
    "批复": ("批复",),
    "评价对象": ("评价对象",),
    "缺少": (
        "缺",
        "不全",
        "不齐",
        "没有给出",
        "没有填写",
    ),
    "日期": (
        "日期",
        "批复",
    ),
    "上年": (
        "上年",
        "上一年",
        "两年",
        "以前年度",
    ),
    "身份证": ("身份证",),
    "审核意见": ("审核意见",),
    "收入": ("收入",),
    "手机": ("手机",),
    "数量": ("数量",),
    "图片": (
        "图片",
        "照片",
    ),
    "太大": (
        "太大",
        "太多",
    ),
    "文件": ("文件",),
    "文字放错": ("放错",),
    "文字里的数": (
        "文字里",
        "描述里",
    ),
    "项目": ("项目",),
    "校验位": ("校验",),
    "写法": (
        "写法",
        "用法",
    ),
    "引用": ("引用",),
    "依据": ("依据",),
    "预算表": (
        "预算表",
        "收支总表",
    ),
    "预算数": (
        "预算数",
        "预算之和",
    ),
    "约数": ("“余”",),
    "增减": (
        "增减",
        "增加",
        "减少",
        "降低",
    ),
    "占比": (
        "占比",
        "百分",
    ),
    "占位": ("占位",),
    "标记": ("标记",),
    "站点设置": ("站点设置",),
    "照抄": (
        "照抄",
        "都一样",
        "沿用",
    ),
    "支出": ("支出",),
    "支出计划": ("支出计划",),
    "指标": ("指标",),
    "指标值": (
        "指标值",
        "数值",
    ),
    "执行率": ("执行",),
    "重复": (
        "重复",
        "两种写法",
        "用了同一个",
        "又写了一遍",
    ),
    "自评": (
        "自评",
        "评价对象",
    ),
    "资金": ("资金",),
    "字体": ("字体",),
}


def page() -> str:
    """The whole page, in Markdown."""
    return "".join(_parts())


def _parts() -> Iterator[str]:
    yield _HEAD
    rules = [known.rule for known in known_rules().values()]
    for family, of in groupby(rules, key=lambda rule: rule.family):
        yield f"\n## {FAMILIES[family]}（{family}）\n{_COLUMNS}"
        yield from (_row(rule) for rule in of)
    yield _INDEX
    for word in sorted(WORDS, key=_by_sound):
        yield f"| {word} | {'、'.join(rule.id for rule in rules if speaks_of(word, rule))} |\n"


def _row(rule: Rule) -> str:
    level = (
        f"{rule.level}，草案可留"
        if rule.in_drafts and rule.level is Level.ERROR
        else str(rule.level)
    )
    cells = (rule.id, level, rule.title, rule.why, rule.mend)
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def _by_sound(word: str) -> bytes:
    """The common characters stand in GB 18030 by their pinyin."""
    return word.encode("gb18030")


def speaks_of(word: str, rule: Rule) -> bool:
    """Whether a rule is found under a word of the index."""
    return any(said in rule.title for said in WORDS[word])


if __name__ == "__main__":  # pragma: no cover
    import sys
    from pathlib import Path

    Path(sys.argv[1]).write_text(page(), "utf-8")
