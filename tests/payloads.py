"""A site, published, in which each kind of field says something that would bite a careless reader.

Every payload begins as a formula does and ends in markup, quotes and the ends of scripts,
comments and character data; each carries the name of its field, so that a test can say which
of them arrived where.
"""

from __future__ import annotations

from typing import Final

from tests.invalid_cases import SETTINGS

_BITE: Final = (
    "<img src=x onerror=alert(1)></script></title><!--<svg/onload=alert(2)>]]>&lt;" + "\"'`"
)

FIELDS: Final = (
    "部门", "单位", "编制", "审核", "审批", "标题", "名称", "目标", "小标题", "分项", "用途",
    "指标", "描述", "依据", "指标值", "栏目", "栏目内容", "豁免", "附件", "事项", "事项说明",
    "填报", "意见", "金额", "时间", "更正", "术语", "解释", "表题", "表头", "单元格",
    "全称", "简称", "主办", "承办", "反馈", "主题", "前缀", "站点说明", "撤下", "撤下依据",
)  # fmt: skip


def payload(field: str) -> str:
    """What a field says."""
    assert field in FIELDS, field
    return f"=甲{field}{_BITE}"


def _quoted(field: str) -> str:
    """A payload in a cell of CSV."""
    return '"' + payload(field).replace('"', '""') + '"'


p = payload


def site_settings() -> str:
    """站点.yaml with a payload in every text of it."""
    said = {
        "名称": p("全称"), "简称": p("简称"), "主办单位": p("主办"), "承办单位": p("承办"),
        "反馈地址": p("反馈"), "主题分类": p("主题"), "索引号前缀": p("前缀"),
    }  # fmt: skip
    kept = [line for line in SETTINGS.splitlines() if line.partition(":")[0] not in said]
    lines = [*kept, *(f"{key}: {text}" for key, text in said.items())]
    return "\n".join(lines) + f"\n说明: |\n  {p('站点说明')}\n"


def withdrawal() -> str:
    """What 站点.yaml says besides, once the department `d` is taken down."""
    return (
        "撤下:\n  - 地址: 2025/d\n    日期: 2025-06-03\n"
        f"    理由: {p('撤下')}\n    依据: {p('撤下依据')}\n"
    )


def head(family: str, id: str) -> str:
    return f"""\
部门: {p("部门")}{id}
单位编码: 301{id}
单位名称: {p("单位")}
年度: 2025
表式: {family}
状态: 公开
批复日期: 2025-02-10
公开日期: 2025-02-21
编制单位: {p("编制")}
审核单位: {p("审核")}
审批: {p("审批")}
审批日期: 2025-02-18
"""


def project(number: int, budget: str, fiscal: str) -> str:
    return f"""\
  - 名称: {p("名称")}{number}
    地址: 00{number}
    编码: 99010125P0031201000{number}P
    预算数: {budget}
    财政资金: {fiscal}
    其他资金: 0.00
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: {p("用途")}
    绩效目标: |
      {p("目标")}
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |
      |---|---|---|---|---|---|
      | 产出指标 | 数量指标 | {p("指标")} | {p("描述")} | ≥4次 | {p("依据")} |
      | | 质量指标 | 合格率 | {p("描述")} | {p("指标值")} | {p("依据")} |
      | 效益指标 | 社会效益指标 | 覆盖率 | 覆盖 | 100% | 台账 |
      | 满意度指标 | 服务对象满意度指标 | 群众满意度 | 受访 | ≥90% | 问卷 |
    其他栏目: |
      | 栏目 | 指标 | 内容 |
      |---|---|---|
      | {p("栏目")} | | {p("栏目内容")} |
"""


def hebei() -> str:
    """A disclosure of Hebei's: waiver, attachment, what is withheld, columns that no form has."""
    return f"""\
{head("河北", "a")}附件:
  - 标题: {p("附件")}
    文件: pifu.pdf
豁免: |
  | 规则 | 对象 | 左 | 右 | 理由 |
  |---|---|---|---|---|
  | JX002 | {p("名称")}2·预算数 | 36 | 30 | {p("豁免")} |
不公开: |
  | 事项 | 依据 | 说明 |
  |---|---|---|
  | {p("事项")} | 保守国家秘密法 | {p("事项说明")} |
总体绩效目标: |
  ### {p("小标题")}
  {p("目标")}
分项绩效目标:
  - 标题: {p("分项")}
    内容: {p("目标")}
项目:
{project(1, "36.00", "36.00")}{project(2, "36.00", "30.00")}"""


def hunan(id: str, value: str) -> str:
    """A disclosure of Hunan's: the line below the form, and filled opinions."""
    return f"""\
{head("湖南", id)}填报:
  填表人: {p("填报")}
项目:
  - 名称: {p("名称")}
    地址: 001
    预算部门: {p("单位")}
    年度本级预算金额: {p("金额")}
    实施期: {p("时间")}
    实施期绩效目标: |
      {p("目标")}
    本年度绩效目标: |
      {p("目标")}
    审核意见: |
      | 股室 | 意见 | 日期 |
      |---|---|---|
      | 业务股室意见 | {p("意见")} | 2025-01-02 |
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 |
      |---|---|---|---|
      | 产出指标 | 数量指标 | {p("指标")} | {value} |
      | 效益指标 | 社会效益指标 | 覆盖率 | 100% |
      | 效益指标 | 社会公众或服务对象满意度 | 群众满意度 | ≥90% |
"""


def shijiazhuang() -> str:
    """A disclosure in chapters: tables in the text, and words that are explained."""
    chapters = "".join(
        f"{name}: |\n  {p('目标')}\n"
        for name in (
            "部门职责及机构设置情况", "部门预算安排的总体情况", "机关运行经费安排情况", "三公经费",
            "政府采购预算情况", "其他需要说明的事项", "总体绩效目标",
        )
    )  # fmt: skip
    return f"""\
{head("石家庄2020", "c")}标题: {p("标题")}
{chapters}国有资产信息: |
  {p("术语")}见下表。
  ```表
  文件: 资产.csv
  标题: {p("表题")}
  单位: 万元
  ```
名词解释: |
  {p("术语")}：{p("解释")}
分项绩效目标:
  - 标题: {p("分项")}
    内容: {p("目标")}
项目:
  - 名称: {p("名称")}
    地址: 001
    绩效目标: {p("目标")}
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 指标值 |
      |---|---|---|---|
      | 产出指标 | 数量指标 | {p("指标")} | ≥4次 |
      | 效益指标 | 社会效益指标 | 覆盖率 | 100% |
      | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% |
"""


_CORRECTION: Final = f"状态: 更正\n更正自: v1\n更正日期: 2025-04-18\n更正说明: {p('更正')}\n"
_TABLE: Final = f"{_quoted('表头')},说明\n{_quoted('单元格')},=1+1\n+甲,-甲\n@甲,甲\n"


def files() -> dict[str, str]:
    """The content, path by path."""
    return {
        "站点.yaml": site_settings(),
        "2025/a/部门.yaml": hebei(),
        "2025/a/附件/pifu.pdf": "%PDF-1.4",
        "2025/b.v1.yaml": hunan("b", "4次"),
        "2025/b.yaml": hunan("b", p("指标值")).replace("状态: 公开\n", _CORRECTION),
        "2025/c/部门.yaml": shijiazhuang(),
        "2025/c/资产.csv": _TABLE,
        "2025/d.yaml": hunan("d", "4次"),
    }
