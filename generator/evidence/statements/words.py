"""The words by which sentences of budgets and final accounts state their figures."""

from __future__ import annotations

import re
from typing import Final

from ...lexicon import any_of, words


def _any(*words: str) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# Directions of a change, and what says that there was none.
UP: Final = frozenset(words("changes.up"))
DOWN: Final = frozenset(words("changes.down"))
DIRECTION: Final = any_of("changes.up", "changes.down")
MOVED: Final = re.compile(
    rf"(?P<way>{DIRECTION})(?:了|率为?|幅度?为?|比例为?|额为?|约|为|数为?)?\s*$"
)
FLAT: Final = re.compile(r"持平|没有变化|无变化|未变|无增减变化|无增减|基本一致|保持一致|相同|一致")

# What a comparison is with: another year, or a plan of this one.
YEAR: Final = r"(?:上一?年|去年|前一年|(?<!\d)20\d\d\s?年)"
_PHASE: Final = "年初|全年|当年|调整"
PLAN: Final = rf"(?:{_PHASE}|本年)?预算"
_RELATED: Final = _any(
    "度", "同期", "同口径", "末", "底", "年初", "安排", "批复", "执行", "决算", "预算", "支出",
    "收入", "数", "额", "的", "初",
)  # fmt: skip
# A figure that these words lead to is that of the other year, or of the plan.
AGAINST: Final = re.compile(
    rf"(?:[比较与同和]|对比)\s?(?P<what>{YEAR}|{PLAN})[^，。；、\d]{{0,16}}$"
)
LEAD: Final = re.compile(
    rf"同比|(?:[比较与同和]|对比)\s?(?P<what>{YEAR}|{PLAN})(?:{_RELATED})*(?:相比|比较|对比|比)?"
)
OTHER_YEAR: Final = re.compile(r"上年|去年|上一年|前一年|以前年度")
YEARS: Final = re.compile(r"20\d\d(?=\s?年)")
# A source like any other, whatever year it is of.
CARRIED: Final = re.compile(
    r"(?:上年|年初|历年|以前年度)[^，。；、\d]{0,6}(?:结转|结余)[^，。；、\d]{0,6}"
)
LEFT_OVER: Final = re.compile(
    r"(?:结转|结余)[^，。；、\d]{0,6}(?:下年|年末)|(?:年末|下年)[^，。；、\d]{0,8}(?:结转|结余)"
)

# A share and its base.
SHARE: Final = re.compile(
    r"(?:占比|占(?P<base>[^占\d]{0,30}?))(?:的?(?:比例|比重))?(?:为|达到?|约|是)?的?\s*$"
)
TOTAL: Final = re.compile(any_of("sums.totals"))
SHARE_OF_FIGURE: Final = re.compile(r"占[^占\d]{0,24}$")

# How much of a budget was spent.
DONE: Final = re.compile(
    r"(?:完成(?:了)?[^，。；、\d]{0,12}(?:预算|执行)[^，。；、\d]{0,6}|(?:预算)?(?:执行|完成)率"
    r"|(?:执行|支出)进度)(?:的|为|达到?|是|数的)*\s*$"
)
ACTUAL: Final = re.compile(
    r"(?:决算(?:总额|总计|合计|数)?|执行数?|实际(?:支出|完成|执行)|(?:当年|全年|累计)?支出数)(?:合计|共计|为|是|达)*\s*$"
)
BUDGETED: Final = re.compile(
    rf"(?:{_PHASE})?预算(?:数|额|总额|安排|资金|批复数)?(?:合计|共计|为|是|[（(]调整后[)）])*\s*$"
)
SMALLER: Final = re.compile(r"(?:决算|执行|支出)数?(?:小于|低于|少于)(?:年初|全年|调整)?预算数?")
GREATER: Final = re.compile(
    r"(?:决算|执行|支出)数?(?:大于|高于|超过|多于)(?:年初|全年|调整)?预算数?"
)
EQUAL: Final = re.compile(
    r"(?:决算|执行|支出)数?[与和同](?:年初|全年|调整)?预算数?(?:持平|相同|一致|相等|基本持平)"
    r"|(?:决算|执行|支出)数?等于(?:年初|全年|调整)?预算数?"
)

