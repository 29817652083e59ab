"""Projects, and the whole department's form, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ..forms import PLAN, Family, Field, Form
from ..keys import INDICATORS, OPINIONS, OTHERS, OVERALL_ADDRESS, PART
from ..model.amounts import NOT_APPLICABLE, Amount
from ..model.disclosure import PlanStep, Project
from ..model.evaluation import Evaluation
from ..model.words import NOWHERE, Words
from ..sources.yaml_source import BLANK
from .entries import Block, Entry, Group, Line, Value, block, filing_entries, line, remark_entries
from .faults import Unwritable
from .tables import indicator_rows, opinion_rows, other_rows

_PLAN_SEPARATOR: Final = "，"
_PLAN_BREAKS: Final = re.compile(r"[，,、；;]")


def project_entries(project: Project, family: Family) -> list[Entry]:
    """A project: what it is, then what its form asks for.

    Blank fields are left out unless the form requires them; so are those that nobody
    typed, but for the name.
    """
    form = family.forms.get(project.form)
    if form is None:
        raise Unwritable(f"表式“{family.name}”里没有“{project.form}”这种表。", project.span)
    _check_address(project)
    address = Words(project.address if project.address_given else "", project.span)
    leading: dict[str, Value] = {
        "名称": line(project.name),
        "编码": line(project.code),
        "地址": line(address),
        "原地址": line(Words("，".join(project.former_addresses), project.span)),
        PART: line(_part(project, family)),
        "表式": line(Words("" if form is _default_form(family) else form.name)),
        "单位编码": line(project.unit_code),
        "单位名称": line(project.unit_name),
    }
    required = {"名称", *(f.key for f in form.fields if f.required)}
    filled = {key for key in project.filled if key != "名称"}
    said: list[Entry] = [
        (key, v) for key, v in leading.items() if (v or key in required) and key not in filled
    ]
    fields = [f for f in form.fields if f.key not in leading and f.key not in filled]
    return [*said, *_filled(project, form, fields)]


def overall_entries(overall: Project, family: Family) -> list[Entry]:
    """The whole department's form, which has no name or address of its own."""
    part = family.overall
    if part is None or overall.form != part.overall:
        raise Unwritable(f"部门整体的表不是“{overall.form}”。", overall.span)
    own = Project(
        Words(part.title),
        part.overall,
        OVERALL_ADDRESS,
        budget=overall.budget,
        fiscal=overall.fiscal,
        other=overall.other,
        plan=overall.plan,
        purpose=overall.purpose,
        goals=overall.goals,
        indicators=overall.indicators,
        extra=overall.extra,
        long_term=overall.long_term,
        others=overall.others,
        opinions=overall.opinions,
        filing=overall.filing,
        evaluation=overall.evaluation,
        filled=overall.filled,
        remarks=overall.remarks,
    )
    if own != overall:
        raise Unwritable("部门整体的表不能有自己的名称、编码或地址。", overall.span)
    form = family.forms[part.overall]
    return _filled(overall, form, [f for f in form.fields if f.key not in overall.filled])


def _filled(project: Project, form: Form, fields: Iterable[Field]) -> list[Entry]:
    """What a form asks for: its short fields, its long ones, its tables and its last line."""
    values = _field_values(project, form)
    ordered = sorted(fields, key=lambda f: f.is_long)
    said = [f for f in ordered if values[f.key] or f.required]
    if project.opinions and not form.offices:
        raise Unwritable(f"“{form.name}”这种表没有审核意见。", project.opinions[0].office.span)
    opinions, others = opinion_rows(project.opinions), other_rows(project.others)
    return [
        *_grouped(said, values),
        (INDICATORS, indicator_rows(project.indicators, form.columns)),
        *((key, indicator_rows(table, form.columns)) for key, table in project.long_term),
        *([(OTHERS, others)] if others else []),
        *([(OPINIONS, opinions)] if opinions else []),
        *filing_entries(project.filing, form.filing, project.span),
        *remark_entries(project.remarks),
    ]


