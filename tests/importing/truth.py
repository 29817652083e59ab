"""The ground truth of a real file as the strings that a reader meets, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.document.outline import split_number
from generator.model.words import DataTable

Truth = dict[str, Any]
LEVELS = ("l1", "l2")
COLUMNS = ("l3", "desc", "value", "basis", "standard")


def items(truth: Truth, *kinds: str) -> list[Truth]:
    return [item for item in truth["body"] if item["kind"] in kinds]


def squeezed(text: str) -> str:
    return "".join(text.split())


def true_rows(item: Truth) -> list[list[str]]:
    """The indicators' cells; a first or second level only where it differs from the row above."""
    rows = []
    above: list[str] = []
    for row in item["indicators"]:
        levels = [row[key] or "" for key in LEVELS]
        shown = levels if levels[0] != above[:1] and levels != above else []
        if above and levels[0] == above[0] and levels[1] != above[1]:
            shown = levels[1:]
        above = levels
        rows.append([*shown, *(row.get(key) or "" for key in COLUMNS)])
    return rows


def true_head(table: Truth) -> list[list[str]]:
    """The head's rows, merged cells blank after their first place (as DataTable has them)."""
    head = table["header"]
    if isinstance(head, list):
        return [head]
    upper: list[str] = []
    lower: list[str] = []
    for entry in head["nested"]:
        nested = isinstance(entry, dict)
        leaves = entry["children"] if nested else [""]
        upper += [entry["text"] if nested else entry, *[""] * (len(leaves) - 1)]
        lower += leaves
    assert [x or y for x, y in zip(lower, upper, strict=True)] == head["columns"]
    return [upper, lower]


def true_body(table: Truth) -> list[list[str]]:
    """The rows with the totals at their places."""
    rows: list[list[str]] = []
    for n in range(len(table["rows"]) + 1):
        rows += [t["row"] for t in table["totals"] if t["before_row"] == n]
        rows += table["rows"][n : n + 1]
    return rows


def table_cells(table: DataTable) -> tuple[list[list[str]], list[list[str]]]:
    """What a table of the model says: its head and its rows."""
    head = [[str(w) for w in row] for row in table.head]
    return head, [[str(w) for w in row] for row in table.rows]


def project_cells(item: Truth) -> Iterator[str]:
    """A project's cells as its form lays them out."""
    budget = item.get("budget") or {}
    if item["kind"] == "overall_form":
        income = [entry["amount"] for entry in budget["by_income"]]
        spent = [entry["amount"] for entry in budget["by_expenditure"]]
        yield item["department"]
        yield budget["total"]
        yield from (income[0], spent[0], income[1], spent[1], *income[2:])
        yield from (*item["duties"], *item["goals"])
    elif item["kind"] == "project_form":
        yield from (item["name"], item["department"], budget["total"], budget["superior"])
        yield from (item["period"], item["period_goal"], item["year_goal"])
    else:
        yield from (item["code"] or "", item["name"]) if item["code"] else (item["name"],)
        yield from budget.values()
        yield item["purpose"] or ""
        yield from (item["plan"] or {}).values()
        yield from item["goals"] or ()
    yield from (cell for row in true_rows(item) for cell in row)
    yield from (item.get("footer") or {}).values()


def item_strings(item: Truth) -> Iterator[str]:
    match item["kind"]:
        case "heading":
            yield split_number(item["text"])[1].rstrip("：")
        case "para":
            yield item["text"]
        case "list":
            yield from item["items"] if item.get("role") is None else ()
        case "subgoal":
            yield from (item["title"], item["goal"])
            for row in item.get("indicators") or ():
                yield from (row["text"], row["value"])
        case "table":
            yield item["caption"]
            for row in (*true_head(item), *true_body(item)):
                yield from row
        case _:
            yield from project_cells(item)


def strings(truth: Truth) -> list[str]:
    """Everything that the document says but blank cells, squeezed, in reading order."""
    found = (squeezed(text) for item in truth["body"] for text in item_strings(item))
    return [text for text in found if text]


def not_found(text: str, wanted: Iterable[str], gap: int) -> list[str]:
    """What does not follow in a squeezed text, each at most `gap` characters behind the last.

    The first may stand anywhere.
    """
    missing = []
    at = -1
    for piece in wanted:
        found = text.find(piece, at, at + gap + len(piece)) if at >= 0 else text.find(piece)
        if found < 0:
            missing.append(piece)
        else:
            at = found + len(piece)
    return missing
