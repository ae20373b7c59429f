"""What funders ask for: the shipped presets, a file of one's own, and their years."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rorf_data.errors import SettingsRefused
from rorf_data.exports.pictures import SIZES
from rorf_data.meetings.presets import FEWEST_CHARACTERS, MOST_CHARACTERS, Preset, read_presets
from rorf_data.model import Period

OWN = """
[presets."{name}"]
page_width = "{width}"
characters = {characters}
fiscal_year = "{year}"
counted_in = "{unit}"
"""


def own(folder: Path, **changes: str) -> Path:
    """A file with one preset, these of its entries changed."""
    entries = {"name": "Ours", "width": "half", "characters": "500", "year": "October", "unit": "doses"} | changes
    file = folder / "funders.toml"
    file.write_text(OWN.format(**entries), encoding="utf-8")
    return file


def preset(fiscal_year: str) -> Preset:
    """A preset with this year."""
    return Preset("Any", "page", 500, fiscal_year, "kits")  # type: ignore[arg-type]  # one of the three words


def test_the_shipped_presets_have_every_year_and_both_units() -> None:
    """Between them they show all that can be chosen, and their widths are sizes that pictures have."""
    found = read_presets()

    assert {one.fiscal_year for one in found} == {"July", "October", "calendar"}
    assert {one.counted_in for one in found} == {"kits", "doses"}
    assert {one.page_width for one in found} <= set(SIZES)


def test_a_file_of_ones_own_replaces_a_preset_and_adds_others(tmp_path: Path) -> None:
    """One of the same name takes the place of the shipped one; the others stay."""
    shipped = read_presets()

    assert [one.name for one in read_presets(own(tmp_path))] == [*(one.name for one in shipped), "Ours"]
    replaced = read_presets(own(tmp_path, name=shipped[0].name))
    assert [one.name for one in replaced] == [one.name for one in shipped]
    assert replaced[0].characters == 500


@pytest.mark.parametrize(
    ("characters", "is_taken"),
    [
        (FEWEST_CHARACTERS - 1, False),
        (FEWEST_CHARACTERS, True),
        (FEWEST_CHARACTERS + 1, True),
        (MOST_CHARACTERS - 1, True),
        (MOST_CHARACTERS, True),
        (MOST_CHARACTERS + 1, False),
    ],
)
def test_a_limit_of_characters_lies_within_bounds(tmp_path: Path, characters: int, is_taken: bool) -> None:
    """A paragraph of fewer than 200 characters holds no sentence with its bounds."""
    file = own(tmp_path, characters=str(characters))
    if is_taken:
        assert read_presets(file)[-1].characters == characters
    else:
        with pytest.raises(SettingsRefused, match="characters of the preset “Ours”"):
            read_presets(file)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"width": "poster"}, "page_width of the preset “Ours” is one of"),
        ({"year": "April"}, "fiscal_year of the preset “Ours” is one of July, October, calendar"),
        ({"unit": "boxes"}, "counted_in of the preset “Ours” is one of kits, doses"),
        ({"characters": '"many"'}, "is a whole number"),
        ({"characters": "true"}, "is a whole number"),
        ({"name": " "}, "the name of a preset"),
        ({"name": "x" * 61}, "the name of a preset"),
        ({"characters": "500\nlogo = 1"}, "and nothing else"),
    ],
)
def test_an_entry_that_cannot_be_is_named(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    """The message names the file, the preset and the entry."""
    with pytest.raises(SettingsRefused, match=r"funders\.toml") as refused:
        read_presets(own(tmp_path, **changes))

    assert message in str(refused.value)


@pytest.mark.parametrize("text", ["presets = 3", "[other]\na = 1", "[presets", "presets = []", "[presets]\nOurs = 1"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    """What is no TOML, and what has no presets."""
    file = tmp_path / "funders.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsRefused):
        read_presets(file)


@pytest.mark.parametrize(
    ("fiscal_year", "whole", "name", "so_far"),
    [
        ("July", Period(date(2025, 7, 1), date(2026, 6, 30)), "FY 2025-26", "FY 2026-27 so far"),
        (
            "October",
            Period(date(2025, 10, 1), date(2026, 9, 30)),
            "FY 2025-26 (October to September)",
            "FY 2026-27 (October to September) so far",
        ),
        ("calendar", Period(date(2025, 1, 1), date(2025, 12, 31)), "2025", "2026 so far"),
    ],
)
def test_the_periods_begin_with_the_funders_newest_whole_year(
    fiscal_year: str, whole: Period, name: str, so_far: str
) -> None:
    """Then come the year under way, the last 12 months and three years together, all of whole months."""
    newest = Period.of_month(date(2026, 10, 1))
    found = preset(fiscal_year).periods(newest)

    assert next(iter(found.items())) == (name, whole)
    assert found[so_far].last == newest.last
    assert all(period.is_whole_months for period in found.values())
    assert list(found)[2] == "Last 12 months"
    assert found["Last 12 months"] == Period(date(2025, 11, 1), date(2026, 10, 31))
    assert next(reversed(found.values())) == Period(whole.first.replace(year=whole.first.year - 2), whole.last)


def test_a_year_that_the_newest_month_ends_is_whole() -> None:
    """On 30 September the federal year is over, and there is none under way."""
    found = preset("October").periods(Period.of_month(date(2026, 9, 1)))

    assert next(iter(found.values())) == Period(date(2025, 10, 1), date(2026, 9, 30))
    assert not [name for name in found if name.endswith("so far")]
    assert "Last 12 months" not in found
