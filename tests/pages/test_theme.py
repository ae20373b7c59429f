"""The theme: readable in both looks, in the colours of the pictures, and as large an upload as the settings allow."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from rorf_data import palette
from rorf_data.settings import read_settings
from tests.pages.visiting import ROOT

CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
THEMES = CONFIG["theme"]
READABLE = 4.5
"""WCAG 2.2, 1.4.3: the contrast of words of ordinary size."""


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, after the definition in WCAG 2.2."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a colour written as #RRGGBB."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_measured_as_the_guideline_does() -> None:
    """Black on white is 21 to 1, and #767676 is the lightest grey that can be read on white."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_words_and_widgets_can_be_read(look: str) -> None:
    """Text, links and the main colour stand out from the page and from the ground of widgets."""
    theme = THEMES[look]
    for name in ("textColor", "primaryColor", "linkColor"):
        for ground in ("backgroundColor", "secondaryBackgroundColor"):
            assert contrast(theme[name], theme[ground]) >= READABLE, (name, ground)
    assert contrast(theme["orangeTextColor"], theme["orangeBackgroundColor"]) >= READABLE


@pytest.mark.parametrize("look", ["light", "dark"])
def test_charts_have_colours_enough_and_all_from_the_palette(look: str) -> None:
    """With fewer than ten, plotly would fall back on colours of its own; a colour stands for one idea everywhere."""
    colours = THEMES[look]["chartCategoricalColors"]

    assert len(colours) >= 10
    assert len(set(colours)) == len(colours)
    assert set(colours) <= {*palette.MEASURES.values(), palette.NO_RECORD}


def test_the_grounds_of_pages_and_pictures_are_one() -> None:
    """A map or chart lies on the page without an edge."""
    assert THEMES["light"]["backgroundColor"] == palette.LIGHT.background
    assert THEMES["dark"]["backgroundColor"] == palette.DARK.background


def test_the_largest_upload_is_the_settings_own() -> None:
    """The server's bound and the programme's are one number, as shipped."""
    assert CONFIG["server"]["maxUploadSize"] == read_settings().largest_upload_mb


def test_nothing_is_sent_to_anybody() -> None:
    """No statistics, no links to search engines on errors, no address but this machine's."""
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorLinks"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["server"]["address"] == "127.0.0.1"
