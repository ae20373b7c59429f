"""Colours can be told apart and seen: in light and dark, in grey, and by people who see fewer of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from rorf_data import palette

IDEAS = sorted({*palette.MEASURES.values(), palette.WAITING, palette.REPORTED, palette.EVENT, palette.PROVISIONAL})
GROUNDS = ["#FFFFFF", "#0E1117"]

TOGETHER = [
    (palette.KITS, palette.REQUESTS),
    (palette.KITS, palette.CALLS),
    (palette.REQUESTS, palette.CALLS),
    (palette.REQUESTS, palette.DELIVERED),
    (palette.REQUESTS, palette.WAITING),
    (palette.DELIVERED, palette.WAITING),
    (palette.FATAL, palette.NONFATAL),
    (palette.FATAL, palette.UNKNOWN),
    (palette.NONFATAL, palette.UNKNOWN),
    (palette.DEATHS, palette.OPIOID_DEATHS),
    (palette.MEDIAN, palette.P90),
    (palette.CALLS, palette.ELIGIBLE),
    (palette.KITS, palette.ELIGIBLE),
    (palette.KITS, palette.REFUSED),
    (palette.KITS, palette.UNKNOWN),
    (palette.REFUSED, palette.UNKNOWN),
]
"""The pairs that share a picture or stand side by side on a page."""

FILLED_TOGETHER = [
    (palette.REQUESTS, palette.DELIVERED),
    (palette.FATAL, palette.NONFATAL),
    (palette.FATAL, palette.UNKNOWN),
    (palette.DEATHS, palette.OPIOID_DEATHS),
    (palette.KITS, palette.REFUSED),
    (palette.KITS, palette.UNKNOWN),
]
"""The pairs that touch as plain filled areas, so that grey alone must part them; what is unknown is hatched besides."""

# Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency",
# IEEE TVCG 15(6), 2009: the matrices of full severity, for linear RGB.
SIGHT = {
    "full colour": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# IEC 61966-2-1: linear RGB to XYZ under D65.
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def linear(colour: str) -> np.ndarray:
    """The colour's three parts as amounts of light (IEC 61966-2-1)."""
    parts = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of their relative luminances."""
    darker, lighter = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lab(colour: str, sight: str = "full colour") -> np.ndarray:
    """CIE 1976 L*a*b* of the colour as this sight sees it."""
    xyz = TO_XYZ @ np.clip(SIGHT[sight] @ linear(colour), 0, 1) / WHITE
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def test_contrast_is_that_of_the_standard() -> None:
    """The formula gives the ratios that are known: 21 for black on white, 4.54 for the grey #767676."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize(("colour", "ground"), list(itertools.product(IDEAS, GROUNDS)))
def test_every_idea_is_seen_on_the_light_and_the_dark_page(colour: str, ground: str) -> None:
    """A bar or line stands at 3:1 or better against the page (WCAG 2.2, 1.4.11), so one colour serves both looks."""
    assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_ideas_that_meet_are_told_apart_by_every_sight(one: str, other: str, sight: str) -> None:
    """Colours that share a picture lie at least 14 apart in CIE L*a*b*, also without red or green cones."""
    assert float(np.linalg.norm(lab(one, sight) - lab(other, sight))) >= 14


@pytest.mark.parametrize(("one", "other"), FILLED_TOGETHER)
def test_areas_that_touch_are_told_apart_in_grey(one: str, other: str) -> None:
    """On a copying machine, areas that touch differ by at least 10 in lightness."""
    assert abs(float(lab(one)[0] - lab(other)[0])) >= 10


@pytest.mark.parametrize("ground", palette.GROUNDS.values(), ids=palette.GROUNDS)
def test_a_ramp_goes_one_way_in_even_steps(ground: palette.Ground) -> None:
    """Each class of a rate is further from the page than the one before it, by 7 or more in lightness."""
    steps = np.diff([lab(colour)[0] for colour in (ground.background, *ground.ramp)])

    assert (np.sign(steps) == np.sign(steps[0])).all()
    assert (np.abs(steps) >= 7).all()


@pytest.mark.parametrize("ground", palette.GROUNDS.values(), ids=palette.GROUNDS)
def test_names_are_readable_on_every_shade_of_the_map(ground: palette.Ground) -> None:
    """Names stand at 4.5:1 or better on every fill, and outlines at 3:1 or better."""
    fills = [ground.background, ground.none, ground.no_record, ground.context, *ground.ramp]

    assert min(contrast(ground.text, fill) for fill in fills) >= 4.5
    assert min(contrast(ground.border, fill) for fill in fills) >= 3
    assert contrast(ground.quiet_text, ground.background) >= 4.5


@pytest.mark.parametrize("ground", palette.GROUNDS.values(), ids=palette.GROUNDS)
def test_a_symbol_is_ringed_by_a_line_that_every_shade_lets_through(ground: palette.Ground) -> None:
    """The ring of a symbol has the names' colour, so symbols show on the darkest class as on the palest."""
    assert min(contrast(ground.text, fill) for fill in (ground.none, ground.no_record, *ground.ramp)) >= 3
