"""`gongkai serve`: write on one side of the screen, see the page on the other."""

from __future__ import annotations

import argparse
import signal
import tempfile
from dataclasses import replace
from pathlib import Path

from ..preview import HOST, serve
from .common import DONE, add_content, settings


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "serve",
        help="边写边看：保存后网页自动刷新",
        description="边写边看：保存后网页自动刷新。只有本机能打开。",
    )
    add_content(parser)
    parser.add_argument(
        "--port", type=int, default=8000, metavar="端口", help="网页的端口（默认 8000）"
    )
    parser.add_argument("--pdf", action="store_true", help="每次保存后也生成 PDF（较慢）")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    # Started in the background, a process may have been told to ignore them.
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        chosen = replace(settings(args, Path(folder)), keep_going=True, with_pdf=args.pdf, jobs=2)
        address = f"http://{HOST}:{args.port}/index.html"
        announce = f"预览已就绪：{address}\n保存文件后网页会自动刷新；按 Ctrl+C 结束。"
        try:
            serve(chosen, args.port, announce)
        except KeyboardInterrupt:
            print("\n预览结束。")
    return DONE
