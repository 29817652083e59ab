"""A part of the portal is made of what it shows, and of nothing else."""

from __future__ import annotations

from dataclasses import replace

from generator.config import Site
from generator.model.evaluation import Kind
from generator.portal.parts import parts
from generator.summaries.records import Listed

YEARS = (2024, 2025)


def listed(year: int, id: str) -> Listed:
    name = f"{year}-{id}"
    path = f"{year}/{id}/data/record.json"
    summary, data, keys = f"s{name}", (f"d{name}",), f"k{name}"
    return Listed(year, id, "某局", Kind.BUDGET, False, True, path, summary, data, (), keys)


COUNTY = [listed(year, id) for year in YEARS for id in ("jyj", "scjg")]


def made_anew(changed: Listed) -> set[str]:
    """The parts that one disclosure of the county leaves otherwise, when it is like this."""
    now = [changed if c.path == changed.path else c for c in COUNTY]
    before = {part.key: part.inputs for part in parts(Site(), COUNTY)}
    after = {part.key: part.inputs for part in parts(Site(), now)}
    assert before.keys() == after.keys()
    return {key for key, inputs in after.items() if inputs != before[key]}


def test_a_text_that_no_list_shows_is_only_searched() -> None:
    assert made_anew(replace(COUNTY[0], keys="other")) == {"portal/search"}


def test_data_are_gathered_for_the_year_and_for_the_site() -> None:
    changed = replace(COUNTY[0], keys="other", data=("other",))
    assert made_anew(changed) == {"portal/search", "portal/site", "portal/year/2024"}


def test_a_summary_is_shown_by_every_list_that_has_it() -> None:
    changed = replace(COUNTY[0], keys="other", summary="other")
    assert made_anew(changed) == {
        "portal/search",
        "portal/site",
        "portal/year/2024",
        "portal/department/jyj",
    }
