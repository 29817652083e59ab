"""What a page tells search engines of its data."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

from generator.config import Site
from generator.outputs.linked_data import Described, linked_data
from generator.plan import Download

FILE = Download("项目", "2025/jia/data/projects.csv", "text/csv", "CSV", 12)
ABOUT = Described("甲</script>局", "数据。", "甲局", (2024, 2025), datetime.date(2025, 2, 25))


def read(described: Described, site: Site) -> dict[str, object]:
    text = linked_data(described, site, [FILE], lambda address: f"../{address}")
    assert "<" not in text
    return dict(json.loads(text))


def test_data_are_described_with_all_that_is_known() -> None:
    site = replace(Site(), short_name="示例县", license="https://www.shilixian.example/xuke/")
    assert read(ABOUT, site) == {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "甲</script>局",
        "description": "数据。",
        "inLanguage": "zh-CN",
        "temporalCoverage": "2024/2025",
        "creator": {"@type": "Organization", "name": "甲局"},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": "项目",
                "contentUrl": "../2025/jia/data/projects.csv",
                "encodingFormat": "text/csv",
                "contentSize": "12",
            }
        ],
        "spatialCoverage": "示例县",
        "license": "https://www.shilixian.example/xuke/",
        "datePublished": "2025-02-25",
    }


def test_nothing_is_said_that_nobody_stated() -> None:
    record = read(replace(ABOUT, years=(2025,), published_on=None), Site())
    assert record["temporalCoverage"] == "2025"
    assert not record.keys() & {"license", "datePublished", "spatialCoverage"}
