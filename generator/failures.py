"""What the system, a template or the program itself refused, as a sentence with the way out.

One place for every command and for the preview: a traceback tells nothing to whom it is
shown. With GONGKAI_TRACEBACK=1 it is printed as well, for whoever mends the program.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from .environment import EnvironmentFault, reason, way_out

TRACEBACK: Final = "GONGKAI_TRACEBACK"
INTERRUPTED: Final = "已中断。网站是完整的：没有换成新的，就还是原来的。"
TERMINATED: Final = "系统要求结束，已停下并清理。网站是完整的：没有换成新的，就还是原来的。"
_TEMPLATE_END: Final = ".j2"
_LOOP: Final = re.compile(r"Symlink loop from '(.+)'")


class Terminated(KeyboardInterrupt):
    """The system asks the program to end (SIGTERM): it cleans up as on Ctrl-C."""


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM unwind what runs within, so that it cleans up after itself.

    What a shell told its background job to ignore stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: _terminated}
    before = {number: signal.getsignal(number) for number in handlers}
    heeded = [number for number in handlers if before[number] is not signal.SIG_IGN]
    for number in heeded:
        signal.signal(number, handlers[number])
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, before[number])


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated


def told(error: BaseException) -> EnvironmentFault:
    """Any failure as a fault with its sentence and the way out."""
    if isinstance(error, EnvironmentFault):
        return error
    if template := _of_template(error):
        return template
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, RuntimeError) and (loop := _LOOP.match(str(error))):  # of pathlib
        return _of_system(OSError(errno.ELOOP, "", loop[1]))
    if isinstance(error, MemoryError):
        return EnvironmentFault("内存不够。", way_out(OSError(errno.ENOMEM, "")))
    if isinstance(error, RecursionError):
        return EnvironmentFault(
            "内容或模板一层套一层，套得太深。", "减少层次；模板不要引用它自己。"
        )
    return EnvironmentFault(
        f"程序自身出错：{type(error).__name__}：{error}（{_last_place(error)}）。",
        "这是 gongkai 的缺陷，网站没有改动。请把这一行和出错时的文件发给维护人员；"
        f"设置环境变量 {TRACEBACK}=1 再运行，会印出详情。",
    )


def details(error: BaseException) -> str:
    """The traceback, where somebody asked for it; else nothing."""
    if os.environ.get(TRACEBACK) != "1":
        return ""
    return "".join(traceback.format_exception(error))


def _of_system(error: OSError) -> EnvironmentFault:
    place = error.filename if isinstance(error.filename, str | bytes) else ""
    shown = os.fsdecode(place) if place else ""
    if isinstance(error, FileNotFoundError) and not shown:
        shown = "当前文件夹" if not _has_working_folder() else ""
    message = f"{reason(error)}：{shown}" if shown else f"{reason(error)}。"
    return EnvironmentFault(message, way_out(error))


def _has_working_folder() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _of_template(error: BaseException) -> EnvironmentFault | None:
    """The template, the line and what is wrong, where a template is where it failed."""
    if type(error).__module__.partition(".")[0] == "jinja2":
        from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

        if isinstance(error, TemplateNotFound):
            return _broken(_place(error), f"没有找到模板 {error.name}")
        if isinstance(error, TemplateSyntaxError):
            place = f"{error.filename or error.name or '模板'} 第 {error.lineno} 行"
            return _broken(place, f"写法不对：{error.message}")
        if isinstance(error, UndefinedError):
            return _broken(_place(error), f"用到的名称没有定义：{error.message}")
        return _broken(_place(error), str(error))
    place = _place(error)
    return _broken(place, f"{type(error).__name__}：{error}") if place else None


def _broken(place: str, what: str) -> EnvironmentFault:
    return EnvironmentFault(
        f"模板出错：{place}{'：' if place else ''}{what}。",
        "改正这个模板；自己的 templates/ 里改过的文件移走后，用的就是原来的模板。",
    )


def _place(error: BaseException) -> str:
    """The last line of a template that the failure passed through; empty where none is."""
    frames = traceback.extract_tb(error.__traceback__)
    inner = [f for f in frames if f.filename.endswith(_TEMPLATE_END)]
    return f"{inner[-1].filename} 第 {inner[-1].lineno} 行" if inner else ""


def _last_place(error: BaseException) -> str:
    """The last line of ours that the failure passed through."""
    here = Path(__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if here in Path(f.filename).parents] or frames
    if not ours:
        return "位置不明"
    path = Path(ours[-1].filename)
    shown = path.relative_to(here).as_posix() if here in path.parents else path.name
    return f"{shown}:{ours[-1].lineno}"
