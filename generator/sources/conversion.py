"""Old and foreign formats by way of LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ..diagnostics import RuleBook
from ..limits import CONVERSION_SECONDS, CONVERTED_LIMIT
from .file_kinds import FileKind
from .package import Refusal, spaced

NAMES: Final = ("soffice", "libreoffice")
# No macro runs, and nothing that a file links to is fetched.
_SETTINGS: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""
_NO_NETWORK: Final = dict.fromkeys(
    ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9"
)


def converted(data: bytes, kind: FileKind, ending: str, wanted: str) -> bytes:
    """The file as .docx or .xlsx; raises Refusal where LibreOffice lacks or cannot read it."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    target = "Word 文档（.docx）" if wanted == "docx" else "Excel 工作簿（.xlsx）"
    way_out = f"用 Office 或 WPS 打开，另存为“{target}”后再导入"
    if program is None:
        raise Refusal(
            RuleBook.UNREADABLE,
            f"这是{spaced(kind.value)}，要由 LibreOffice 转换，这台机器上没有装。",
            f"{way_out}；或者安装 LibreOffice。",
        )
    made = _run(program, data, ending, wanted) if len(data) <= CONVERTED_LIMIT else None
    if made is None:
        raise Refusal(
            RuleBook.UNREADABLE,
            f"这是{spaced(kind.value)}，LibreOffice 转换不了。",
            f"{way_out}。",
        )
    return made


def _run(program: str, data: bytes, ending: str, wanted: str) -> bytes | None:
    """What LibreOffice makes of the bytes in a folder and with settings of its own."""
    with TemporaryDirectory(prefix="gongkai-") as name:
        folder = Path(name)
        profile, source = folder / "profile", folder / f"source{ending}"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            "--convert-to", wanted, "--outdir", str(folder / "made"), str(source),
        ]  # fmt: skip
        try:
            _wait_for(command)
            return (folder / "made" / f"source.{wanted}").read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def _wait_for(command: Sequence[str]) -> None:
    """Run a program to its end; one that takes too long is stopped with all that it started."""
    running = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, **_NO_NETWORK}, start_new_session=True,
    )  # fmt: skip
    try:
        running.wait(CONVERSION_SECONDS)
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL) if hasattr(os, "killpg") else running.kill()
            running.wait()
