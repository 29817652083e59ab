"""The rules of structure; those of the field stand with the code that applies them (`checks`).

A family of ids is a class of constants, and everybody reaches them all as `RuleBook.NAME`.
"""

from __future__ import annotations

from typing import Final

from ..rules import Rule
from .answers import AnswerRules
from .consent import ConsentRules
from .contents import ContentRules
from .conversion import ConversionRules
from .corrections import CorrectionRules
from .evaluations import EvaluationRules
from .files import FileRules
from .forms import FormRules
from .publishing import PublishingRules
from .references import ReferenceRules
from .syntax import SyntaxRules
from .tables import TableRules


class RuleBook(
    FileRules,
    SyntaxRules,
    TableRules,
    ContentRules,
    ReferenceRules,
    EvaluationRules,
    AnswerRules,
    CorrectionRules,
    ConsentRules,
    PublishingRules,
    FormRules,
    ConversionRules,
):
    """Every rule of structure, family after family."""

    @classmethod
    def all(cls) -> dict[str, Rule]:
        """Every structural rule by id."""
        families = (vars(family).values() for family in cls.__mro__)
        rules = (value for values in families for value in values if isinstance(value, Rule))
        return {rule.id: rule for rule in rules}


IN_DRAFTS: Final = frozenset(rule.id for rule in RuleBook.all().values() if rule.in_drafts)