# What opens a list of parts, and what says that it is not all.
OPEN: Final = re.compile(
    r"其中|包括|分别(?:是|为)|主要为|主要是"
    r"|(?P<split>(?<=[。；;，,\n.．、\d])\s?按[^，。；、\d]{2,10}(?:划?分|分类|类别|列|统计))"
    r"|(?P<among>(?<!其)中(?=[，,：:]))|(?:以下|如下)(?P<ways>方面)?(?=[^。，；]{0,16}[：:])"
)
# In front of a part, behind one: the list is not all.
NOT_ALL: Final = re.compile(r"重点|新增|主要|部分")
AND_MORE: Final = re.compile(r"\s?(?:[（(][^（()）]{0,20}[)）])?等")
TOTAL_BEHIND: Final = re.compile(
    rf"^(?:以上|上述|各项|三项|{any_of('sums.totals')}|合|共|[：:，,])*(?:合计|共计|总计)(?:支出|安排|为|数)*$"
)
NUMBERED: Final = re.compile(
    r"(?:^|(?<=[。；：\s]))(?:[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]"
    r"|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、)"
)
PARTITIONS: Final = (
    ("基本支出", "项目支出"),
    ("人员(?:经费|支出)", "公用(?:经费|支出)"),
    ("因公出国", "公务用车(?:购置|运)", "公务接待"),
    ("因公出国", "公务用车购置", "公务用车运|公务用车日常运", "公务接待"),
    ("公务用车购置|购置费", "运(?:行|维)"),
    ("货物", "工程", "服务"),
    ("货物", "服务"),
)
# The classes of spending by function, and the sources of income: who lists them lists them all.
FUNCTION: Final = re.compile(
    r"一般公共服务|外交|国防|公共安全|教育|科学技术|文化旅游|文化体育|社会保障和就业|卫生健康|医疗卫生|节能环保|"
    r"城乡社区|农林水|交通运输|资源勘探|商业服务|金融|援助其他|自然资源|国土海洋|住房保障|粮油物资|灾害防治|"
    r"债务付息|预备费|转移性|其他支出"
)
SOURCE: Final = re.compile(
    any_of("sums.sources", "政府基金", "基金预算", "结余", "财政拨款", "单位资金", "自有资金")
)

# Sums that are no sum of the department: prices, limits, standards.
PRICE: Final = re.compile(
    r"人均|户均|每|标准|单价|均价|限额|最高|不低于|不超过|每人|单位成本|补助标准|起付|额度"
)
LIMIT: Final = re.compile(r"\s?(?:[（(]含[）)])?(?:及?以[上下内]|左右|起|/|／|每|[（(]含)")

# 收入、支出总计: both sides in one name.
PAIR: Final = re.compile(r"收(入?)、支")
PAIRED: Final = re.compile(r"收(入?)·支")
BALANCED: Final = re.compile(
    r"(?:本年)?(?:收入?(?:总计|合计)?[·及和与、]?支出?)(?:总计|合计|总体|均)?"
)
BOTH: Final = "收支"
EACH: Final = re.compile(r"(?:各自?|均|分别|共|都|也){1,6}为?$")

# Aspects and times in what a figure is called, which do not tell which sum it is.
FILLING: Final = re.compile(
    rf"20\d\d\s?年(?:度)?|本年度?|{any_of('years.now')}|预算数|执行数|决算数?|科目|份额|[“”\"‘’'《》]"
    r"|[（(](?:类|款|项|类级)[)）]"
)

# Whether a clause that counts projects means all of them.
ALL_PROJECTS: Final = re.compile(
    r"共|全部|所有|以上|上述|全年|统筹|公开|年度|均|都|逐[一个项]|编报|编制|填报|申报|覆盖|绩效目标管理|合计|总数|总计|项目支出"
)
SOME_PROJECTS: Final = re.compile(
    any_of("asides.compared", "asides.so_far")
    + rf"|{NOT_ALL.pattern}|选取|抽取|抽查|延续|级项目|每|以前|类项目|试点|示范"
    r"|已(?:完成|实施|建成)"
)
# What is said of other years, or of a part.
OTHER_TIME: Final = re.compile(
    any_of("asides.compared", "asides.so_far") + "|已|现有|共有|每|增长|提高|分别|以来"
)
# What a sum of all projects is called behind their number: 涉及资金, 预算合计.
OF_PROJECTS: Final = re.compile(
    rf"(?:{any_of('sums.totals', 'funds.spent', 'funds.money')}|涉及|项目|财政|一般公共|当年|"
    r"安排|总|共|为|数|绩效|目标|的|计|[：:\s])+"
)
