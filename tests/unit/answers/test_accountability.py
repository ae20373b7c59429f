"""The results card says how much and how well, and of the third question what is known: nothing."""

from datetime import date

import pandas as pd
import pytest

from rorf_data.answers.accountability import BETTER_OFF, HOW_MUCH, HOW_WELL, MEDIAN, NOT_KNOWN, results_card
from rorf_data.answers.reader import Reader
from rorf_data.model import Audience, Filters, Period
from rorf_data.towns import gazetteer

KENT, SHARON = (gazetteer.code_of(name) for name in ("Kent", "Sharon"))
AUTUMN = Filters(Period(date(2026, 9, 1), date(2026, 10, 31)), (KENT, SHARON))

KITS = """date,agency,town,kits
2026-08-31,Agency A,Sharon,9
2026-09-01,Agency A,Kent,2
2026-10-31,Agency A,Kent,1
2026-10-31,Agency A,Goshen,5
"""
REQUESTS = """received,town,kits,delivered on,closed on
2026-09-20,Kent,1,2026-09-22,
2026-09-20,Kent,1,2026-09-26,
2026-10-05,Sharon,1,,
"""


@pytest.fixture
def reader(workplace, load):
    """Both files loaded, on the day of 22 November 2026."""
    load(KITS, name="kits.csv")
    load(REQUESTS, name="requests.csv", source="request-form")
    return Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)


def figures(released):
    """Value and what it is part of, by question and measure; None where there is none."""
    rows = released.frame.astype(object).where(released.frame.notna(), None).to_dict("records")
    return {(row["question"], row["measure"]): (row["value"], row["out_of"]) for row in rows}


def test_how_much_and_how_well_are_counted_over_the_period_with_both_its_ends(reader):
    """Kent's two hand-overs count, the one of the day before and the one in Goshen do not."""
    card = figures(results_card(reader, AUTUMN))

    assert card[HOW_MUCH, "Kits left"] == (3, None)
    assert card[HOW_MUCH, "Visits at which kits were left"] == (2, None)
    assert card[HOW_MUCH, "Towns in which a kit was left"] == (1, 2)
    assert card[HOW_MUCH, "Requests delivered"] == (2, None)
    assert card[HOW_WELL, "Requests still waiting"] == (1, None)


def test_a_median_is_given_of_ten_delivered_requests_and_of_no_fewer(workplace, load, reader):
    """Two were delivered after 2 and 6 days; with eight more, after 7 days each, the median is 7."""
    few = results_card(reader, AUTUMN)
    assert figures(few)[HOW_WELL, MEDIAN] == (None, None)
    assert "With fewer than 10 requests delivered there is no median." in few.about.inside_notes

    rows = "".join(f"2026-09-{day:02},Kent,{day},2026-09-{day + 7:02}\n" for day in range(1, 9))
    load(f"received,town,kits,delivered on\n{rows}", name="more.csv", source="request-form")

    assert figures(results_card(reader, AUTUMN))[HOW_WELL, MEDIAN] == (7, None)


def test_whether_anyone_is_better_off_is_never_claimed(reader):
    """Whatever is on record, the third question has no figure, and a sentence says why."""
    released = results_card(reader, AUTUMN)

    third = released.frame[released.frame["question"] == BETTER_OFF]
    assert len(third) > 0
    assert third["value"].isna().all()
    assert NOT_KNOWN in released.about.notes


def test_nothing_on_record_is_no_zero(workplace):
    """An empty installation has done nothing that is on record; it is not said to have left 0 kits."""
    empty = Reader(workplace.engine, workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False)

    assert results_card(empty, AUTUMN).frame["value"].isna().all()
    assert not pd.isna(results_card(empty, AUTUMN).frame["out_of"].dropna()).any()
