"""The scripts that China writes beside Chinese, and the Debian package of a face for each.

Which script a character is of is told by its Unicode name. GB 18030-2022 has them all.
"""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

SIGNS_PACKAGES: Final = "fonts-noto-core 和 fonts-symbola"


class Script(NamedTuple):
    """A script: its name in Chinese, how its characters' names begin, the package of a face."""

    name: str
    prefix: str
    package: str = "fonts-noto-core"


SCRIPTS: Final = (
    Script("蒙古文", "MONGOLIAN "),
    Script("维吾尔文、哈萨克文等用的阿拉伯字母", "ARABIC "),
    Script("藏文", "TIBETAN "),
    Script("彝文", "YI "),
    Script("德宏傣文", "TAI LE "),
    Script("西双版纳新傣文", "NEW TAI LUE "),
    Script("西双版纳老傣文", "TAI THAM "),
    Script("傈僳文", "LISU "),
    Script("朝鲜文", "HANGUL ", "fonts-noto-cjk"),
    Script("壮文等用的拉丁字母", "LATIN "),
)


def script_of(character: str) -> Script | None:
    """The script of a character; None for Chinese, signs, and scripts that are not listed."""
    name = unicodedata.name(character, "")
    return next((script for script in SCRIPTS if name.startswith(script.prefix)), None)
