"""The colours of the default theme can be read in light and dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

import pytest

from beatbook.analysis.model import STATUSES
from tests.publishing.theme import default_theme

TEXT = ("ink", "soft", "accent", "happened", "planned", "expected", "postponed", "cancelled", "denied", "lapsed")
GROUNDS = ("paper", "raised")


def palette(scheme):
    """Name -> colour of the theme in light (0) or dark (1)."""
    css = default_theme()[1]["site.css"].decode()
    return {name: pair[scheme] for name, *pair in re.findall(r"--([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", css)}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", TEXT)
def test_text_stands_out_from_its_ground(scheme, ground, name):
    colours = palette(scheme)

    assert contrast(colours[name], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_marked_quote_can_be_read(scheme):
    colours = palette(scheme)

    assert contrast(colours["ink"], colours["mark"]) >= 7


def test_every_status_has_its_colour():
    assert set(STATUSES) <= set(palette(0))


def test_style_asks_for_nothing_from_elsewhere():
    css = default_theme()[1]["site.css"].decode()

    assert "url(" not in css
    assert "@import" not in css
    assert "@font-face" not in css


def test_style_uses_logical_properties():
    """A page in a right-to-left language needs no style of its own."""
    css = default_theme()[1]["site.css"].decode()

    physical = re.findall(
        r"[\s;{](?:margin|padding|border)-(?:left|right|top|bottom)\b|[\s;{](?:left|right|width|height):|text-align: (?:left|right)", css
    )
    assert physical == []
