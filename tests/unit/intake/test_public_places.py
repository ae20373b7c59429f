"""Public places alone have an address, a point, kinds of help and opening hours; of a person they keep nothing."""

import pytest

from rorf_data.intake.cells import as_objects, read_column
from rorf_data.intake.public_places import degree_reader, far_points, help_kinds, opening_hours, public_address
from rorf_data.intake.refusal import Unclean
from rorf_data.model import NOT_RECORDED, OUTSIDE
from rorf_data.towns.gazetteer import code_of


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Naloxone", "naloxone"),
        ("Free Narcan; Drug drop box", "naloxone, disposal"),
        ("disposal, naloxone", "naloxone, disposal"),
        ("Medication treatment (MOUD) and naloxone", "naloxone, treatment"),
        ("Naloxone disposal", "naloxone, disposal"),
        ("Medication take-back", "disposal"),
        ("Peer recovery support", "other help"),
        ("Other", "other help"),
        ("treatment|disposal|naloxone|other help", "naloxone, treatment, disposal, other help"),
    ],
)
def test_kinds_of_help_are_told_in_one_order(text: str, kinds: str) -> None:
    """Whatever stands between them."""
    assert kinds == help_kinds(text)


@pytest.mark.parametrize("text", ["Pizza", "Naloxone; pizza", "no naloxone", "Jane Doe", ";"])
def test_a_kind_that_is_not_known_is_no_kind(text: str) -> None:
    """One unknown word leaves the whole cell out: a misspelt kind would else be lost in silence."""
    with pytest.raises(Unclean):
        help_kinds(text)


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("12 Main Street", True),
        ("147 Hollyhock Lane, New Milford, CT 06776", True),
        ("Main St & Route 7", True),
        ("Town Green, Kent", True),
        ("45 West St, Suite 3, Litchfield", True),
        ("1 Plaza Drive, Lower Level", True),
        ("06757-1234 Route 7", True),
        ("Jane Doe", False),
        ("Jane Doe, 12 Main Street", False),
        ("12 Main Street, Jane Doe", False),
        ("c/o Jane Doe, 12 Main Street", False),
        ("12 Main Street, Apt 4", False),
        ("PO Box 12, Kent", False),
        ("12 Main Street, call 860-555-0137", False),
        ("jane@example.org", False),
        ("41.84731, -73.49273", False),
        ("=A1", False),
        ("12 " + "Main " * 40, False),
    ],
)
def test_an_address_is_that_of_a_public_place(text: str, is_kept: bool) -> None:
    """A street and its number; no flat, no box, and nobody's name before or after it."""
    if is_kept:
        assert text == public_address(text)
    else:
        with pytest.raises(Unclean):
            public_address(text)


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("Mon-Fri 9 am to 5 pm", True),
        ("24 hours", True),
        ("24/7", True),
        ("Tue, Thu 10:00-14:00; closed on holidays", True),
        ("by appointment", True),
        ("ask for Jane", False),
        ("call 860-555-0137", False),
        ("Mon 9-5 jane@example.org", False),
        ("41.84731", False),
    ],
)
def test_hours_hold_nothing_but_hours(text: str, is_kept: bool) -> None:
    """Days, times and the few words that belong to them."""
    if is_kept:
        assert text == opening_hours(text)
    else:
        with pytest.raises(Unclean):
            opening_hours(text)


KENT, LITCHFIELD = code_of("Kent"), code_of("Litchfield")


@pytest.mark.parametrize(
    ("latitude", "longitude", "area", "said"),
    [
        ("41.725", "-73.477", KENT, None),
        ("41.31", "-72.92", LITCHFIELD, "The point lies 44 km outside Litchfield;"),
        ("41.725", "73.477", KENT, "The point lies more than 100 km outside Kent;"),
        ("41.31", "-72.92", OUTSIDE, None),
        ("41.725", "-73.477", OUTSIDE, "The point lies in Kent, but the place named does not;"),
        ("41.31", "-72.92", NOT_RECORDED, None),
        ("41.31", "-72.92", None, None),
        ("", "-72.92", KENT, None),
    ],
)
def test_a_point_far_from_its_town_is_told(latitude: str, longitude: str, area: str | None, said: str | None) -> None:
    """Two kilometres are allowed for: the outlines are simplified, and a post office serves more than its town."""
    north, east = (
        read_column(as_objects([text]), degree_reader(field))
        for text, field in ((latitude, "latitude"), (longitude, "longitude"))
    )
    (problem,) = far_points(north, east, as_objects([area]))

    assert (problem is None) == (said is None)
    assert said is None or problem.startswith(said)
