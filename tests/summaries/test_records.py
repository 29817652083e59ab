"""The portal's record of a disclosure: read back as it was written, or refused."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.summaries import records
from generator.summaries.records import Record, dump, parse


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that a record holds; of a dataclass every field is filled."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        held = {f.name: values(hints[f.name]) for f in fields(kind) if f.compare}
        make: Any = kind
        return st.builds(make, **held)
    if kind is Decimal:
        return st.decimals(allow_nan=False, allow_infinity=False)
    if getattr(kind, "__origin__", None) is tuple:
        several = get_args(kind)
        if several[1:] == (...,):
            return st.lists(values(several[0]), max_size=2).map(tuple)
        return st.tuples(*map(values, several))
    if NoneType in get_args(kind):
        (some,) = (one for one in get_args(kind) if one is not NoneType)
        return st.none() | values(some)
    return st.from_type(kind)


@given(values(Record))
def test_a_record_is_read_back_as_it_was(record: Record) -> None:
    assert parse(dump(record)) == record


@given(values(Record), st.data())
def test_a_damaged_record_is_a_record_or_refused(record: Record, data: st.DataObject) -> None:
    text = dump(record)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    damaged = text[:start] + data.draw(st.binary(max_size=6)) + text[end:]
    with suppress(ValueError):
        assert isinstance(parse(damaged), Record)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("year", "2025"), ("year", True), ("title", 3), ("status", "无此状态"), ("total", "NaN"),
        ("total", "many"), ("approved_on", "2025-13-01"), ("projects", {}), ("terms", [[]]),
        ("unknown", 1),
    ],
)  # fmt: skip
def test_a_field_of_another_type_is_refused(record: Record, key: str, value: object) -> None:
    data = json.loads(dump(record))
    data["summary"][key] = value
    with pytest.raises(ValueError, match=r"."):
        parse(json.dumps(data).encode())


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"null", b"[" * 100_000, b"\xff"])
def test_what_is_no_record_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(text)


@pytest.fixture
def record(county: Path) -> Record:
    return parse((county / "2025/scjg/data/record.json").read_bytes())


def test_a_public_disclosure_has_its_texts_and_a_draft_has_none(county: Path) -> None:
    found = [parse(place.read_bytes()) for place in county.rglob(records.RECORD)]
    assert {bool(r.texts) for r in found if not r.summary.is_draft} == {True}
    assert {bool(r.texts) for r in found if r.summary.is_draft} == {False}
    for record in found:
        folder = county / f"search/{record.summary.year}/{record.summary.id}"
        names = {f"{n}.{text.digest}.js" for n, text in enumerate(record.texts)}
        there = {place.name for place in folder.iterdir()} if folder.is_dir() else set()
        assert there == (names | {"keys.txt"} if names else set())


def test_only_whole_records_at_their_own_place_are_brought_over(
    county: Path, record: Record, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    good = replace(record, summary=replace(record.summary, id="good"), texts=())
    for name, data in (
        ("good", dump(good)), ("foreign", dump(record)), ("broken", b"{}"),
        ("bare", dump(replace(good, summary=replace(record.summary, id="bare")))),
        ("unlike", dump(replace(good, summary=replace(record.summary, id="unlike")))),
    ):  # fmt: skip
        folder = old / f"2025/{name}/data"
        folder.mkdir(parents=True)
        (folder / records.RECORD).write_bytes(data)
        if name != "bare":
            (folder / "projects.csv").write_text("a")
            (folder / "indicators.csv").write_text("b")
        book = county / "2025/scjg/data/disclosure.xlsx"
        data = book.read_bytes()
        at = record.rows[0].start + record.rows[0].length // 2
        changed = data[:at] + bytes(255 - byte for byte in data[at : at + 9]) + data[at + 9 :]
        (folder / book.name).write_bytes(changed if name == "unlike" else data)
    (kept,) = records.brought_over(old, ["2025", "2025/good"], ())
    assert parse((old / kept.path).read_bytes()) == good
    assert (kept.year, kept.id, kept.is_draft) == (2025, "good", False)
    assert list(records.brought_over(old, ["2025"], {records.address(good.summary)})) == []
    assert list(records.brought_over(old, ["2024", "2025/foreign"], ())) == []
