"""What may be typed where, as JSON Schema: editors complete keys and mark faults while typing.

Made from the same keys and forms that the loader reads by, so that nothing is listed
twice. It is draft-07, which the YAML support of editors knows best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..config import SITE_FILE
from ..contents import HEAD_FILE
from ..forms import Family
from ..forms.types import FAMILY_FILE
from ..keys import PROJECTS
from .definitions import family_file, form_file, table_file
from .disclosures import department, disclosure, overall, overall_keys, project
from .pieces import Node
from .site import site


def schemas(families: Mapping[str, Family]) -> dict[str, Node]:
    """Every schema by the name of its file, in a fixed order."""
    made = {
        "site.json": site(families),
        "disclosure.json": disclosure(families),
        "department.json": department(families),
        "project.json": project(families),
        "overall.json": overall(families),
        "family.json": family_file(),
        "form.json": form_file(),
        "table.json": table_file(),
    }
    return {
        name: {"$schema": "http://json-schema.org/draft-07/schema#"} | schema
        for name, schema in made.items()
    }


def patterns(families: Mapping[str, Family]) -> Iterator[tuple[str, list[str]]]:
    """Which files each schema is for: `{content}` stands for the content folder.

    Files of a folder's sections in YAML are whole-department forms, known by their name.
    """
    yield "site.json", [f"{{content}}/{SITE_FILE}"]
    yield "disclosure.json", ["{content}/*/*.yaml"]
    yield "department.json", [f"{{content}}/*/*/{HEAD_FILE}"]
    yield "project.json", [f"{{content}}/*/*/{PROJECTS}/*.yaml"]
    yield "overall.json", [f"{{content}}/*/*/*{key}.yaml" for key in overall_keys(families)]
    yield "family.json", [f"templates/forms/*/{FAMILY_FILE}"]
    yield "form.json", ["templates/forms/*/*.yaml", f"!templates/forms/*/{FAMILY_FILE}"]
    yield "table.json", ["templates/tables/*.yaml"]
