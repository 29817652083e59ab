"""Which keys an author may type where (docs/作者指南.md), for every shape alike."""

from __future__ import annotations

from typing import Final

from .forms import ADDED_SECTIONS, AT_START, GLOSSARY, Family, Form
from .forms import DISCLOSURE_KEYS as DISCLOSURE_KEYS
from .forms import PROJECT_KEYS as PROJECT_KEYS
from .sources.markdown_source import DocumentShape, ItemShape

SUBGOALS: Final = "分项"
PROJECTS: Final = "项目"
INDICATORS: Final = "绩效指标"
REMARKS: Final = "待核"
PART: Final = "部分"
TITLE: Final = "标题"
# Indicators of more than this year, which no rule takes for this year's.
LONG_TERM: Final = ("长期绩效指标", "中期绩效指标", "实施期绩效指标")
OTHERS: Final = "其他栏目"
OTHER_COLUMNS: Final = ("栏目", "指标", "内容")
OPINIONS: Final = "审核意见"
OPINION_COLUMNS: Final = ("股室", "意见", "日期")
# Tables of a project that a folder may hold for all projects together, a file each.
PROJECT_TABLES: Final = (INDICATORS, *LONG_TERM, OTHERS, OPINIONS)
FILING: Final = "填报"
ATTACHMENTS: Final = "附件"
KIND: Final = "类型"
# What stands beside a disclosure that was imported: where every text of the file went.
IMPORT_ACCOUNT: Final = ".导入账.csv"
EVALUATES: Final = "评价对象"
# The address of the whole department's form.
OVERALL_ADDRESS: Final = "zhengti"
# A table in prose: the fence around it, its own keys, and the rows of totals that need no naming.
FENCE: Final = "```"
FENCE_NAME: Final = "表"
DEFINITION: Final = "表"
# Says of a statutory table that its head is printed as it was typed.
OWN_HEAD: Final = "表头"
AS_TYPED: Final = "照印"
TABLE_NAME: Final = "标识"
DEFAULT_TOTALS: Final = ("合计", "总计", "小计")
ADDED: Final = ADDED_SECTIONS
ADDED_COLUMNS: Final = ("章节",)
ADDED_OPTIONAL: Final = ("接在", "类型", "标题")
WAIVERS: Final = "豁免"
WAIVER_COLUMNS: Final = ("规则", "对象", "左", "右", "理由")
WITHHELD: Final = "不公开"
WITHHELD_COLUMNS: Final = ("事项", "依据")
WITHHELD_OPTIONAL: Final = ("说明", "金额", "范围")
# What an attachment says of itself: key → what it means.
ATTACHMENT_KEYS: Final = {
    TITLE: "附件在网页上的名称。",
    "文件": "“附件”文件夹里的文件名，例如 批复.pdf。",
    "地址": "附件网址的最后一段：英文字母、数字和连字符；文件名本来就是的可以不写。",
}

# key → whether it may run over several lines
SUBGOAL_FIELDS: Final = {"内容": True, "绩效目标": True, INDICATORS: True}
SUBGOAL_KEYS: Final = (TITLE, *SUBGOAL_FIELDS)

