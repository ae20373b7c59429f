"""Kits beside residents and calls, on a few records drawn by hand, and the shares that follow from them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from rorf_data.answers import need
from rorf_data.answers.reader import Reader
from rorf_data.measures.need import fair_share
from rorf_data.model import Audience
from rorf_data.towns import gazetteer

KENT, SHARON, CANAAN, TORRINGTON = (gazetteer.code_of(name) for name in ("Kent", "Sharon", "Canaan", "Torrington"))

KITS = """date,agency,town,kits,suspected_overdose
2025-10-31,Agency A,Kent,40,yes
2025-11-01,Agency A,Kent,4,yes
2026-10-31,Agency A,Sharon,2,no
2026-10-31,Agency B,Torrington,5,no
"""
CALLS = """date,city,outcome,naloxone given,agency
2025-11-01,Kent,nonfatal,yes,Agency A
2026-10-30,Sharon,fatal,no,Agency A
2026-10-31,Sharon,nonfatal,yes,Agency A
"""


@pytest.fixture
def reader(workplace, load):
    """Both files loaded, on the day of 22 November 2026: the newest twelve months are November to October."""
    load(KITS, name="kits.csv")
    load(CALLS, name="calls.csv", source="calls")
    return Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)


def by_town(released):
    """The rows by the name of the town."""
    return {row["town"]: row for row in released.frame.to_dict("records")}


def test_each_town_has_its_kits_calls_and_residents_of_the_newest_twelve_months(reader):
    """The day before the first is left out, both ends are in; 12.7 for each 1,000 of Kent's 3,019 are 38 kits."""
    found = need.need_by_town(reader)
    rows = by_town(found)

    assert str(found.about.period) == "November 2025 to October 2026"
    assert (rows["Kent"]["total_kits"], rows["Kent"]["total_calls"]) == (4, 1)
    assert (rows["Sharon"]["total_kits"], rows["Sharon"]["total_calls"]) == (2, 2)
    assert (rows["Kent"]["population"], rows["Kent"]["planning_kits"]) == (3019, 38)
    assert "Torrington" not in rows
    assert "Kits left not counted here: 5 in other towns of the region." in found.about.notes


def test_the_planning_figure_never_stands_alone(reader):
    """Wherever it is shown, the words say that other channels supply the area and what it can't be used for."""
    for found in (need.need_by_town(reader), need.kits_shared_out(reader, 5, "residents")):
        assert any("never be judged against it" in note for note in found.about.notes)


def test_all_new_kits_are_shared_out_and_none_is_taken(reader):
    """Twenty kits among the eleven members: they add up, on the row of each town and over all of them."""
    frame = need.kits_shared_out(reader, 20, "residents").frame

    assert len(frame) == 11
    assert frame["new_kits"].sum() == 20
    assert (frame["kits_with_new"] == frame["total_kits"] + frame["new_kits"]).all()
    assert frame["new_kits"].tolist() == fair_share(frame["total_kits"].tolist(), frame["population"].tolist(), 20)


def test_coverage_is_told_before_and_after(reader):
    """Canaan has no kit for 1,080 people; with one of eleven it has 0.9 for each 1,000."""
    rows = by_town(need.kits_shared_out(reader, 11, "residents"))

    assert rows["Canaan"]["coverage"] == 0
    assert rows["Canaan"]["new_kits"] == 1
    assert rows["Canaan"]["coverage_with_new"] == 0.9


def test_by_calls_a_town_without_a_call_gets_none_and_is_named(reader):
    """Kent has 4 kits on 1 call, Sharon 2 on 2: three new kits go to Sharon."""
    found = need.kits_shared_out(reader, 3, "calls", (CANAAN, KENT, SHARON))
    rows = by_town(found)

    assert [rows[town]["new_kits"] for town in ("Canaan", "Kent", "Sharon")] == [0, 0, 3]
    assert pd.isna(rows["Canaan"]["coverage"])
    assert (rows["Sharon"]["coverage"], rows["Sharon"]["coverage_with_new"]) == (1, 2.5)
    assert any("Canaan" in note for note in found.about.inside_notes)


def test_chosen_towns_share_alone_even_if_they_are_no_members(reader):
    """Torrington has 5 kits for 35,000 people and Kent 4 for 3,000, so Torrington takes all of ten."""
    rows = by_town(need.kits_shared_out(reader, 10, "residents", (KENT, TORRINGTON)))

    assert {town: row["new_kits"] for town, row in rows.items()} == {"Kent": 0, "Torrington": 10}


def test_nothing_on_record_shares_nothing(workplace):
    """Without any file there is no share, which is not a share of 0, and the words say so."""
    empty = Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)
    found = need.kits_shared_out(empty, 5, "calls")

    assert found.frame["new_kits"].isna().all()
    assert any("no share can be given" in note for note in found.about.inside_notes)
    assert need.need_by_town(empty).frame["total_kits"].isna().all()


def test_a_town_without_any_call_among_the_chosen_is_shared_nothing_by_calls(reader):
    """Calls can't decide where there is none."""
    assert need.kits_shared_out(reader, 5, "calls", (CANAAN,)).frame["new_kits"].isna().all()


def test_the_model_says_where_it_comes_from(reader):
    """Its source, year and place are those of the publication and not of the files loaded here."""
    found = need.naloxone_model(reader)
    facts = found.facts()

    assert "Irvine" in facts["Source"]
    assert (facts["Towns"], facts["Period"]) == ("Connecticut", "January 2017 to December 2017")
    assert facts["As of"] == "2022-02-10"
    assert "Invented" not in facts


def test_the_planning_figure_is_no_point_of_the_model(reader):
    """1,270 kits for each 100,000 are on the scale, and no share of overdoses belongs to them."""
    frame = need.naloxone_model(reader).frame
    (planning,) = frame[frame["point"] == need.PLANNING].to_dict("records")

    assert planning["kits_per_100000"] == 1270
    assert pd.isna(planning["modelled_percent"])
    assert (frame["point"] == need.POINT).sum() == 10
