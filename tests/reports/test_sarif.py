"""`check --format sarif`: a log that any reader of SARIF 2.1.0 takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from generator.cli import main
from generator.reports.rules import known_rules


def closed(required: list[str], **properties: object) -> dict[str, object]:
    """An object with these members and no others, as SARIF's objects are."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }


# The part of the SARIF 2.1.0 schema (OASIS, errata 01) that a log of this program may use.
TEXT = {"type": "string", "minLength": 1}
MESSAGE = closed(["text"], text=TEXT)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
ARTIFACT = closed(
    ["uri"],
    uri={"type": "string", "format": "uri-reference", "pattern": r"^[!#-;=?-_a-z~]+$"},
    uriBaseId={"const": "%SRCROOT%"},
)
REGION = closed(
    ["startLine", "startColumn"],
    startLine={"type": "integer", "minimum": 1},
    startColumn={"type": "integer", "minimum": 1},
    snippet=closed(["text"], text={"type": "string"}),
)
LOCATION = closed(
    ["physicalLocation"],
    physicalLocation=closed(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION),
    logicalLocations={"type": "array", "items": closed(["name"], name=TEXT, kind=TEXT)},
)
SUPPRESSION = closed(["kind"], kind={"enum": ["inSource", "external"]}, justification=TEXT)
RESULT = closed(
    ["ruleId", "ruleIndex", "level", "message", "locations", "suppressions"],
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "items": LOCATION, "minItems": 1, "maxItems": 1},
    suppressions={"type": "array", "items": SUPPRESSION, "uniqueItems": True},
)
RULE = closed(
    ["id", "shortDescription", "help", "defaultConfiguration"],
    id={"type": "string", "pattern": "^[A-Z]{2}[0-9]{2,3}$"},
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=closed(["level"], level=LEVEL),
)
DRIVER = closed(
    ["name", "version", "rules"],
    name=TEXT,
    fullName=TEXT,
    version=TEXT,
    semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
    language={"const": "zh-CN"},
    rules={"type": "array", "items": RULE, "uniqueItems": True},
)
RUN = closed(
    ["tool", "results"],
    tool=closed(["driver"], driver=DRIVER),
    language={"const": "zh-CN"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={
        "type": "object",
        "additionalProperties": closed(["description"], description=MESSAGE),
    },
    invocations={
        "type": "array",
        "items": closed(
            ["executionSuccessful"],
            executionSuccessful={"type": "boolean"},
            exitCode={"type": "integer"},
        ),
    },
    results={"type": "array", "items": RESULT},
)
LOG = closed(
    ["$schema", "version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
)


def log(content: Path, capsys: pytest.CaptureFixture[str], format: str = "sarif") -> Any:
    main(["check", "--content", content.name, "--format", format])
    return json.loads(capsys.readouterr().out)


def test_the_log_has_the_shape_of_sarif(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = log(content, capsys)
    jsonschema.Draft7Validator.check_schema(LOG)
    faults = list(jsonschema.Draft7Validator(LOG).iter_errors(found))
    assert [f"{f.json_path}: {f.message[:200]}" for f in faults] == []


def test_every_rule_is_described_once_and_results_point_at_theirs(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run,) = log(content, capsys)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(known_rules())
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


def test_results_are_the_findings_in_their_order_at_the_same_places(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run,) = log(content, capsys)["runs"]
    wanted = log(content, capsys, "json")["diagnostics"]
    results = [r for r in run["results"] if not r["suppressions"]]
    assert len(results) == len(wanted)
    for result, record in zip(results, wanted, strict=True):
        assert result["ruleId"] == record["rule"]
        assert result["message"]["text"].startswith(record["message"])
        (location,) = result["locations"]
        place = location["physicalLocation"]
        path = Path(unquote(place["artifactLocation"]["uri"]))
        assert path == Path(content.name) / record["path"]
        assert path.is_file()
        if path.suffix == ".xlsx":
            assert "region" not in place
            cell = f"{'?ABC'[record['column']]}{record['line']}"
            assert location["logicalLocations"] == [{"name": cell, "kind": "element"}]
        else:
            region = place["region"]
            assert (region["startLine"], region["startColumn"]) == (
                record["line"],
                record["column"],
            )


def test_columns_count_characters(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the text as it stands: 𠮷 is one character, though two units of UTF-16."""
    place = content / "2025/ju.yaml"
    place.write_text(place.read_text("utf-8").replace("全年", "𠮷年"), "utf-8")
    (run,) = log(content, capsys)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    found = next(r for r in run["results"] if r["ruleId"] == "YY01")
    region = found["locations"][0]["physicalLocation"]["region"]
    line = place.read_text("utf-8").split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 :].startswith("{{ 无此数")


def test_what_the_author_answered_is_suppressed_with_the_reason(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run,) = log(content, capsys)["runs"]
    (answered,) = [r for r in run["results"] if r["suppressions"]]
    assert answered["ruleId"] == "JX002"
    assert answered["suppressions"] == [{"kind": "inSource", "justification": "上级资金<另行>列示"}]
    region = answered["locations"][0]["physicalLocation"]["region"]
    lines = (content / "2025/jyj.yaml").read_text("utf-8").split("\n")
    assert "1301.28" in lines[region["startLine"] - 1]


def test_the_log_is_the_same_wherever_the_content_stands(
    content: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = log(content, capsys)
    elsewhere = content.parent / "别处"
    elsewhere.mkdir()
    content.rename(elsewhere / content.name)
    monkeypatch.chdir(elsewhere)
    assert log(content, capsys) == before
