"""The schemas for editors, held against content by a validator that knows nothing of us."""

from __future__ import annotations

import datetime
import fnmatch
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.contents import find
from generator.diagnostics import Problems
from generator.editing import patterns, schemas
from generator.files import Folder, SourceText, decode
from generator.forms import load_families
from generator.loader import load
from generator.sources.nodes import Mapping, Node, Scalar, Sequence
from generator.sources.yaml_source import read_yaml
from generator.writing import write
from tests.conftest import ROOT
from tests.strategies import disclosures, families

FAMILIES: Final = load_families([ROOT / "templates"], Problems())
VALIDATORS: Final = {
    name: jsonschema.Draft7Validator(schema) for name, schema in schemas(FAMILIES).items()
}


def globs() -> Iterator[tuple[str, str]]:
    """Schema and pattern, the more particular patterns first, as the editor takes them all."""
    for name, found in patterns(FAMILIES):
        yield from ((name, p.format(content="content")) for p in found if p[0] != "!")


def schema_of(path: str) -> str:
    """The schema that the settings give to a file; in them `*` ends at a slash."""
    depth = path.count("/")
    fitting = [n for n, p in globs() if p.count("/") == depth and fnmatch.fnmatch(path, p)]
    if path.endswith("/表式.yaml"):
        fitting.remove("form.json")
    assert len(fitting) == 1, f"{path}: {fitting}"
    return fitting[0]


def typed(node: Node) -> Any:
    """What the reader of the product sees: every value the text that was typed, or nothing."""
    match node:
        case Mapping():
            return {e.key.text: typed(e.value) for e in node}
        case Sequence():
            return [typed(item) for item in node.items]
        case Scalar():
            return None if node.is_blank else node.text
    raise AssertionError(node)


def read(path: str, text: str) -> Any:
    problems = Problems()
    mapping = read_yaml(SourceText(path, re.split(r"\r\n|\n|\r", text)), problems)
    assert mapping is not None
    assert not problems.found
    return typed(mapping)


def resolved(text: str) -> Any:
    """What an editor sees: 36.00 a number, nothing null; a date is text in YAML 1.2."""

    def as_json(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(k): as_json(v) for k, v in value.items()}
        if isinstance(value, list):
            return [as_json(v) for v in value]
        return str(value) if isinstance(value, datetime.date) else value

    return as_json(yaml.safe_load(text))


def faults(name: str, value: Any) -> list[str]:
    return [f"{e.json_path}: {e.message[:160]}" for e in VALIDATORS[name].iter_errors(value)]


def samples() -> list[str]:
    """All YAML of the sample content and of the forms."""
    found = [*(ROOT / "content").rglob("*.yaml"), *(ROOT / "templates").rglob("*.yaml")]
    return sorted(p.relative_to(ROOT).as_posix() for p in found)


SAMPLES: Final = samples()


def test_the_schemas_are_sound_and_every_key_is_explained() -> None:
    for name, validator in VALIDATORS.items():
        jsonschema.Draft7Validator.check_schema(validator.schema)
        for key, node in keys_of(validator.schema):
            assert node.get("description"), f"{name}: {key}"


