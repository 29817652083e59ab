"""The pages about all disclosures: what the government's rules ask for, nothing made up."""

from __future__ import annotations

import re
import struct
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree, html

from generator.build import Settings, build
from generator.directory.overview import overview
from generator.model.disclosure import Status
from generator.model.totals import Total
from generator.summaries import Summary
from tests.conftest import TEMPLATES
from tests.invalid_cases import SETTINGS
from tests.test_build import DRAFT, quiet, write
from tests.versions.test_corrections import CURRENT, FORMER

SITE = f"{SETTINGS}简称: 某\n"
BARE = "\n".join(line for line in SITE.split("\n") if not line.startswith(("网址", "索引号前缀")))
TIMED = FORMER.replace("02-21\n", "02-21 09:30\n")
CONTENT = {
    "2025/a.yaml": CURRENT.replace("≥4", "≥6"),
    "2025/a.v1.yaml": FORMER,
    "2025/b.yaml": TIMED,
    "2025/draft.yaml": DRAFT,
}


FAMILY = """\
名称: 有名词的
文本标题: 【部门】【年度】年文本
结构:
  - 章: 名词解释
    类型: 名词
  - 部分: 项目
    项目表式: 项目
"""


def made(folder: Path, site: str, files: dict[str, str]) -> Path:
    content = write(folder / "content", {"站点.yaml": site, **files})
    form = TEMPLATES / "forms/hebei/项目.yaml"
    own = {"forms/own/表式.yaml": FAMILY, "forms/own/项目.yaml": form.read_text("utf-8")}
    roots = (write(folder / "templates", own), TEMPLATES)
    report = build(Settings(content, folder / "site", roots, with_pdf=False), quiet)
    assert report.published is not None, [d.message for d in report.diagnostics]
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("portal"), SITE, CONTENT)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that does not say where it stands."""
    return made(tmp_path_factory.mktemp("bare"), BARE, CONTENT)


def test_a_disclosure_in_a_line_says_what_its_sum_counts() -> None:
    def line(total: Total) -> str:
        status = Status.PUBLIC
        return overview(Summary(2025, "a", "局", "文", status, None, None, (), total, False))

    spent = Decimal("540.24")
    assert "，预算合计 7.00 万元，" in line(Total(Decimal(7), 2, 2))
    assert "预算合计 540.24 万元（按部门支出总表），" in line(Total(spent, 9, 0, 9, spent))
    assert "合计" not in line(Total(None, 9))


def metas(page: Path) -> dict[str, str]:
    tree = html.document_fromstring(page.read_bytes())
    return {m.get("name"): m.get("content") for m in tree.xpath("//meta[@name]")}


def test_a_page_has_its_icon_as_a_drawing_and_as_a_square_picture(site: Path) -> None:
    page = site / "2025/b/001/index.html"
    tree = html.document_fromstring(page.read_bytes())
    icons = [(e.get("rel"), page.parent / e.get("href")) for e in tree.xpath("//link[@rel]")]
    picture, drawing, touch = (path for rel, path in icons if rel.endswith("icon"))
    assert etree.QName(etree.parse(drawing).getroot()).localname == "svg"
    assert picture == touch
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (180, 180)


ALWAYS = {"SiteName", "SiteDomain", "SiteIDCode", "Description", "Keywords", "Url"}
COLUMN = ALWAYS | {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = ALWAYS | {"ArticleTitle", "ContentSource", "Author"}
TECHNICAL = {"viewport", "color-scheme"}


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("index.html", ALWAYS),
        ("2025/index.html", COLUMN),
        ("catalogue/index.html", COLUMN),
        ("glossary/index.html", COLUMN),
        ("map/index.html", COLUMN),
        ("accessibility/index.html", COLUMN),
        ("2025/b/index.html", ARTICLE | {"PubDate"}),
        ("2025/b/001/index.html", ARTICLE | {"PubDate"}),
        ("2025/b/ledger/index.html", ARTICLE | {"PubDate"}),
        ("2025/draft/index.html", ARTICLE | {"robots"}),
    ],
)
def test_each_kind_of_page_has_its_metas_and_none_is_blank(
    site: Path, page: str, expected: set[str]
) -> None:
    found = metas(site / page)
    assert set(found) - TECHNICAL == expected
    assert all(found.values())
    assert found["Url"] == f"https://www.example.cn/yjsgk/{page}"


def test_the_date_of_publication_has_a_time_where_one_was_given_and_only_there(site: Path) -> None:
    assert metas(site / "2025/b/index.html")["PubDate"] == "2025-02-21 09:30"
    assert metas(site / "2025/a/index.html")["PubDate"] == "2025-02-21"


def test_a_page_shared_elsewhere_says_what_it_is(site: Path) -> None:
    tree = html.document_fromstring((site / "2025/b/index.html").read_bytes())
    graph = {m.get("property"): m.get("content") for m in tree.xpath("//meta[@property]")}
    assert graph["og:type"] == "article"
    assert graph["og:title"] == "某局2025年部门预算绩效文本"
    assert graph["og:url"] == "https://www.example.cn/yjsgk/2025/b/index.html"


def rows(site: Path) -> list[dict[str, str]]:
    tree = html.document_fromstring((site / "catalogue/index.html").read_bytes())
    heads = [th.text_content() for th in tree.xpath("//thead//th")]
    return [
        dict(zip(heads, (c.text_content() for c in tr.xpath("./*")), strict=True))
        for tr in tree.xpath("//tbody/tr")
    ]


def test_the_catalogue_lists_what_stands_and_is_public_with_its_fields(site: Path) -> None:
    assert [row["索引号"] for row in rows(site)] == ["SLX-a/2025-002", "SLX-b/2025-001"]
    assert rows(site)[1] == {
        "标题": "某局2025年部门预算绩效文本",
        "索引号": "SLX-b/2025-001",
        "主题分类": "财政、预算、决算",
        "体裁分类": "预算绩效",
        "发布机构": "某局",
        "批复日期": "2025-02-10",
        "发布日期": "2025-02-21 09:30",
        "有效性": "有效",
        "内容概述": "1 个项目，预算合计 36.00 万元，绩效指标 3 条。",
    }


def test_no_column_of_the_catalogue_is_empty(bare: Path) -> None:
    """Without a prefix no number is made up, and the column goes."""
    assert "索引号" not in rows(bare)[0]
    assert all(all(row.values()) for row in rows(bare))


def test_a_number_that_was_typed_is_kept(tmp_path: Path) -> None:
    typed = FORMER.replace("年度: 2025\n", "年度: 2025\n索引号: 000014349/2025-00031\n")
    assert rows(made(tmp_path, BARE, {"2025/a.yaml": typed}))[0]["索引号"].startswith("000014349")


NAMESPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
}


def test_the_feed_tells_of_each_text_when_it_was_published_or_corrected(site: Path) -> None:
    feed = etree.parse(site / "feed.xml").getroot()

    def texts(path: str) -> list[str]:
        return [str(text) for text in feed.xpath(f"{path}/text()", namespaces=NAMESPACES)]

    assert texts("a:entry/a:id") == [
        "tag:www.example.cn,2025-02-21:/yjsgk/2025/a",
        "tag:www.example.cn,2025-02-21:/yjsgk/2025/b",
    ]
    assert texts("a:entry/a:updated") == ["2025-04-18T00:00:00+08:00", "2025-02-21T09:30:00+08:00"]
    assert texts("a:updated") == ["2025-04-18T00:00:00+08:00"]


def test_the_sitemap_names_pages_that_are_there_and_no_draft_or_former_text(site: Path) -> None:
    root = etree.parse(site / "sitemap.xml").getroot()
    places = [str(t) for t in root.xpath("//s:loc/text()", namespaces=NAMESPACES)]
    paths = [place.removeprefix("https://www.example.cn/yjsgk/") for place in places]
    assert all((site / path).is_file() for path in paths)
    assert {"index.html", "2025/a/index.html", "2025/b/001/index.html"} <= set(paths)
    assert not [path for path in paths if "draft" in path or "v1" in path]
    text = (site / "sitemap.xml").read_text("utf-8")
    assert "2025/a/index.html</loc><lastmod>2025-04-18</lastmod>" in text
    assert "/yjsgk/index.html</loc><lastmod>2025-04-18</lastmod>" in text
    assert "departments/b/index.html</loc><lastmod>2025-02-21</lastmod>" in text
    assert "accessibility/index.html</loc></url>" in text


@pytest.mark.parametrize("page", ["index.html", "catalogue/index.html"])
def test_a_page_that_lists_texts_names_their_feed(site: Path, bare: Path, page: str) -> None:
    feeds = "//link[@rel='alternate'][@type='application/atom+xml']/@href"
    (feed,) = html.document_fromstring((site / page).read_bytes()).xpath(feeds)
    assert (site / page).parent.joinpath(str(feed)).resolve() == (site / "feed.xml").resolve()
    assert not html.document_fromstring((bare / page).read_bytes()).xpath(feeds)


def test_a_page_that_is_shared_has_the_sites_mark_as_its_image(site: Path) -> None:
    tree = html.document_fromstring((site / "2025/a/index.html").read_bytes())
    (image,) = tree.xpath("//meta[@property='og:image']/@content")
    assert (site / str(image).removeprefix("https://www.example.cn/yjsgk/")).is_file()


def test_the_map_leads_to_every_page_of_the_portal(site: Path) -> None:
    text = (site / "map/index.html").read_text("utf-8")
    for page in ("2025/index.html", "2025/projects/index.html", "departments/a/index.html",
                 "departments/b/index.html", "catalogue/index.html"):  # fmt: skip
        assert f'href="../{page}"' in text


def test_a_site_that_does_not_know_its_address_has_no_file_that_needs_it(bare: Path) -> None:
    assert not [name for name in ("feed.xml", "sitemap.xml") if (bare / name).exists()]
    assert (bare / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
    lost = (bare / "404.html").read_text("utf-8")
    assert not re.search(r"href=|src=", lost)
    assert "没有找到网页" in lost
    assert "Url" not in metas(bare / "index.html")


def test_the_glossary_tells_each_explanation_once_with_where_it_stands(tmp_path: Path) -> None:
    files = {f"2025/{id}.yaml": _with_glossary(id, term) for id, term in
             (("a", "项目支出"), ("b", "基建支出"))}  # fmt: skip
    site = made(tmp_path, SITE, files)
    tree = html.document_fromstring((site / "glossary/index.html").read_bytes())
    told = {
        entry.xpath("string(dt)"): [a.get("href") for a in entry.xpath(".//a")]
        for entry in tree.xpath("//dl[@class='glossary']/div")
    }
    assert set(told) == {"基本支出", "项目支出", "基建支出"}
    assert [link.partition("#")[0] for link in told["基本支出"]] == [
        "../2025/a/index.html", "../2025/b/index.html",
    ]  # fmt: skip


def test_the_glossary_is_in_the_order_of_the_sounds_whatever_marks_a_term_has(
    tmp_path: Path,
) -> None:
    terms = "“三公”经费", "一般公共预算", "财政拨款收入", "《目录》", "项目支出"
    site = made(tmp_path, SITE, {"2025/a.yaml": _with_glossary("a", *terms)})
    tree = html.document_fromstring((site / "glossary/index.html").read_bytes())
    assert [dt.text_content() for dt in tree.xpath("//dl[@class='glossary']//dt")] == [
        "财政拨款收入", "基本支出", "《目录》", "“三公”经费", "项目支出", "一般公共预算",
    ]  # fmt: skip


def test_a_source_that_all_terms_share_is_named_once(tmp_path: Path) -> None:
    site = made(tmp_path, SITE, {"2025/a.yaml": _with_glossary("a", "项目支出")})
    tree = html.document_fromstring((site / "glossary/index.html").read_bytes())
    (source,) = tree.xpath("//main//p[@class='source']/a/@href")
    assert source == "../2025/a/index.html"
    assert not tree.xpath("//dd//a")
    terms = tree.xpath("//dl[@class='glossary']//dt/a/@href")
    assert [t.partition("#")[0] for t in terms] == ["../2025/a/index.html"] * 2
    assert len(set(terms)) == 2


def _with_glossary(department: str, *terms: str) -> str:
    """A sample that has a glossary, as a file of one department with terms of its own."""
    head = f"部门: {department}\n年度: 2025\n表式: 有名词的\n状态: 公开\n公开日期: 2025-02-21\n"
    own = "".join(f"  {term}：指另一种支出。\n" for term in terms)
    return f"{head}名词解释: |\n  基本支出：指保障运转的支出。\n{own}"


FOOTER = (
    "主办单位", "某中心", "0300-0000000", "1399010001", "示ICP备", "示公网安备1号", "政府网站找错",
    "党政机关网站标识", "无障碍声明", "网站地图", "信息公开目录",
)  # fmt: skip


def test_the_footer_has_its_fixed_parts_on_every_page(tmp_path: Path) -> None:
    full = (
        SITE + "公安备案号: 示公网安备1号\n找错链接: https://www.example.cn/c/\n承办单位: 某中心\n"
    )
    site = made(
        tmp_path, f"{full}党政机关标识: https://www.example.cn/d/\n", {"2025/b.yaml": TIMED}
    )
    pages = list(site.rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        footer = html.document_fromstring(page.read_bytes()).xpath("//footer")[0].text_content()
        for part in FOOTER:
            assert part in footer, (page, part)
