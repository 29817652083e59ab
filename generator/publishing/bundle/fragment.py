"""What a page says as a fragment of HTML to paste into a CMS: inline styles, no script.

The styles are rules of `templates/bundle/fragment.css`; each is written into the
elements that it selects, since an editor keeps nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import cssselect2  # type: ignore[import-untyped]
from lxml import etree, html

from ...outputs.pages import find_template
from ..links import resolved
from .pages import Bounds, parsed

STYLE: Final = "bundle/fragment.css"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE: Final = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
# Of no use outside the page, or nothing that an editor would keep.
_LEFT_OUT: Final = (
    "script", "style", "svg", "nav", "form", "button", "summary", "colgroup", "h1",
    "*[contains(@class, 'visually-hidden')]", "*[contains(@class, 'own-page')]",
)  # fmt: skip
_PLAIN: Final = ("header", "section", "article", "details", "main")
_KEPT: Final = frozenset(
    {
        "id",
        "href",
        "headers",
        "scope",
        "colspan",
        "rowspan",
        "datetime",
        "value",
        "style",
        "lang",
        "src",
        "alt",
        "width",
        "height",
    }
)


def style_rules(roots: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """Selectors with their declarations, in their order."""
    text = _COMMENT.sub("", find_template(roots, STYLE).read_text("utf-8"))
    return tuple(
        (selector.strip(), "; ".join(filter(None, (d.strip() for d in said.split(";")))))
        for selector, said in _RULE.findall(text)
    )


def fragment(page: bytes, path: str, bounds: Bounds, rules: Sequence[tuple[str, str]]) -> bytes:
    """The main part of a page. Links lead into itself, or to the site on the web."""
    (main,) = parsed(page).xpath("//main")
    etree.strip_tags(main, etree.Comment)
    for what in _LEFT_OUT:
        for element in main.xpath(f".//{what}"):
            element.drop_tree()
    _lead(main, path, bounds)
    _show(main, path, bounds)
    _style(main, rules)
    for element in main.iter():
        if element.tag in _PLAIN:
            element.tag = "div"
        for name in [name for name in element.attrib if name not in _KEPT]:
            del element.attrib[name]
    del main.attrib["id"]
    main.set("lang", "zh-CN")
    return html.tostring(main, encoding="utf-8", with_tail=False) + b"\n"


def _show(main: html.HtmlElement, path: str, bounds: Bounds) -> None:
    """Show the pictures of the site on the web; without an address, say what is on them."""
    for picture in main.xpath(".//img"):
        found = resolved(path, picture.get("src"), "")
        address = bounds.outside(*found) if found else ""
        if address:
            picture.set("src", address)
        else:
            picture.tag, picture.text = "span", f"（图：{picture.get('alt')}）"
            for name in ("src", "alt", "width", "height"):
                picture.attrib.pop(name, None)


def _lead(main: html.HtmlElement, path: str, bounds: Bounds) -> None:
    """Leave no link that leads to a file beside the page: it will not be there."""
    anchors = {str(id) for id in main.xpath(".//@id")}
    for link in main.xpath(".//a[@href]"):
        found = resolved(path, link.get("href"), "")
        if found is None:
            continue
        target, anchor = found
        address = bounds.outside(target, anchor)
        if target == path and anchor in anchors:
            link.set("href", f"#{anchor}")
        elif address:
            link.set("href", address)
        elif link.getparent().tag == "li" and len(link.getparent()) == 1:
            link.getparent().drop_tree()
        else:
            link.drop_tag()
    for empty in main.xpath(".//ul[not(li)]"):
        empty.drop_tree()


def _style(main: html.HtmlElement, rules: Sequence[tuple[str, str]]) -> None:
    main.set("class", "fragment")
    matcher = cssselect2.Matcher()
    for number, (selector, said) in enumerate(rules):
        for compiled in cssselect2.compile_selector_list(selector):
            matcher.add_selector(compiled, (number, said))
    for wrapper in cssselect2.ElementWrapper.from_html_root(main).iter_subtree():
        said = _together(payload for *_, payload in matcher.match(wrapper))
        if said:
            wrapper.etree_element.set("style", said)


def _together(found: Iterator[tuple[int, str]]) -> str:
    """The declarations of all rules, a later one for the same property alone."""
    declarations: dict[str, str] = {}
    for _, said in sorted(found):
        for one in said.split("; "):
            declarations[one.partition(":")[0]] = one
    return "; ".join(declarations.values())
