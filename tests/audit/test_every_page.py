"""Every page of the site, at both widths and in every set of colours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

axe = pytest.importorskip("axe_playwright_python.base")

# All of axe's rules, AAA and the experimental ones too, in the first mode; in the others what
# can differ there: what size and place make of a page, and its colours.
ALL = "axe.getRules().filter(r => !r.tags.includes('deprecated')).map(r => r.ruleId)"
LAID_OUT = "['target-size', 'scrollable-region-focusable', 'color-contrast-enhanced']"
COLOURS = "['color-contrast', 'color-contrast-enhanced', 'link-in-text-block']"
MODES = {
    "phone": (360, "100", "auto", ALL),
    "desktop": (1280, "100", "auto", LAID_OUT),
    "dark": (360, "100", "dark", COLOURS),
    "high contrast": (360, "100", "contrast", COLOURS),
    "largest type": (360, "200", "auto", LAID_OUT),
}
LOOK = """async rules => {
  document.querySelectorAll('details').forEach(d => { d.open = true });
  const chosen = {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']};
  const found = await axe.run(chosen);
  const root = document.documentElement;
  return {
    sideways: root.scrollWidth - root.clientWidth,
    violations: found.violations.map(
      v => [v.id, v.nodes.slice(0, 2).map(n => n.html.slice(0, 160))]),
  };
}"""


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_and_nothing_goes_sideways(
    browser: Browser, site: Path, served: str, pages: list[Path], mode: str
) -> None:
    width, type_size, theme, rules = MODES[mode]
    settings = json.dumps({"theme": theme, "size": type_size})
    found: dict[str, Any] = {}
    messages: list[str] = []
    size = cast("Any", {"width": width, "height": 800})
    with browser.new_context(viewport=size, locale="zh-CN") as context:
        context.add_init_script(f"localStorage.setItem('gongkai-settings', '{settings}')")
        page = context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        for path in pages:
            page.goto(f"{served}/{path.relative_to(site).as_posix()}")
            page.evaluate(axe.AXE_SCRIPT)
            seen = page.evaluate(f"() => ({LOOK})({rules})")
            if seen["violations"] or seen["sideways"] > 0:
                found[str(path.relative_to(site))] = seen
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)[:4000]
    assert not messages
