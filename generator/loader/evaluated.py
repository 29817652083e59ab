"""类型 and 评价对象: what kind of disclosure it is, and which one it evaluates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..contents import DisclosureFiles
from ..diagnostics import Problems, RuleBook
from ..forms import Family
from ..keys import EVALUATES, KIND
from ..model.disclosure import Disclosure, Status
from ..model.evaluation import Kind
from ..sources.keys import Keys, did_you_mean
from .others import Others

_YEAR_DIGITS: Final = 4
_NAME_IT: Final = f"加一行：{EVALUATES}: {{}}/…；项目、目标和指标都取自它，不写就不能生成。"


def read_kind(keys: Keys, family: Family, problems: Problems) -> Kind:
    """The kind typed, else 部门预算; it must be that of the family."""
    words = keys.text(KIND)
    kind = next((k for k in Kind if k.value == words.text), None)
    if words and kind is None:
        problems.add(
            RuleBook.BAD_CHOICE,
            words.span,
            f"“{KIND}”不能是“{words.text}”。",
            f"{did_you_mean(words.text, Kind)}可选：{'、'.join(Kind)}。",
        )
        return family.kind
    kind = kind or Kind.BUDGET
    if kind is not family.kind:
        problems.add(
            RuleBook.KIND_MISMATCH,
            keys.text("表式").span,
            f"表式“{family.name}”用于{family.kind}，这份公开的类型是{kind}。",
            f"改正表式；或写成：{KIND}: {family.kind}。",
        )
    return family.kind


@dataclass(frozen=True)
class EvaluatedReader:
    """Finds and reads what a 绩效自评 evaluates; every reason why it cannot is reported."""

    keys: Keys
    found: DisclosureFiles
    others: Others
    problems: Problems

    def read(self, kind: Kind, status: Status, *, is_needed: bool) -> Disclosure | None:
        """What is evaluated; `is_needed` where the family takes targets from it."""
        words = self.keys.text(EVALUATES)
        if kind is not Kind.EVALUATION:
            if words:
                self.problems.add(
                    RuleBook.KIND_MISMATCH,
                    words.span,
                    f"写了“{EVALUATES}”，类型却是{kind}。",
                    f"绩效自评要加一行“{KIND}: {Kind.EVALUATION}”；不是的，删去“{EVALUATES}”。",
                )
            return None
        if not words:
            if is_needed:
                self.keys.require(EVALUATES, _NAME_IT.format(self.found.year))
            return None
        evaluated = self.named(words.text)
        if evaluated is not None:
            self.check(evaluated, status)
        return evaluated

    def named(self, base: str) -> Disclosure | None:
        """The disclosure of that name, if it is one to evaluate."""
        found = self.others.listing.find(base)
        if found is None:
            self.bad(f"没有“{base}”这份公开。", self.nearest(base))
            return None
        if found.base == self.found.base:
            self.bad("不能评价自己。", "写它所评价的那份部门预算。")
            return None
        other = self.others.read(found)
        if other.disclosure is not None and other.disclosure.kind is not Kind.BUDGET:
            self.bad(f"“{base}”本身就是{other.disclosure.kind}。", "写它所评价的那份部门预算。")
            return None
        if other.disclosure is None or not other.is_sound:
            self.bad(f"“{base}”有错误，读不出。", f"先改正 {found.span.path} 的错误。")
            return None
        return other.disclosure

    def nearest(self, base: str) -> str:
        """What may be meant: the same name in the nearest year, else a name like it."""
        every = self.others.listing.every()
        others = [f for f in every if f.base != self.found.base and not f.version]
        year, _, name = base.rpartition("/")
        wanted = int(year) if year.isdecimal() and len(year) <= _YEAR_DIGITS else self.found.year
        same = sorted((f for f in others if f.name == name), key=lambda f: abs(f.year - wanted))
        if same:
            return f"是不是“{same[0].base}”？"
        return did_you_mean(base, [f.base for f in others]) if others else "先把它放进内容文件夹。"

    def check(self, evaluated: Disclosure, status: Status) -> None:
        """It is the same department's, and published if its evaluation is."""
        department = self.keys.text("部门")
        if department and department.text != evaluated.department.text:
            self.problems.add(
                RuleBook.BAD_EVALUATED,
                department.span,
                f"部门是“{department.text}”，评价对象的部门是“{evaluated.department.text}”。",
                "改正部门或评价对象。",
            )
        if status is not Status.DRAFT and evaluated.is_draft:
            self.problems.add(
                RuleBook.NOT_PUBLISHABLE,
                self.keys.text(EVALUATES).span,
                "评价对象还是草案，自评不能公开。",
                "先公开评价对象，或把自评的状态写成“草案”。",
            )

    def bad(self, message: str, hint: str) -> None:
        place = self.keys.text(EVALUATES).span
        self.problems.add(RuleBook.BAD_EVALUATED, place, message, hint)
