"""Forms as data: a family is a folder under `templates/forms/`, a form a file in it.

Adding a province's table needs no Python: its titles, fields, columns, layout
and numbering are read from the folder. A field's role (角色) is how checks and
figures find its meaning; its aliases (别名) are how the importer finds labels.
"""

from __future__ import annotations

from .added import AT_START, family_of, places, with_added
from .families import load_families, table_names
from .table_file import load_tables
from .tables import (
    AMOUNT_COLUMN,
    TableColumn,
    TableDefinition,
    find_table,
    labels_of,
    subject_column,
    table_addresses,
)
from .types import (
    ADDED_SECTIONS,
    DISCLOSURE_KEYS,
    GLOSSARY,
    MONEY,
    PLACEHOLDER,
    PLAN,
    PROJECT_KEYS,
    PROSE,
    PROSE_SECTION,
    TABLES,
    TARGET_PARTS,
    TEXT,
    ChapterPlan,
    Column,
    Demand,
    Family,
    Field,
    Form,
    LayoutCell,
    PartPlan,
    SectionPlan,
    shares,
)

__all__ = [
    "ADDED_SECTIONS",
    "AMOUNT_COLUMN",
    "AT_START",
    "DISCLOSURE_KEYS",
    "GLOSSARY",
    "MONEY",
    "PLACEHOLDER",
    "PLAN",
    "PROJECT_KEYS",
    "PROSE",
    "PROSE_SECTION",
    "TABLES",
    "TARGET_PARTS",
    "TEXT",
    "ChapterPlan",
    "Column",
    "Demand",
    "Family",
    "Field",
    "Form",
    "LayoutCell",
    "PartPlan",
    "SectionPlan",
    "TableColumn",
    "TableDefinition",
    "family_of",
    "find_table",
    "labels_of",
    "load_families",
    "load_tables",
    "places",
    "shares",
    "subject_column",
    "table_addresses",
    "table_names",
    "with_added",
]
