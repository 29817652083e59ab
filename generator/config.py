"""The portal's settings: content/站点.yaml."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from .diagnostics import Level, Problems, RuleBook, Span
from .files import Folder
from .forms import Family, table_names
from .model.words import Paragraph, Prose, Words
from .sources.keys import Keys, did_you_mean
from .sources.nodes import Mapping
from .sources.yaml_source import read_yaml

SITE_FILE: Final = "站点.yaml"
# What the file may say: key → what it means, as editors show it.
SITE_KEYS: Final = {
    "名称": "网站的全称，印在首页和每一页的页眉。",
    "简称": "网站的简称。",
    "域名": "网站的域名，例如 www.example.gov.cn；写进每一页的页面信息。",
    "标识码": "政府网站标识码：10 位数字，或“bm”加 8 位数字。",
    "主办单位": "主办单位全称，印在页脚。",
    "承办单位": "承办单位全称，印在页脚。",
    "联系电话": "办公电话，印在页脚；不要写个人手机号。",
    "联系邮箱": "单位邮箱，印在页脚。",
    "备案号": "ICP 备案号，印在页脚。",
    "公安备案号": "公安机关备案号，印在页脚。",
    "找错链接": "“政府网站找错”的网址，以 https:// 开头。",
    "数据许可": "数据使用条款的网址，写进数据说明；可以不写。",
    "党政机关标识": "党政机关网站标识的网址，页脚底部正中的链接。",
    "网址": "网站放在哪里，例如 https://www.example.gov.cn/yjsgk/；不带问号。",
    "反馈电话": "公众反馈意见的电话；不要写个人手机号。",
    "反馈邮箱": "公众反馈意见的单位邮箱。",
    "反馈地址": "公众反馈意见的地址或窗口。",
    "主题分类": "信息公开目录里的主题分类。",
    "体裁分类": "信息公开目录里的体裁分类。",
    "索引号前缀": "信息公开目录里索引号的前缀，后面接标识、年份和序号。",
    "说明": "首页上的几句说明，一行一段，写在“说明: |”下面。",
    "预算表": "每份部门预算必须公开的预算表，按先后列出。",
    "撤下": "依法撤下的公开：每项写明地址、日期、理由、依据；旧网址上留下说明。",
    "公开后改动": "公开过的文本改了而没有写更正：警告（不写的就是），或者错误。",
}
# What an entry of 撤下 says: key → what it means.
WITHDRAWAL_KEYS: Final = {
    "地址": "公开过的地址：一份公开写 2024/scjg，其中一个项目写 2024/scjg/001，"
    "一个文件写 2024/scjg/files/pifu.pdf。",
    "日期": "哪一天撤下。",
    "理由": "为什么撤下，印在旧网址的说明里。",
    "依据": "依据哪部法律、哪份文件，印在旧网址的说明里。",
}
PUBLIC_KEYS: Final = ("名称", "域名", "标识码", "主办单位", "联系电话", "备案号")
CHANGE_LEVELS: Final = (Level.WARNING.value, Level.ERROR.value)
SITE_CODE: Final = re.compile(r"\d{10}|bm\d{8}")
FEEDBACK_KEYS: Final = ("反馈电话", "反馈邮箱", "反馈地址")
_PUBLISHED: Final = re.compile(r"\d{4}(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+")
_URL: Final = re.compile(r"https?://[^\s/?#\"<>]+[^\s\"<>]*")
_GAPS: Final = {
    "网址": "不生成网站地图 sitemap.xml 和订阅 feed.xml，404 页上没有链接",
    "索引号前缀": "信息公开目录里没有索引号",
}


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was published at an address (2024/scjg) and is taken down by consent."""

    address: str
    on: datetime.date
    reason: str
    basis: str
    span: Span = field(default=Span(SITE_FILE), compare=False)

    def covers(self, path: str) -> bool:
        """Whether a path of the site stands at this address or below it."""
        return path == self.address or path.startswith(f"{self.address}/")


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says of the portal; blank where 站点.yaml does not say it.

    `url` is where the site stands, ending in a slash; `mark_link` leads to the
    record of the 党政机关网站标识. `feedback` are ways to answer (label, value).
    `required_tables` are the statutory tables that every disclosure must show, by
    family ('' for all families). `missing` are the keys that a public disclosure
    needs and the file lacks. `changes` says how grave it is that a published text
    changed without 更正.
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
    mark_link: str = ""
    url: str = ""
    feedback: tuple[tuple[str, str], ...] = ()
    theme: str = "财政、预算、决算"
    genre: str = "预算绩效"
    index_prefix: str = ""
    description: Prose = ()
    required_tables: tuple[tuple[Words, tuple[Words, ...]], ...] = ()
    missing: tuple[str, ...] = PUBLIC_KEYS
    withdrawals: tuple[Withdrawal, ...] = ()
    changes: Level = Level.WARNING
    span: Span = field(default=Span(SITE_FILE), compare=False)

    @property
    def path(self) -> str:
        """The site's path on its server: / or /yjsgk/; empty where its address is not known."""
        return urlsplit(self.url).path if self.url else ""


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
    code = keys.text("标识码")
    if code and not SITE_CODE.fullmatch(code.text):
        problems.add(
            RuleBook.BAD_NUMBER,
            code.span,
            f"网站标识码不对：{code.text}",
            "标识码是 10 位数字，或“bm”加 8 位数字。",
        )
    addresses = ("找错链接", "数据许可", "党政机关标识", "网址")
    links = {key: _link(keys, key, problems) for key in addresses}
    _report_gaps(keys, problems)
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
        error_link=links["找错链接"],
        license=links["数据许可"],
        mark_link=links["党政机关标识"],
        url=f"{links['网址'].rstrip('/')}/" if links["网址"] else "",
        feedback=tuple((key[2:], keys.text(key).text) for key in FEEDBACK_KEYS if keys.text(key)),
        theme=keys.text("主题分类").text or Site().theme,
        genre=keys.text("体裁分类").text or Site().genre,
        index_prefix=keys.text("索引号前缀").text,
        description=tuple(Paragraph(Words(x.text.strip(), x.span)) for x in lines),
        required_tables=_required_tables(keys, problems),
        missing=tuple(k for k in PUBLIC_KEYS if not keys.text(k)),
        withdrawals=tuple(_withdrawals(keys, problems)),
        changes=_level(keys, problems),
    )


