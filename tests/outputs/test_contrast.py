"""The contrast of every pair of colours that may meet, in every palette (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from typing import Final

import pytest

from generator.outputs.styles import PALETTES
from tests.conftest import ROOT

STYLES: Final = ROOT / "templates/styles/site"
SURFACES: Final = ("paper", "tint", "mark")
_DECLARED: Final = re.compile(r"--([\w-]+):\s*([^;]+);")


def declared(sheet: str) -> dict[str, str]:
    """The custom properties that a sheet sets for :root."""
    rule = re.search(r":root[^{]*\{(.*?)\}", (STYLES / sheet).read_text("utf-8"), re.DOTALL)
    assert rule
    return dict(_DECLARED.findall(rule.group(1)))


TOKENS: Final = declared("tokens.css")
THEMES: Final = {
    "light": TOKENS,
    **{name: TOKENS | declared(f"{name}.css") for name in PALETTES},
    "print": TOKENS | declared("paper.css"),
}


def value(theme: str, name: str) -> str:
    """A property's colour as #rrggbb; a link without one has that of the text around it."""
    text = THEMES[theme][name]
    if text == "currentcolor":
        return value(theme, "ink")
    if reference := re.fullmatch(r"var\(--([\w-]+)\)", text):
        return value(theme, reference.group(1))
    assert re.fullmatch(r"#(?:[0-9a-f]{3}){1,2}", text), (theme, name, text)
    return text if len(text) == 7 else "#" + "".join(c * 2 for c in text[1:])


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(theme: str, one: str, other: str) -> float:
    """WCAG's ratio of two properties' colours: 1 to 21."""
    high, low = sorted((luminance(value(theme, n)) for n in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast("contrast", "ink", "paper") == pytest.approx(21)
    assert contrast("light", "paper", "paper") == 1


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", SURFACES)
def test_text_is_read_on_every_surface(theme: str, surface: str) -> None:
    ratios = {ink: contrast(theme, ink, surface) for ink in ("ink", "soft", "link", "red")}
    assert min(ratios["ink"], ratios["soft"], ratios["link"]) >= 7, ratios
    assert ratios["red"] >= 4.5, ratios


@pytest.mark.parametrize("theme", THEMES)
def test_the_name_of_the_site_is_read_on_its_band(theme: str) -> None:
    assert contrast(theme, "on-band", "band") >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", SURFACES)
def test_borders_of_controls_and_the_ring_of_focus_are_seen(theme: str, surface: str) -> None:
    assert min(contrast(theme, mark, surface) for mark in ("line", "focus", "red")) >= 3


@pytest.mark.parametrize("theme", ["contrast", "contrast-light"])
def test_high_contrast_is_higher_than_any_other(theme: str) -> None:
    assert min(contrast(theme, ink, "paper") for ink in ("ink", "soft", "red", "link")) >= 10
