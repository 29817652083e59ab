"""The portal's settings: content/站点.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from .diagnostics import Problems, RuleBook, Span
from .files import Folder
from .model.words import Paragraph, Prose, Words
from .sources.keys import Keys
from .sources.yaml_source import read_yaml

SITE_FILE: Final = "站点.yaml"
SITE_KEYS: Final = (
    "名称", "简称", "域名", "标识码", "主办单位", "承办单位", "联系电话", "联系邮箱",
    "备案号", "公安备案号", "找错链接", "数据许可", "说明",
)  # fmt: skip
PUBLIC_KEYS: Final = ("名称", "域名", "标识码", "主办单位", "联系电话", "备案号")
_SITE_CODE: Final = re.compile(r"\d{10}|bm\d{8}")


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says of the portal; blank where 站点.yaml does not say it.

    `missing` are the keys that a public disclosure needs and the file lacks.
    """

    name: str = "部门预算绩效公开"
    short_name: str = ""
    domain: str = ""
    site_code: str = ""
    host: str = ""
    operator: str = ""
    telephone: str = ""
    email: str = ""
    record: str = ""
    police_record: str = ""
    error_link: str = ""
    license: str = ""
    description: Prose = ()
    missing: tuple[str, ...] = PUBLIC_KEYS
    span: Span = field(default=Span(SITE_FILE), compare=False)


def load_site(folder: Folder, problems: Problems) -> Site:
    """Read 站点.yaml; without it a site has neutral settings and one note says so."""
    if not folder.exists(SITE_FILE):
        problems.add(
            RuleBook.NEUTRAL_SITE,
            Span(SITE_FILE),
            "没有 站点.yaml，网站用默认的名称和页脚。",
            "在内容文件夹里新建 站点.yaml，写上名称、主办单位、标识码等；正式公开前必须补全。",
            text="",
        )
        return Site()
    source = folder.text(SITE_FILE, problems)
    mapping = read_yaml(source, problems) if source else None
    if mapping is None:
        return Site()
    keys = Keys(mapping, problems, SITE_KEYS, "站点设置")
    keys.require("名称")
    code, link = keys.text("标识码"), keys.text("找错链接")
    if code and not _SITE_CODE.fullmatch(code.text):
        problems.add(
            RuleBook.BAD_NUMBER,
            code.span,
            f"网站标识码不对：{code.text}",
            "标识码是 10 位数字，或“bm”加 8 位数字。",
        )
    license = keys.text("数据许可")
    for name, address in (("找错链接", link), ("数据许可", license)):
        if address and not re.match(r"https?://", address.text):
            problems.add(
                RuleBook.BAD_NUMBER,
                address.span,
                f"{name}不是网址：{address.text}",
                "写成以 https:// 开头的完整网址。",
            )
    lines = keys.block("说明").lines
    return Site(
        name=keys.text("名称").text or Site().name,
        short_name=keys.text("简称").text,
        domain=keys.text("域名").text,
        site_code=code.text,
        host=keys.text("主办单位").text,
        operator=keys.text("承办单位").text,
        telephone=keys.text("联系电话").text,
        email=keys.text("联系邮箱").text,
        record=keys.text("备案号").text,
        police_record=keys.text("公安备案号").text,
        error_link=link.text,
        license=license.text,
        description=tuple(Paragraph(Words(x.text.strip(), x.span)) for x in lines),
        missing=tuple(k for k in PUBLIC_KEYS if not keys.text(k)),
    )