def _withdrawals(keys: Keys, problems: Problems) -> Iterator[Withdrawal]:
    """撤下: only what says all four, since the public is owed the reason."""
    for mapping in keys.mappings("撤下"):
        entry = Keys(mapping, problems, WITHDRAWAL_KEYS, "撤下")
        for key in WITHDRAWAL_KEYS:
            entry.require(key)
        address, on = entry.text("地址"), entry.date("日期")
        reason, basis = entry.text("理由"), entry.text("依据")
        if address and not _PUBLISHED.fullmatch(address.text):
            problems.add(
                RuleBook.BAD_ADDRESS,
                address.span,
                f"不是公开过的地址：{address.text}",
                "写网址里网站后面的部分，不带首尾的斜杠，例如 2024/scjg 或 2024/scjg/001。",
            )
        elif address and on and reason and basis:
            yield Withdrawal(address.text, on, reason.text, basis.text, address.span)


def _level(keys: Keys, problems: Problems) -> Level:
    """公开后改动: 警告 or 错误."""
    words = keys.text("公开后改动")
    if words.text not in ("", *CHANGE_LEVELS):
        problems.add(
            RuleBook.BAD_CHOICE,
            words.span,
            f"“公开后改动”不能写“{words.text}”。",
            f"写“{CHANGE_LEVELS[0]}”或“{CHANGE_LEVELS[1]}”。",
        )
    return Level.ERROR if words.text == Level.ERROR.value else Level.WARNING


def _required_tables(keys: Keys, problems: Problems) -> tuple[tuple[Words, tuple[Words, ...]], ...]:
    """预算表: a list for all, or a list for each family."""
    entry = keys.mapping.get("预算表")
    if entry is None or not isinstance(entry.value, Mapping):
        names = keys.texts("预算表")
        return ((Words(), names),) if names else ()
    families = [e.key for e in entry.value]
    lists = Keys(entry.value, problems, [f.text for f in families], "预算表")
    return tuple((family, lists.texts(family.text)) for family in families)


def configured(families: dict[str, Family], site: Site, problems: Problems) -> dict[str, Family]:
    """The families with the tables that the site requires; they go before a family's own."""
    required: dict[str, tuple[str, ...]] = {}
    for name, tables in site.required_tables:
        if name and name.text not in families:
            problems.add(
                RuleBook.BAD_CHOICE,
                name.span,
                f"“预算表”里没有名为“{name.text}”的表式。",
                did_you_mean(name.text, families),
            )
        else:
            known = next((f.tables for f in families.values()), {})
            required[name.text] = table_names(tables, known, problems)
    return {
        name: replace(family, required_tables=required.get(name, required.get(
            "", family.required_tables
        )))
        for name, family in families.items()
    }  # fmt: skip


def _link(keys: Keys, key: str, problems: Problems) -> str:
    """A whole address; anything else is a fault, and none."""
    words = keys.text(key)
    if not words or (_URL.fullmatch(words.text) and not (key == "网址" and "?" in words.text)):
        return words.text
    problems.add(
        RuleBook.BAD_NUMBER,
        words.span,
        f"{key}不是网址：{words.text}",
        "写成以 https:// 开头的完整网址。",
    )
    return ""


def _report_gaps(keys: Keys, problems: Problems) -> None:
    """What the site goes without, for want of settings that nothing may make up."""
    gaps = {key: without for key, without in _GAPS.items() if not keys.text(key)}
    if gaps:
        problems.add(
            RuleBook.SITE_GAP,
            keys.mapping.span,
            "".join(f"没有写“{key}”，{without}。" for key, without in gaps.items()),
            f"需要时加上{'、'.join(gaps)}，写法见网站管理指南。",
            text="",
        )
