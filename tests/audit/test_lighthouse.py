"""Lighthouse, in the real browser, on one page of each kind."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import CHROMIUM_ARGS

KINDS = {
    "home": "index.html",
    "year": "2025/index.html",
    "disclosure": "2025/scjg/index.html",
    "project": "2025/scjg/001/index.html",
    "ledger": "2025/scjg/ledger/index.html",
    "checklist": "2025/scjg/checklist/index.html",
    "projects": "2025/projects/index.html",
    "department": "departments/scjg/index.html",
    "search": "search/index.html",
    "catalogue": "catalogue/index.html",
    "glossary": "glossary/index.html",
    "map": "map/index.html",
    "accessibility": "accessibility/index.html",
}
CATEGORIES = ("accessibility", "best-practices", "seo")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_scores_full_marks(lighthouse: Path, chromium: Path, served: str, kind: str) -> None:
    command = [str(lighthouse), f"{served}/{KINDS[kind]}", "--quiet", "--output=json",
               "--output-path=stdout", f"--only-categories={','.join(CATEGORIES)}",
               f"--chrome-flags=--headless=new {' '.join(CHROMIUM_ARGS)}"]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": str(chromium)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    scores = {name: report["categories"][name]["score"] for name in CATEGORIES}
    faults = [
        f"{a['id']}: {a['title']}" for a in report["audits"].values() if a["score"] not in (1, None)
    ]
    assert scores == dict.fromkeys(CATEGORIES, 1), faults
