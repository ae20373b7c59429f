"""Where rows belong: names first, then coordinates, and never a guess."""

from __future__ import annotations

import pytest

from rorf_data.intake.cells import as_objects
from rorf_data.intake.placing import Placed, place_rows
from rorf_data.intake.sources import source_from_mapping
from rorf_data.model import Feed
from rorf_data.towns.gazetteer import code_of
from rorf_data.towns.outlines import label_points

KENT, CANAAN, NORTH_CANAAN = map(code_of, ("Kent", "Canaan", "North Canaan"))
FAR_AWAY = ("33.4196", "-111.8904")


@pytest.mark.parametrize(
    ("place", "zip_code", "state", "area"),
    [
        ("Kent", "", "", KENT),
        ("Kent", "", "CT", KENT),
        ("Kent", "", "NY", "outside"),
        ("Kent, NY", "", "", "outside"),
        ("", "06757", "", KENT),
        ("", "6757", "", KENT),
        ("", "06757-1234", "", KENT),
        ("Canaan", "06018", "", NORTH_CANAAN),
        ("Canaan", "06031", "", CANAAN),
        ("Canaan", "", "", None),
        ("", "06754", "", None),
        ("", "", "", "not-recorded"),
        ("", "", "CT", "not-recorded"),
        ("unknown", "none", "?", "not-recorded"),
        ("n/a", "NULL", "", "not-recorded"),
    ],
)
def test_place_zip_code_and_state_place_a_row(place: str, zip_code: str, state: str, area: str | None) -> None:
    """The state of the source counts only where the row says nothing else."""
    assert [area] == _placed(place=place, zip=zip_code, state=state).area.tolist()


def test_coordinates_place_a_row_that_names_no_place() -> None:
    """Inside an outline it is that town, far away it is outside, and half a pair is nothing."""
    longitude, latitude = label_points()[KENT]
    placed = _placed(
        latitude=[str(latitude), FAR_AWAY[0], str(latitude), "", "0"],
        longitude=[str(longitude), FAR_AWAY[1], "", str(longitude), "0"],
    )

    assert [KENT, "outside", "not-recorded", "not-recorded", "not-recorded"] == placed.area.tolist()


def test_coordinates_choose_between_what_a_name_could_mean_and_never_against_it() -> None:
    """A point in North Canaan settles "Canaan"; a point in Kent or far away leaves it to a person."""
    points = [label_points()[code][::-1] for code in (NORTH_CANAAN, KENT)]
    latitudes, longitudes = ([str(point[axis]) for point in points] for axis in (0, 1))
    placed = _placed(place=["Canaan"] * 3, latitude=[*latitudes, FAR_AWAY[0]], longitude=[*longitudes, FAR_AWAY[1]])

    assert [NORTH_CANAAN, None, None] == placed.area.tolist()


def test_a_place_that_is_named_stands_against_coordinates() -> None:
    """An agency's own garage may be all that a device recorded."""
    assert [KENT] == _placed(place="Kent", latitude=FAR_AWAY[0], longitude=FAR_AWAY[1]).area.tolist()


@pytest.mark.parametrize(
    ("field", "text", "is_noted"),
    [
        ("latitude", "90", False), ("latitude", "90.1", True), ("latitude", "north", True), ("latitude", "nan", False),
        ("longitude", "-180", False), ("longitude", "-180.1", True), ("latitude", "inf", True),
        ("zip", "06757", False), ("zip", "067", True), ("zip", "Kent", True),
    ],
)  # fmt: skip
def test_a_zip_code_or_degrees_that_cannot_be_are_noted_without_quoting_them(
    field: str, text: str, is_noted: bool
) -> None:
    """The row is placed by what is left of it."""
    placed = _placed(**{"place": "Kent", field: text})
    (problem,) = placed.columns[field].problems

    assert is_noted == (problem is not None)
    assert text not in str(problem)
    assert [KENT] == placed.area.tolist()


@pytest.mark.parametrize(("length", "is_read"), [(99, True), (100, True), (101, False)])
def test_a_place_has_at_most_a_hundred_letters(length: int, is_read: bool) -> None:
    """A longer text is no place name."""
    (problem,) = _placed(place="K" * length).columns["place"].problems

    assert is_read == (problem is None)


@pytest.mark.parametrize(
    "place", ["12 Main Street, Kent", "12 Main Street", "Apt 4", "x" * 61, "jane@example.org", "860-555-0123"]
)
def test_what_is_kept_as_the_name_of_a_place_is_never_an_address(place: str) -> None:
    """No digit, no @, at most sixty letters."""
    (name,) = _placed(place=place).place_name

    assert name is None or (len(name) <= 60 and not any(sign.isdigit() or sign == "@" for sign in name))


@pytest.mark.parametrize(
    "place", ["Zebulon Quillfeather", "Kent Quillfeather", "Kent or Sharon with Quillfeather", "Hartford Quillfeather"]
)
def test_a_persons_name_in_the_place_column_leaves_no_trace(place: str) -> None:
    """Neither as the name of a place nor in the sentence for a person who has to decide."""
    placed = _placed(place=place)

    assert "Quillfeather" not in f"{placed.place_name} {placed.reasons} {placed.candidates}"


def _placed(**texts: str | list[str]) -> Placed:
    columns = {name: as_objects([entry] if isinstance(entry, str) else entry) for name, entry in texts.items()}
    source = source_from_mapping("x", "X", Feed.DEATHS, {"death_date": "d"})
    return place_rows(columns, source, rows=len(next(iter(columns.values()))))


@pytest.mark.parametrize(
    ("place", "is_kept"),
    [
        ("Canaan", True),
        ("CANAAN, CT", True),
        ("Canaan Village", True),
        ("Kent/Warren", True),
        ("Kent?", True),
        ("Torington", True),
        ("Sharan", True),
        ("Sharon Hospital", True),
        ("Litchfield County", True),
        ("Rocksbury", False),
        ("Warren Jo", False),
        ("Sharon Jo", False),
        ("Kent J", False),
        ("Warren Lee", False),
        ("Warren Thompson", False),
        ("Morris or Jane", False),
        ("Kent Quillfeather", False),
        ("Canaan 06018", False),
        ("Kent School", False),
    ],
)
def test_what_was_written_is_kept_only_where_it_can_be_no_persons_name(place: str, is_kept: bool) -> None:
    """Names of our own places, or one of them with a slip of the pen, for the person who has to decide."""
    placed = _placed(place=place, state="" if "Canaan 06018" != place else "NY")

    assert [place if is_kept else None] == placed.written.tolist()
