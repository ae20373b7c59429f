"""A file's name says what it holds, in letters that every system takes."""

from __future__ import annotations

import pytest

from rorf_data.disclosure.release import Released
from rorf_data.exports import file_name
from rorf_data.model import Audience
from tests.unit.picture_frames import released


def kits(title: str = "Kits by town", period: str = "November 2025 to October 2026", **details: object) -> Released:
    """A released frame of one town under this title."""
    return released({"town": ["Kent"]}, title=title, period=period, **details)  # type: ignore[arg-type]  # as they come


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ("November 2025 to October 2026", "kits-by-town_2025-11_2026-10.png"),
        ("March 2026", "kits-by-town_2026-03.png"),
        ("1 July 2025 to 4 March 2026", "kits-by-town_2025-07-01_2026-03-04.png"),
        ("All years", "kits-by-town_all-years.png"),
        ("", "kits-by-town.png"),
    ],
)
def test_the_period_is_in_the_name(period: str, name: str) -> None:
    """Months as numbers, first and last, with days only where the period is cut by days."""
    assert file_name(kits(period=period), "png") == name
    assert file_name(kits(period=period), ".png") == name


def test_a_file_for_staff_and_an_invented_one_say_so() -> None:
    """INTERNAL and sample are in the name, where they can't be overlooked."""
    name = file_name(kits(audience=Audience.INTERNAL, is_sample=True), "csv")

    assert name == "sample_kits-by-town_2025-11_2026-10_INTERNAL.csv"


def test_a_picture_may_bring_its_own_title() -> None:
    """A picture of a part of the frame is named after that part."""
    assert file_name(kits(), "svg", title="Overdose calls by month").startswith("overdose-calls-by-month_")


@pytest.mark.parametrize("title", ["Kits à Kent / 2026: “all” of them", "../../etc/passwd", "x" * 300, "=+@", "çé漢"])
def test_a_name_is_short_and_plain(title: str) -> None:
    """Nothing but ASCII letters, digits, hyphens and underscores, and no more than 100 of them."""
    stem = file_name(kits(title=title), "xlsx").removesuffix(".xlsx")

    assert stem.replace("-", "").replace("_", "").isalnum()
    assert stem.isascii()
    assert len(stem) <= 100
