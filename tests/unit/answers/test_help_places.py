"""Public places for help, counted by hand, with the towns that have none."""

from datetime import date

import pytest

from rorf_data.answers import help_places
from rorf_data.answers.reader import Reader
from rorf_data.maps import help_map
from rorf_data.model import Audience

TODAY = date(2026, 11, 22)
LIST = """Name,Services,Address,City,State,ZIP,Latitude,Longitude,Hours
Sample Town Hall of Kent,Naloxone; Disposal,1 Example Street,Kent,CT,06757,41.733,-73.452,always
Example Health Center,Treatment,2 Example Street,Kent,CT,06757,41.731,-73.45,weekdays
Sample Library of Sharon,Naloxone,3 Example Street,Sharon,CT,06069,,,weekdays
"""


@pytest.fixture
def reader(workplace, load):
    """The list loaded."""
    load(LIST, name="places.csv", source="help-places")
    return Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)


def test_a_place_that_offers_two_things_counts_for_both_and_once_in_all(reader):
    """Kent has two places, one of them with naloxone and disposal; Sharon one; Warren none."""
    towns = {row["town"]: row for row in help_places.help_by_town(reader).frame.to_dict("records")}

    kent = towns["Kent"]
    assert (kent["naloxone_places"], kent["disposal_places"], kent["treatment_places"], kent["total_places"]) == (
        1,
        1,
        1,
        2,
    )
    assert towns["Sharon"]["total_places"] == 1
    assert towns["Warren"]["total_places"] == 0


def test_towns_without_a_place_are_named(reader):
    """Nine of the eleven member towns have none on this list."""
    (note,) = [note for note in help_places.help_by_town(reader).about.notes if note.startswith("Towns without any")]

    assert "Warren" in note
    assert "Kent" not in note
    assert note.count(",") == 8


def test_without_a_list_no_town_is_said_to_have_none(workplace):
    """No list is no list of nothing."""
    empty = Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)
    released = help_places.help_by_town(empty)

    assert released.frame["total_places"].isna().all()
    assert not any("Towns without" in note for note in released.about.notes)


def test_the_map_has_a_point_for_each_place_that_has_one(reader):
    """Sharon's library gives no point: it is on the list, and the list says that it isn't on the map."""
    places, towns = help_places.help_places(reader), help_places.help_by_town(reader)
    drawn = help_map(places, towns, look="light")

    (layer,) = [layer for layer in drawn.deck.layers if layer.id == "help"]
    assert [point["name"] for point in layer.data] == ["Example Health Center", "Sample Town Hall of Kent"]
    markers = [trace for trace in drawn.figure.data if trace.type == "scatter" and trace.mode == "markers"]
    assert sum(len(trace.x) for trace in markers) == 2
    assert "2 public places" in drawn.alt
    assert "Without a point on the list, and so not on the map: 1." in places.about.notes
    assert places.frame.loc[places.frame["latitude"].isna(), "name"].tolist() == ["Sample Library of Sharon"]