def _grouped(fields: Iterable[Field], values: Mapping[str, Value]) -> list[Entry]:
    """The fields' entries; those of one group together, where its first one stands."""
    entries: dict[str, Value] = {}
    for field in fields:
        if not field.group:
            entries[field.key] = values[field.key]
            continue
        begun = entries.get(field.group)
        earlier = begun.entries if isinstance(begun, Group) else ()
        entries[field.group] = Group((*earlier, (field.key, values[field.key])))
    return list(entries.items())


def _default_form(family: Family) -> Form:
    """The form of a project that names none."""
    return family.forms.get(family.default_form) or next(iter(family.forms.values()))


def _part(project: Project, family: Family) -> Words:
    if project.part and project.part == family.project_part:
        raise Unwritable(f"部分“{project.part}”是表式默认的部分，不用写明。", project.span)
    return Words(project.part, project.span)


def _check_address(project: Project) -> None:
    """Without 地址 a project stands under its code, or (until it has one) its name."""
    standing = project.own_code or project.name.text or "?"
    if not project.address_given and project.address != standing:
        raise Unwritable(
            f"项目“{project.name}”的地址“{project.address}”不是写明的，也不是它的编码。",
            project.span,
            hint=f"加一行：地址: {project.address}",
        )


def _field_values(project: Project, form: Form) -> dict[str, Value]:
    """The value of each of the form's fields; a value without a field is Unwritable."""
    by_role: dict[str, Value] = {
        "编码": line(project.code),
        "名称": line(project.name),
        "预算数": _amount(project.budget),
        "财政资金": _amount(project.fiscal),
        "其他资金": _amount(project.other),
        "用途": block(project.purpose),
        "支出计划": line(_plan_words(project, form)),
        "绩效目标": block(project.goals, below=True),
        **_evaluation_values(project.evaluation or Evaluation()),
    }
    extra = {key: block(prose) for key, prose in project.extra}
    homes = {"编码", "名称", *(f.role or f.key for f in form.fields)}
    homeless = [role for role, value in by_role.items() if value and role not in homes]
    homeless += sorted(extra.keys() - {f.key for f in form.fields if not f.role})
    if homeless:
        raise Unwritable(
            f"“{form.name}”这种表没有“{'、'.join(homeless)}”，写不下这里的内容。", project.span
        )
    return {f.key: _field_value(f, by_role, extra) for f in form.fields}


def _evaluation_values(evaluation: Evaluation) -> dict[str, Value]:
    """What a 绩效自评 says of a project, by role."""
    return {
        "全年预算数": _amount(evaluation.budget),
        "全年执行数": _amount(evaluation.spent),
        "执行率": _amount(evaluation.rate),
        "执行率分值": _amount(evaluation.weight),
        "执行率得分": _amount(evaluation.score),
        "总分": _amount(evaluation.total),
        "完成情况": block(evaluation.outcome, below=True),
    }


def _field_value(field: Field, by_role: Mapping[str, Value], extra: Mapping[str, Block]) -> Value:
    if field.role:
        return by_role[field.role]
    return extra.get(field.key, Block(()))


def _amount(amount: Amount) -> Line:
    return line(Words(amount.wording, amount.span))


def _plan_words(project: Project, form: Form) -> Words:
    """`3月底20%，6月底50%`: the steps of which something is said."""
    field = next((f for f in form.fields if f.role == "支出计划"), None)
    steps = form.plan_steps if field is not None and field.kind == PLAN else ()
    if tuple(step.label for step in project.plan) != steps:
        raise Unwritable(f"项目“{project.name}”的支出时点与表式不同。", project.span)
    said = [step for step in project.plan if step.share]
    span = said[0].share.span if said else NOWHERE
    return Words(_PLAN_SEPARATOR.join(_plan_step(step, steps) for step in said), span)


def _plan_step(step: PlanStep, steps: Iterable[str]) -> str:
    share = step.share
    if (
        (share.value is None and share.wording not in NOT_APPLICABLE)
        or _PLAN_BREAKS.search(share.wording)
        or share.wording != share.wording.strip(BLANK + "：:")
    ):
        raise Unwritable(f"支出计划里“{step.label}”后面不是百分数：{share.wording}", share.span)
    plain = f"{step.label}{share.wording}"
    longest = max((s for s in steps if plain.startswith(s)), key=len)
    return plain if longest == step.label else f"{step.label}：{share.wording}"
