"""Which text reads as a label, whether or not a form knows it: short, no sentence, no figure."""

from __future__ import annotations

import re
from typing import Final

from ..lexicon.folding import bare
from ..model.amounts import to_decimal

_LONGEST_LABEL: Final = 24
_LABEL_ENDS: Final = re.compile(
    r".*(?:名称|编码|代码|单位|部门|负责人|联系人|电话|类型|属性|类别|分类|性质|周期|期限|项目期|时间|"
    r"日期|年限|起止|依据|概况|概述|情况|金额|资金|预算|预算数|拨款|支出|收入|地点|内容|方式|程序|目标|"
    r"计划|级次|科目|等级|备注|说明|措施|制度|意见|来源|范围|对象|标准|必要性|可行性|分值|得分|执行率|"
    r"审批|结论|问题|建议|理由|总预算|合计|小计|序号)"
)
_SENTENCE: Final = re.compile(r"[。；！？]")


def may_be_label(text: str) -> bool:
    """Whether a text is short and no sentence, and no figure."""
    said = "".join(text.split())
    return (
        len(said) <= _LONGEST_LABEL
        and not _SENTENCE.search(said)
        and to_decimal(said) is None
        and any("\u4e00" <= c <= "\u9fff" for c in said)
    )


def reads_as_label(text: str) -> bool:
    """Whether a text ends as labels do: 项目类型, 建设周期, 联系电话."""
    said = bare(re.sub(r"[（(][^（）()]*[）)]", "", text))
    return may_be_label(text) and _LABEL_ENDS.fullmatch(said) is not None
