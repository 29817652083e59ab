"""`gongkai serve`: write on one side of the screen, see the page on the other."""

from __future__ import annotations

import argparse
import signal
import tempfile
from dataclasses import replace
from pathlib import Path

from ..preview import HOST, serve
from .common import settings
from .outcomes import DONE


def run(args: argparse.Namespace) -> int:
    # Started in the background, a process may have been told to ignore them.
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        chosen = replace(
            settings(args, Path(folder) / "site"),
            with_pdf=False,
            public=False,
        )
        address = f"http://{HOST}:{args.port}/index.html"
        announce = f"预览已就绪：{address}\n保存文件后网页会自动刷新；按 Ctrl+C 结束。"
        try:
            serve(chosen, args.port, announce)
        except KeyboardInterrupt:
            print("\n预览结束。")
    return DONE
