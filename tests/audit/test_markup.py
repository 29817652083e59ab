"""Every page and picture is what the standards say.

Stylesheets are left out: the checker's reading of CSS does not know container queries.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path


def test_the_nu_checker_finds_no_error_in_any_file(nu_checker: Path, site: Path) -> None:
    command = ["java", "-Xss4m", "-jar", str(nu_checker), "--format", "json", "--errors-only",
               "--also-check-svg", "--skip-non-html", str(site)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stderr or done.stdout)["messages"]
    assert not found, "\n".join(
        f"{m.get('url', '').rpartition('/site/')[2]}:{m.get('lastLine')} {m['message']}"
        for m in found[:40]
    )