# What the keys named above mean, as editors show it.
MEANINGS: Final = {
    PROJECTS: "各个项目，每项以“- 名称: …”开头。",
    INDICATORS: "绩效指标表：写在“绩效指标: |”下面，第一行是列名，每行一条指标。",
    REMARKS: "导入时认不出放在哪里的文字，一行一条；核对后移到该放的地方再删掉。",
    **{key: f"{key}表，写法与“{INDICATORS}”相同；不算作本年度的指标。" for key in LONG_TERM},
    OTHERS: f"表式里没有的栏目：一张表，列名是 {'、'.join(OTHER_COLUMNS)}；"
    "“指标”写三级指标的名称，说的是整个项目的空着。",
    OPINIONS: f"填好的审核意见：一张表，列名是 {'、'.join(OPINION_COLUMNS)}。",
    FILING: "印在每张表下面的填报信息；某张表自己写了的，以它自己的为准。",
    ATTACHMENTS: "随公开文本原样公布的文件，放在本部门文件夹的“附件”文件夹里。",
    ADDED: "表式里没有的章节，例如三公经费、名词解释：一张表，"
    f"列名是 {'、'.join((*ADDED_COLUMNS, *ADDED_OPTIONAL))}，后面的可以不写；“接在”写它前面一节"
    f"的名称，或“{AT_START}”，空着的放在最后；“类型”写“{GLOSSARY}”的是名词解释。"
    "列在这里的章节，照表式自己的章节一样写。",
    WAIVERS: "核对后确实没有错的问题：一张表，"
    f"列名是 {'、'.join(WAIVER_COLUMNS)}；用 gongkai check --waivers 取得写法。",
    WITHHELD: "依法不公开的事项：一张表，"
    f"列名是 {'、'.join((*WITHHELD_COLUMNS, *WITHHELD_OPTIONAL))}，后面的可以不写。",
}
# What each key of a sub-goal means.
SUBGOAL_MEANINGS: Final = {
    TITLE: "分项绩效目标的标题。",
    "内容": "只有一段文字的写在这里；与“绩效目标”只写一个。",
    "绩效目标": "另有指标的，目标写在这里；与“内容”只写一个。",
    INDICATORS: MEANINGS[INDICATORS],
}


def disclosure_keys(family: Family) -> tuple[str, ...]:
    """All keys at the top of a disclosure of this family."""
    sections = tuple(s.key for s in family.sections())
    overall = (family.overall.key,) if family.overall else ()
    filing = (FILING,) if any(form.filing for form in family.forms.values()) else ()
    own = (PROJECTS, ATTACHMENTS, ADDED, WAIVERS, WITHHELD, REMARKS)
    return (*DISCLOSURE_KEYS, *filing, *sections, *overall, *own)


def project_fields(form: Form) -> dict[str, bool]:
    """A project's keys, and whether each may run over several lines."""
    return dict.fromkeys(PROJECT_KEYS, False) | form_fields(form)


def form_fields(form: Form) -> dict[str, bool]:
    """The keys that a form itself gives, with those of its tables and its last line."""
    fields = {field.key: field.is_long for field in form.fields}
    fields |= dict.fromkeys(form.filing, False)
    opinions = {OPINIONS: True} if form.offices else {}
    tables = dict.fromkeys((INDICATORS, *LONG_TERM, OTHERS), True)
    return fields | tables | opinions | {REMARKS: True}


def subgoal_shape() -> ItemShape:
    """How a sub-goal is written in Markdown."""
    return ItemShape(TITLE, SUBGOAL_FIELDS)


def overall_shape(family: Family) -> ItemShape | None:
    """How the whole department's form is written in Markdown."""
    part = family.overall
    return ItemShape(part.key, form_fields(family.forms[part.overall])) if part else None


def project_shape(family: Family) -> ItemShape:
    """How a project is written in Markdown: the keys of all the family's forms."""
    fields: dict[str, bool] = {}
    for form in family.forms.values():
        for key, is_long in project_fields(form).items():
            fields[key] = fields.get(key, False) or is_long
    fields.pop("名称", None)
    return ItemShape("名称", fields)


def document_shape(family: Family) -> DocumentShape:
    """How a whole disclosure is written in Markdown."""
    sections = family.sections()
    lists = {s.key: subgoal_shape() for s in sections if s.kind == SUBGOALS}
    lists[PROJECTS] = project_shape(family)
    overall = overall_shape(family)
    return DocumentShape(
        items={overall.heading: overall} if overall else {},
        prose=frozenset(s.key for s in sections if s.kind != SUBGOALS) | {REMARKS},
        lists=lists,
        projects=PROJECTS,
        part_key=PART,
        title_key=TITLE,
        plain=frozenset(DISCLOSURE_KEYS),
    )
