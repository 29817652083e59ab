"""What the machine must have; a lack is told in Chinese with what to install.

Help reaches this module: what only a check needs is loaded by the check.
"""

from __future__ import annotations

import errno
from functools import cache
from typing import Final

_REASONS: Final = {
    errno.ENOENT: "文件或文件夹不见了",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这里是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正在被别的程序使用",
    errno.ENOTDIR: "它不是文件夹",
    errno.EISDIR: "它是文件夹",
    errno.EEXIST: "已经有同名的文件或文件夹",
    errno.ELOOP: "链接互相指着",
    errno.ENAMETOOLONG: "路径太长",
    errno.ENOLCK: "这个文件系统不能加锁",
    errno.EXDEV: "跨了两个文件系统",
    errno.EFBIG: "文件超过了系统允许的大小",
    errno.ESTALE: "网络文件夹断开了",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "整个系统打开的文件太多",
    errno.ENOMEM: "内存不够",
    errno.EAGAIN: "系统一时不能再开新的进程",
    errno.EINVAL: "路径里有系统不接受的字符",
}


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
    errno.ELOOP: "改好这几个互相指着的链接，或者换一个路径。",
    errno.ENAMETOOLONG: "缩短文件名和文件夹名，或把项目移到层次少一些的文件夹里。",
    errno.EBUSY: "关闭正在使用它的程序，再来一次。",
    errno.ENOTDIR: "它的位置上应当是文件夹：移走同名的文件，再来一次。",
    errno.EISDIR: "它的位置上应当是文件：移走同名的文件夹，再来一次。",
}
_ANY_WAY: Final = "检查磁盘、权限和路径，再来一次。"


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese; in its own words where none are known."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def way_out(error: OSError) -> str:
    """What to do where the system refused."""
    return _WAYS_OUT.get(error.errno or 0, _ANY_WAY)


class EnvironmentFault(Exception):
    """Something outside the content is missing or full: exit code 3."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)  # both, so that it may cross processes
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


@cache
def require_pdf_parts() -> None:
    """Raise EnvironmentFault unless PDFs can be made here: Pango, and a Chinese font."""
    try:
        import weasyprint  # noqa: F401 (needs Pango, which Windows lacks)
    except (OSError, ImportError) as error:
        raise EnvironmentFault(
            f"缺少生成 PDF 的系统组件（Pango）：{error}",
            "Debian、Ubuntu 上运行 make site 会自动安装；"
            "Windows 上加 --no-pdf 只生成网页，PDF 由网站管理人员统一生成。",
        ) from error
    import shutil

    if shutil.which("fc-list") and not _has_chinese_font():
        raise EnvironmentFault(
            "没有找到中文字体，PDF 里的汉字会显示成方框。",
            "安装 fonts-noto-cjk 和 fonts-lxgw-wenkai（make site 会自动安装），或加 --no-pdf。",
        )


def _has_chinese_font() -> bool:
    import subprocess

    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())