def keys_of(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema names, but for the conditions."""
    if isinstance(schema, list):
        for item in schema:
            yield from keys_of(item)
    elif isinstance(schema, dict):
        properties = schema.get("properties", {})
        yield from properties.items()
        for key, part in schema.items():
            if key not in ("if", "enum"):
                yield from keys_of(list(part.values()) if key == "properties" else part)


@pytest.mark.parametrize("path", SAMPLES)
def test_all_sample_content_fits(path: str) -> None:
    text = sample(path)
    assert faults(schema_of(path), read(path, text)) == []
    assert faults(schema_of(path), resolved(text)) == []


def sample(path: str) -> str:
    text = decode((ROOT / path).read_bytes())
    assert text is not None
    return text


def paths_to_mappings(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        yield here
        for key, inner in value.items():
            yield from paths_to_mappings(inner, (*here, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths_to_mappings(inner, (*here, number))


@pytest.mark.parametrize("path", SAMPLES)
def test_a_mistyped_key_is_refused_wherever_it_stands(path: str) -> None:
    value = read(path, sample(path))
    by_kind = {tuple(str(s) if isinstance(s, str) else "" for s in p): p
               for p in paths_to_mappings(value)}  # fmt: skip
    for place in by_kind.values():
        at = value
        for step in place:
            at = at[step]
        at["预算书"] = "1"
        assert not VALIDATORS[schema_of(path)].is_valid(value), place
        del at["预算书"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("状态", "已公开"),
        ("表式", "河南"),
        ("公开日期", "二月"),
        ("批复日期", "2025-02"),
        ("标识", "水务局"),
        ("项目", "甲"),
        ("项目", [{"编码": "1"}]),
        ("项目", [{"名称": "甲", "地址": "一"}]),
        ("项目", [{"名称": "甲", "预算数": ["1"]}]),
        ("附件", [{"标题": "批复"}]),
        ("整体支出", {}),
        ("部门", None),
        ("年度", None),
        ("状态", None),
        ("表式", None),
        ("总体绩效目标", None),
    ],
)
def test_a_wrong_value_or_a_lack_is_refused(key: str, value: Any) -> None:
    sound = read("x", (ROOT / "content/2025/jyj.yaml").read_text("utf-8"))
    assert faults("disclosure.json", sound) == []
    broken = {k: v for k, v in sound.items() if k != key}
    broken |= {} if value is None else {key: value}
    assert faults("disclosure.json", broken)


@pytest.mark.parametrize("date", ["2025-02-10", "2025年2月10日", "２０２５-2-1", "2025.2.10", ""])
def test_what_the_reader_takes_for_a_date_the_schema_takes_too(date: str) -> None:
    sound = read("x", (ROOT / "content/2025/jyj.yaml").read_text("utf-8"))
    assert faults("disclosure.json", sound | {"公开日期": date}) == []


@settings(max_examples=30)
@given(st.data())
def test_whatever_can_be_written_in_yaml_fits(data: st.DataObject) -> None:
    """Disclosures of every family, with all that their forms may hold."""
    named = families()
    validators = {n: jsonschema.Draft7Validator(s) for n, s in schemas(named).items()}
    family = named[data.draw(st.sampled_from(sorted(named)))]
    disclosure = data.draw(disclosures(family, 2))
    for shape in ("yaml", "folder"):
        for path, text in write(disclosure, family, shape).items():
            name = f"content/{disclosure.year}/{path}"
            if not path.endswith(".yaml"):
                continue
            value = read(path, text.decode("utf-8"))
            told = validators[schema_of(name)].iter_errors(value)
            # A random disclosure may leave out sections that its family asks for.
            assert [e.message for e in told if e.validator != "required"] == []


def test_every_file_of_content_has_one_schema() -> None:
    assert {schema_of(path) for path in SAMPLES} >= {
        "site.json", "disclosure.json", "department.json", "project.json", "family.json",
        "form.json",
    }  # fmt: skip


def test_a_first_line_for_the_editor_changes_nothing(tmp_path: Path) -> None:
    text = (ROOT / "content/2025/jyj.yaml").read_text("utf-8")
    line = "# yaml-language-server: $schema=../../.vscode/gongkai/disclosure.json\n"
    read_back = []
    for name, typed_text in (("a", text), ("b", line + text)):
        place = tmp_path / name / "2025/jyj.yaml"
        place.parent.mkdir(parents=True)
        (tmp_path / name / ".vscode").mkdir()
        (tmp_path / name / ".vscode/settings.json").write_text("{}", "utf-8")
        place.write_text(typed_text, "utf-8")
        folder, problems = Folder(tmp_path / name), Problems()
        (found,) = find(folder, problems)
        read_back.append(load(folder, found, FAMILIES, problems))
        assert problems.found == []
    assert read_back[0] == read_back[1]


def test_the_project_comes_with_the_settings_that_the_command_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["schema"]) == 0
    capsys.readouterr()
    written = {p.name: json.loads(p.read_text("utf-8")) for p in Path(".vscode/gongkai").iterdir()}
    comment = {"$comment": "由 gongkai schema 生成，不要手工修改。"}
    assert written == {name: comment | schema for name, schema in schemas(FAMILIES).items()}
    settings = Path(".vscode/settings.json").read_text("utf-8")
    assert settings == (ROOT / ".vscode/settings.json").read_text("utf-8")
    named = json.loads(settings)["yaml.schemas"]
    assert all(Path(place).is_file() for place in named)


def test_an_authors_own_settings_stay_and_what_to_add_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".vscode").mkdir()
    Path(".vscode/settings.json").write_text('{"editor.fontSize": 18}', "utf-8")
    assert main(["schema"]) == 0
    assert Path(".vscode/settings.json").read_text("utf-8") == '{"editor.fontSize": 18}'
    assert '"./.vscode/gongkai/site.json"' in capsys.readouterr().out


def test_a_file_of_somebody_else_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("form.json").write_text("{}", "utf-8")
    assert main(["schema", "--output", "."]) == 2
    assert "不会覆盖" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["form.json"]


def test_running_it_again_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    main(["schema"])
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.json")}
    assert main(["schema"]) == 0
    assert {p: p.read_bytes() for p in tmp_path.rglob("*.json")} == before
