"""The lines above and below a table: caption, unit, 单位：万元, 填报单位, 填表人."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..forms import PLACEHOLDER, Form
from ..lexicon.folding import bare
from ..model.amounts import SUM_UNIT
from .money_units import LINE

CONTINUED: Final = re.compile(r"[（(]续表?\d*[）)]|续表?\d*")
CONTINUED_CAPTION: Final = re.compile(
    r"^续表\d*[：:]?|[（(]\s*+续\s*+(?:表\s*+)?(?:\d++\s*+)?[）)]$|续表\d*$"
)
PAGE: Final = re.compile(r"[-－—–]{1,2}\d{1,4}[-－—–]{1,2}|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?")
YEAR: Final = re.compile(r"[（(]?((?:19|20)\d\d)年度?[）)]?")
MONEY: Final = re.compile(LINE)
UNIT: Final = re.compile(
    r"(?:(?:预算)?单位(?:[编代]码|名称)?[：:]?)?(?<!\s)\s*+(?P<code>\d{3,9})\s*+(?:[-_－—]\s*+)?(?:单位名称[：:]?\s*+)?"
    r"(?P<name>[^\d\s年月日、.．%，。；;_-][^，。；;：:]{1,40}?)"
    rf"(?:\s+[（(]?(?:金额)?单位[：:]\s*(?P<money>{SUM_UNIT})[）)]?)?"
)
FILED_BY: Final = re.compile(
    r"(?:(?:填报|申报|编制|预算|主管|实施)(?:单位|部门)|部门(?:[（(]单位[）)])?|单位)(?:名称)?(?:[（(]盖章[）)])?[：:]"
    rf"([^：:]{{2,40}}?)(?:[（(]?(?:金额)?单位[：:]({SUM_UNIT})[）)]?)?"
)
# 表1-2 …, 附件3：…: the number of a caption among the tables of a text.
AS_TABLE: Final = re.compile(
    r"^附?[表件]\s*[\d一二三四五六七八九十]+(?:\s*[-－—.．]\s*\d+)*\s*[：:、.．]?\s*"
)
# 3.2021年…: a number that only the year behind it hides.
BEFORE_YEAR: Final = re.compile(r"^\d{1,2}[.．](?=(?:19|20)\d\d年)")
LONGEST_CAPTION: Final = 200
# 长期绩效指标: what stands right above a table of indicators and says which they are.
INDICATORS_TITLE: Final = re.compile(
    r"(?:项目|本)?(?:年度|当年|长期|中期|中长期|实施期)(?:总体)?(?:绩效)?(?:目标)?指标(?:表)?[：:]?"
)
# A caption that names no project: 项目支出绩效目标表, 2025年部门项目支出预算表.
UNNAMED: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年(?:度|初)?)?(?:省级|市级|县级|区级|本级|中央)?(?:对地方|对下)?(?:部门|单位)?(?:预算)?"
    r"(?:专项)?(?:转移支付)?(?:区域)?"
    r"(?:项目|整体|专项资金|财政)?(?:支出|资金)?(?:预算)?(?:绩效目标|绩效自评|自评|绩效|支出预算)?"
    r"(?:情况|明细|汇总|公开|申报|申请|批复|审批)*表(?:[（(][^（）()]{1,8}[）)])?"
)
# 预算05-1表, 公开10表, 附表3: the number of a table.
TABLE_NUMBER: Final = re.compile(
    r"[（(]?(?:预算|公开|附|部门)?(?:表)?\d{1,2}(?:[-－]\d{1,2})?表?[）)]?|附件\d{0,2}[：:]?"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """A table's caption: the project's name and the year, as far as the form prints them there.

    `office` is whose table it is, where the caption begins with that.
    """

    name: str
    year: str
    office: str = ""


def caption_pattern(caption: str) -> re.Pattern[str]:
    """A form's caption as a pattern; its year, and a name behind its last colon, may be lacking."""
    pieces = PLACEHOLDER.split("".join(caption.split()))
    groups = {"名称": "(?P<name>.+?)", "年度": r"(?P<year>\d{4})"}
    texts = [
        groups.get(piece, ".*?") if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
    ]
    if len(pieces) > 1 and pieces[-2] == "名称" and pieces[-3][-1:] in ("：", ":"):
        texts[-3] = re.escape(pieces[-3][:-1])
        texts[-2] = f"(?:[：:]{texts[-2]})?"
    pattern = "".join(texts).replace("绩效目标表", "绩效目标(?:申报|申请|批复|审批)?表")
    year = f"{groups['年度']}年"
    return re.compile(pattern.replace(year, f"(?:{year})?", 1))


def caption_patterns(form: Form) -> list[re.Pattern[str]]:
    """A form's caption, and what else it is called, each with or without the year."""
    year = r"(?:(?P<year>(?:19|20)\d\d)年(?:度|初)?)?"
    others = [re.compile(year + re.escape("".join(x.split()))) for x in form.caption_aliases]
    return [caption_pattern(form.caption), *others]


def filing(text: str, form: Form) -> list[tuple[str, str]]:
    """(key, value) of a line such as 填表人：…　联系电话：…; none where it is not that line."""
    if not form.filing or len(text) > LONGEST_CAPTION:
        return []
    keys = "|".join(re.escape(key) for key in form.filing)
    pairs = re.finditer(rf"({keys})[：:](.*?)(?=(?:{keys})[：:]|$)", text)
    found = [(m[1], m[2].strip()) for m in pairs]
    said = "".join(f"{key}{value}" for key, value in found)
    return found if bare(said) == bare(text) else []


def without(text: str, *parts: str) -> str:
    """What is left of a text when these parts (spelled without blanks) are taken out."""
    plain = "".join(text.split())
    for part in parts:
        plain = plain.replace("".join(part.split()), "", 1)
    return plain
