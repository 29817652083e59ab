"""Where something stands, what is wrong there, and by which rule: the names that all rooms use."""

from .findings import Diagnostic, Problems, Span, counts, in_order, nested
from .printing import as_record, as_text, display_width, excerpt, parted, visible
from .rulebook import IN_DRAFTS, RuleBook
from .rules import FAMILIES, LEVEL_ORDER, FieldRule, Level, Rule

__all__ = [
    "FAMILIES",
    "IN_DRAFTS",
    "LEVEL_ORDER",
    "Diagnostic",
    "FieldRule",
    "Level",
    "Problems",
    "Rule",
    "RuleBook",
    "Span",
    "as_record",
    "as_text",
    "counts",
    "display_width",
    "excerpt",
    "in_order",
    "nested",
    "parted",
    "visible",
]
