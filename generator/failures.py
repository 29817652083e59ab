"""What the system, a template or the program itself refused, as a sentence with the way out.

One place for every command and for the preview: a traceback tells nothing to whom it is
shown. With GONGKAI_TRACEBACK=1 it is printed as well, for whoever mends the program.
"""

from __future__ import annotations

import errno
import os
import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from .environment import EnvironmentFault, reason

TRACEBACK: Final = "GONGKAI_TRACEBACK"
INTERRUPTED: Final = "已中断。网站是完整的：没有换成新的，就还是原来的。"
TERMINATED: Final = "系统要求结束，已停下并清理。网站是完整的：没有换成新的，就还是原来的。"
_TEMPLATE_END: Final = ".j2"
_WAYS_OUT: Final = {
    errno.ENOSPC: "清出一些空间，或用 --output 换到别的磁盘，再来一次；已有的网站没有改动。",
    errno.EDQUOT: "清出一些空间，或请管理员放宽配额，再来一次；已有的网站没有改动。",
    errno.EROFS: "换一个可以写的文件夹（--output），或请管理员把它改成可写的。",
    errno.EACCES: "检查这个文件和它所在文件夹的权限，关闭正在使用它的程序，再来一次。",
    errno.EPERM: "检查这个文件和它所在文件夹的权限，关闭正在使用它的程序，再来一次。",
    errno.ENOENT: "运行中文件夹被移走、改名，或者移动磁盘断开了：放回原处，再来一次。",
    errno.ESTALE: "网络文件夹断开了：重新连上，再来一次。",
    errno.EFBIG: "文件大小超过了系统的限制：请管理员放宽，或分成几份。",
    errno.EIO: "磁盘或移动盘可能有故障：先备份内容，换一个磁盘再来一次。",
    errno.EMFILE: "关闭一些程序，或用 ulimit -n 4096 放宽限制，再来一次。",
    errno.ENFILE: "关闭一些程序，再来一次。",
    errno.ENOMEM: "关闭别的程序，或加 --jobs 1 一份一份地处理。",
    errno.EAGAIN: "关闭一些程序，或加 --jobs 1 一份一份地处理。",
    errno.ENAMETOOLONG: "缩短文件名和文件夹名，或把项目移到层次少一些的文件夹里。",
    errno.EBUSY: "关闭正在使用它的程序，再来一次。",
    errno.ENOTDIR: "它的位置上应当是文件夹：移走同名的文件，再来一次。",
    errno.EISDIR: "它的位置上应当是文件：移走同名的文件夹，再来一次。",
}
_ANY_WAY: Final = "检查磁盘、权限和路径，再来一次。"


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
    if isinstance(error, MemoryError):
        return EnvironmentFault("内存不够。", _WAYS_OUT[errno.ENOMEM])
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
    return EnvironmentFault(message, _WAYS_OUT.get(error.errno or 0, _ANY_WAY))


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
