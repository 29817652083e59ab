"""Workers begin by a fork only where no lock of Pango could be inherited."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT, TEMPLATES

ASK = "from generator.running.local import start_method; print(start_method())"
LAY_OUT = f"""
from pathlib import Path
from generator.outputs.pdf import render_pdf
page = b"<html><head><title>x</title></head><body><main></main></body></html>"
try:
    render_pdf((Path({str(TEMPLATES)!r}),), page, "0" * 32)
except Exception:  # a page that is no print page of ours; Pango was at work all the same
    pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are always spawned")
@pytest.mark.parametrize(("before", "method"), [("", "fork"), (LAY_OUT, "spawn")])
def test_no_worker_is_forked_once_a_pdf_was_laid_out(before: str, method: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{before}\n{ASK}"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.strip() == method
