"""The days of approval and publication fit the year of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.invalid_cases import SETTINGS
from tests.publishing.test_consent import Web
from tests.versions.test_corrections import FORMER


@pytest.mark.parametrize(
    ("approved", "published", "keys"),
    [
        ("2025-02-10", "2025-02-21", set()),
        ("2024-12-28", "2025-01-10", set()),
        ("2025-12-20", "2025-12-31", set()),
        ("2024-02-10", "2024-02-21", {"批复日期", "公开日期"}),
        ("2026-02-10", "2026-02-21", {"批复日期", "公开日期"}),
        ("2025-12-25", "2026-01-08", {"公开日期"}),
        ("2024-10-31", "2024-11-01", {"批复日期"}),
    ],
)
def test_a_day_of_another_year_is_an_error(
    tmp_path: Path, approved: str, published: str, keys: set[str]
) -> None:
    text = FORMER.replace("2025-02-10", approved).replace("2025-02-21", published)
    report = Web(tmp_path).build({"站点.yaml": SETTINGS, "2025/a.yaml": text})
    found = [d for d in report.diagnostics if d.rule == "JX087"]
    assert {d.message.split()[0] for d in found} == keys
    assert (report.published is None) == bool(keys)
