"""What offices call the same thing: labels of fields, heads of columns, rows that are no project.

The labels are those seen in published forms of several provinces (domain.md, How other
provinces differ). A form's own labels always come first; these are for files that
print another name. In each group the first names are the surest: where two of one
group stand in one form, the earlier one is the field's, the other is kept as
a column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..lexicon.folding import bare

# Role of a field → what its label may say.
FIELD_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "名称": (
        "项目名称", "项目支出名称", "支出项目名称", "预算项目名称", "二级项目名称", "专项名称",
        "专项资金名称", "项目编码及名称", "项目代码及名称", "项目名称及编码",
        "项目名称及代码", "政策和项目名称", "项目（政策）名称", "单位名称（项目名称）",
        "单位名称、项目名称", "单位、项目名称", "项目名称（单位名称）",
    ),
    "编码": ("项目编码", "项目代码", "预算项目编码", "预算项目代码", "项目编号"),
    "预算数": (
        "当年年度预算", "项目当年预算", "项目本年预算", "项目年度预算",
        "年度资金总额", "年度预算数", "年度预算金额", "本年预算数", "当年预算数",
        "本年预算", "当年预算",
        "本年度预算", "年度预算", "预算数", "预算金额", "预算安排数", "预算安排金额", "预算资金",
        "年度金额", "年度资金", "年度申请资金总额", "申请资金总额", "资金总额", "预算总额",
        "项目资金总额", "项目预算金额", "项目预算", "项目金额", "安排金额", "资金合计", "总金额",
        "项目总预算", "项目总金额", "项目总额", "项目资金合计", "资金规模", "预算规模",
        "安排资金", "下达资金", "下达金额", "预算额", "资金数额", "经费预算", "预算经费",
        "项目资金",
    ),
    "财政资金": (
        "财政资金", "财政拨款", "当年财政拨款", "本年财政拨款", "年度财政拨款", "财政性资金",
        "财政拨款资金", "财政拨款小计",
    ),
    "其他资金": ("其他资金", "其它资金", "其他来源资金", "其他收入资金"),
    "完成情况": (
        "实际完成情况", "全年实际完成情况", "年度实际完成情况", "目标实际完成情况", "实际完成目标",
        "目标完成情况", "年度目标完成情况", "绩效目标完成情况", "年度总体目标完成情况",
        "总体目标完成情况", "全年完成情况",
    ),
    "全年预算数": ("全年预算数", "全年预算", "调整预算数", "调整后预算数", "预算调整数"),
    "全年执行数": (
        "全年执行数", "实际执行数", "预算执行数", "执行数", "实际支出数", "实际支出",
        "全年实际支出",
    ),
    "执行率": ("执行率", "预算执行率", "资金执行率", "执行率（%）"),
    "总分": ("总分", "自评总分", "自评得分", "综合得分", "总得分", "自评总得分"),
    "用途": ("资金用途", "主要用途", "项目用途", "资金主要用途"),
    "绩效目标": (
        "绩效目标", "年度绩效目标", "年度目标", "年度总体目标", "年度总体绩效目标",
        "本年度绩效目标", "当年绩效目标", "项目年度绩效目标", "项目绩效目标", "项目年度目标",
        "年度主要目标和成果", "年度主要目标", "整体绩效目标", "总体绩效目标", "项目总体绩效目标",
        "绩效总目标", "绩效目标描述", "年度绩效目标描述", "总体目标", "项目总体目标",
    ),
}  # fmt: skip

# What a column of a list may say beside, too common for a label anywhere else.
LIST_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "名称": ("项目",),
    "预算数": ("金额", "合计", "小计", "总计"),
}

# Labels without a role that say the same, whichever of them a form prints.
SAME_LABELS: Final[tuple[tuple[str, ...], ...]] = (
    ("主管部门", "主管部门及代码", "业务主管部门", "项目主管部门", "主管单位", "预算部门"),
    ("实施单位", "项目实施单位", "项目单位", "项目承担单位", "承担单位", "用款单位"),
    ("项目属性", "项目类型", "项目类别"),
    ("项目期", "实施期", "项目实施期", "项目支出实施期", "项目周期", "建设周期", "实施期限",
     "项目实施期限", "项目起止时间"),
    ("实施期总目标", "实施期目标", "实施期绩效目标", "中期目标", "长期目标", "中长期目标",
     "中期绩效目标", "长期绩效目标", "项目中期目标", "项目长期目标"),
    ("实施期资金总额", "中期资金总额", "长期资金总额"),
    ("部门名称", "单位名称", "部门（单位）名称", "预算部门名称", "填报单位", "预算单位"),
    ("部门职能职责概述", "部门职能概述", "部门职责概述", "单位职能职责概述"),
    ("一般公共预算", "一般公共预算拨款", "一般公共预算财政拨款"),
    ("政府性基金拨款", "政府性基金预算拨款", "政府性基金", "政府性基金预算"),
)  # fmt: skip

# Labels of the department that a form of a whole department is of.
OFFICE_LABELS: Final = frozenset({"部门名称", "单位名称", "部门（单位）名称", "部门单位名称"})
# Role of a column of indicators → what its head may say.
COLUMN_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "一级": ("一级指标", "一级指标名称", "指标一级"),
    "二级": ("二级指标", "二级指标名称", "指标二级"),
    "名称": ("三级指标", "三级指标名称", "指标名称", "绩效指标名称", "绩效指标", "具体指标",
             "指标内容", "指标"),
    "指标值": (
        "指标值", "年度指标值", "指标目标值", "绩效指标值", "目标值", "年度目标值", "预期指标值",
        "预期值", "计划指标值", "计划值", "年初指标值", "指标值及单位", "指标值及计量单位",
        "绩效目标值", "目标值及单位", "目标值及计量单位", "绩效指标值及单位", "指标值及内容",
        "指标目标值及单位", "年度指标值及单位",
    ),
    "描述": ("绩效指标描述", "指标描述", "指标解释", "指标说明", "指标内容"),
    "依据": (
        "指标值确定依据", "确定依据", "指标值设定依据", "指标设定依据", "设定依据",
        "绩效指标设定依据", "指标值依据", "指标值来源", "指标值设定依据及数据来源",
    ),
}  # fmt: skip

# Columns of a list that say whose project it is.
UNIT_CODES: Final = frozenset({"单位编码", "单位代码", "预算单位编码", "预算单位代码"})
UNIT_NAMES: Final = frozenset({"单位名称", "项目单位", "预算单位", "预算单位名称", "单位"})
# What a row of a list says that holds no project: sums, and numbers of columns.
TOTALS: Final = frozenset({"合计", "总计", "小计", "共计", "汇总", "本页小计", "本页合计"})
# What a row, or a figure in a text, is called that is the whole budget of a project.
WHOLE_SUMS: Final = frozenset({
    "年度资金总额", "资金总额", "年度资金总额合计", "合计", "总额", "项目资金总额", "资金合计",
    "年度总金额", "项目资金", "预算资金总额", "全年资金总额", "总计", "预算合计", "支出合计",
})  # fmt: skip
COLUMN_NUMBERS: Final = frozenset({"栏次", "行次", "列次"})
# What stands behind or below a table and is no part of it.
NOTES: Final = frozenset({"备注", "说明", "注", "其他说明", "填表说明"})
# Heads of columns that offices leave blank of habit: nothing is lost with them.
_LEFT_BLANK: Final = re.compile(
    r"序号|编号|.*(?:备注|说明|解释|依据|权重|分值|得分|评分|标准|符号|性质|方向|单位|文字描述|类型)"
    r"|.*(?:资金|经费|拨款|收入|支出|金额|预算数?|合计|小计|总计|年|指标值|完成值|目标值)"
)
# Which of several tables of indicators is not this year's, and the key that it is kept under.
_LASTING: Final = (
    ("长期", "长期绩效指标"),
    ("中期", "中期绩效指标"),
    ("实施期", "实施期绩效指标"),
)
_THIS_YEAR: Final = re.compile(r"年度|当年|本年")


def lasting_key(text: str) -> str:
    """The key of indicators that are not this year's, by a title; blank for this year's."""
    said = "".join(text.split())
    if _THIS_YEAR.search(said) or not re.search(r"指标|目标", said):
        return ""
    return next((key for word, key in _LASTING if word in said), "")


def may_stay_blank(head: str) -> bool:
    """Whether a column with this head may be blank without anything being lost."""
    said = bare(head)
    known = (names for groups in (COLUMN_LABELS, FIELD_LABELS) for names in groups.values())
    return _LEFT_BLANK.fullmatch(said) is not None or any(said in names for names in known)
