"""What the machine must have; a lack is told in Chinese with what to install.

Help reaches this module: what only a check needs is loaded by the check.
"""

from __future__ import annotations

from functools import cache


class EnvironmentFault(Exception):
    """Something outside the content is missing or full: exit code 3."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


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
