"""The order of day and month is settled for the whole file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rorf_data.errors import SettingsRefused
from rorf_data.intake.date_order import DateOrders, find_date_orders
from rorf_data.intake.read import open_bytes
from rorf_data.intake.recognise import recognise
from rorf_data.intake.sources import Source, source_from_mapping
from rorf_data.model import Feed
from tests.unit.intake.reading import SETTINGS, SHIPPED, TODAY, Taken, take_in

FOURTH = date(2026, 3, 4)
OF_ITS_OWN = source_from_mapping("own", "Own", Feed.CALLS, {"call_date": "Date"}, fixed={"place": "Kent"})
DAY_FIRST = replace(OF_ITS_OWN, date_order="day-first")
REQUESTS = source_from_mapping(
    "asked", "Asked", Feed.REQUESTS, {"received_date": "In", "delivered_date": "Out", "closed_date": "End"}
)


def orders_of(text: str, source: Source | None = OF_ITS_OWN, *, told: str = "") -> DateOrders:
    """What was found out about the dates of this file."""
    recognised = recognise(open_bytes(text.encode(), "log.csv"), SHIPPED if source is None else [source])
    return find_date_orders(recognised, settings=SETTINGS, today=TODAY, told=told)


def column(*days: str) -> str:
    """A file with one column of dates."""
    return "Date\n" + "".join(f'"{day}"\n' for day in days)


def read(*days: str, source: Source = OF_ITS_OWN) -> Taken:
    """What becomes of a file with one column of dates."""
    return take_in(column(*days), sources=[source])


def days_of(taken: Taken, field: str = "call_date") -> list[date]:
    """The days taken."""
    return [row[field] for row in taken.rows]


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["3/12/2026", "3/13/2026"], "month-first"),
        (["12/3/2026", "13/3/2026"], "day-first"),
        (["3/4/2026", "12/31/26 9:05 PM"], "month-first"),
        (["3.4.26", "31.12.25"], "day-first"),
        (["3/4/2026", "3/25/2026", "25/3/2026"], "mixed"),
        (["3/4/2026", "3/12/2026"], "open"),
        (["3/3/2026", "12/12/2026"], "mixed"),
        (["2026-03-04", "4-Mar-26"], "mixed"),
        (["3/4/2026", "2/30/2026"], "open"),
        (["3/4/2026", "30/2/2026"], "open"),
        (["3/4/2026", "13/13/2026"], "open"),
        (["3/4/2026", "32/1/2026"], "open"),
        (["3/4/2026", "soon"], "open"),
        ([], "mixed"),
    ],
)
def test_a_number_above_twelve_in_one_place_settles_the_column(days: Sequence[str], order: str) -> None:
    """A day that no calendar holds shows nothing, and where no date could be two nothing needs to be settled."""
    found = orders_of(column(*days))

    assert {"call_date": order} == found.orders
    assert (order == "open") == found.is_open


def test_dates_that_could_be_two_are_read_as_the_others_of_their_column_show() -> None:
    """25/03/2026 can only be March 25, so 04/03/2026 beside it is March 4."""
    assert [date(2026, 3, 25), FOURTH, FOURTH] == days_of(read("25/03/2026", "04/03/2026 10:15", "2026-03-04"))
    assert [date(2026, 3, 25), FOURTH, FOURTH] == days_of(read("3/25/2026", "3/4/2026", "4-Mar-26"))


def test_the_file_goes_before_what_is_known_of_its_source_and_what_was_said() -> None:
    """The evidence says that it is unusual."""
    found = orders_of(column("3/4/2026", "3/25/2026"), DAY_FIRST, told="day-first")

    assert {"call_date": "month-first"} == found.orders
    assert found.evidence == (
        "Dates in “Date” have the month first: 3/25/2026 in row 3 can be nothing else. "
        "Other files of this source have the day first.",
    )


def test_a_column_with_both_orders_is_read_only_where_a_date_can_be_one_day_alone() -> None:
    """The others wait; nothing is taken from which order is the more frequent."""
    taken = read("25/03/2026", "04/03/2026 10:15", "03/03/2026", "2026-03-04", "4-Mar-26", *["3/25/2026"] * 50)

    assert [2, *range(4, 57)] == [row["row"] for row in taken.rows]
    assert [(3, "Date")] == [(row["row"], row["column"]) for row in taken.held]
    assert taken.held[0]["problem"] == (
        "This column has dates with the month first and dates with the day first; "
        "04/03/2026 could be 3 April or 4 March."
    )
    assert "call_date" not in taken.held[0]["values"]


def test_what_a_person_said_settles_a_column_with_both_orders() -> None:
    """The dates that contradict it are refused, not turned round."""
    text = column("25/03/2026", "04/03/2026", "3/25/2026")
    taken = take_in(text, sources=[OF_ITS_OWN], date_order="month-first")

    assert [date(2026, 4, 3), date(2026, 3, 25)] == days_of(taken)
    assert [(2, "Date")] == [(row, heading) for row, heading, _ in taken.refused]
    assert orders_of(text, told="month-first").evidence == (
        "“Date” has dates with the month first (3/25/2026 in row 4) and dates with the day first (25/03/2026 in row "
        "2); all are read month first, as was said.",
    )


def test_the_columns_of_one_file_share_an_order_that_one_of_them_shows() -> None:
    """And only if they don't contradict each other."""
    text = "In,Out,End\n3/4/2026,3/25/2026,\n3/5/2026,,5/4/2026\n"
    found = orders_of(text, REQUESTS, told="day-first")

    assert set(found.orders.values()) == {"month-first"}
    assert found.evidence == (
        "Dates in “Out” have the month first: 3/25/2026 in row 2 can be nothing else.",
        "No date in “In” and “End” tells day from month; they are read month first, as those in “Out” are.",
    )


def test_each_column_that_shows_an_order_has_its_own() -> None:
    """A form tool writes its own dates one way and a person in the next column another; a third is anybody's guess."""
    text = "In,Out,End\n1/2/2026,25/03/2026,\n1/14/2026,5/6/2026,\n1/3/2026,,5/4/2026\n"
    taken = take_in(text, sources=[REQUESTS])

    assert orders_of(text, REQUESTS).orders == {
        "received_date": "month-first",
        "delivered_date": "day-first",
        "closed_date": "mixed",
    }
    assert [date(2026, 3, 25), date(2026, 6, 5)] == days_of(taken, "delivered_date")
    assert [(4, "End")] == [(row["row"], row["column"]) for row in taken.held]
    assert orders_of(text, REQUESTS).evidence[-1] == (
        "No date in “End” tells day from month; those that could be two days are held, "
        "because “In” and “Out” show both orders."
    )


def test_where_the_file_shows_nothing_its_source_decides() -> None:
    """The shipped sources are of American agencies."""
    kit_log = "Date,Agency,Town,Kits\n3/4/2026,Kent VFD,Kent,1\n"

    assert orders_of(kit_log, None).evidence == (
        "No date in “Date” tells day from month; they are read month first, as this source's files are.",
    )
    assert [date(2026, 3, 4)] == days_of(take_in(kit_log), "left_date")
    assert [date(2026, 4, 3)] == days_of(read("3/4/2026", source=DAY_FIRST))
    assert [date(2026, 4, 3)] == days_of(read("3/4/2026", source=replace(OF_ITS_OWN, date_formats=("%d/%m/%Y",))))


def test_what_a_person_said_goes_before_what_is_known_of_the_source() -> None:
    """They have the file before them."""
    found = orders_of(column("3/4/2026"), DAY_FIRST, told="month-first")

    assert {"call_date": "month-first"} == found.orders
    assert found.evidence == (
        "No date in “Date” tells day from month; they are read month first, as was said for this file.",
    )


def test_where_nothing_tells_the_order_a_person_is_asked_and_nothing_is_guessed() -> None:
    """With two dates of the file written out both ways; the rows wait until then."""
    text = column("3/4/2026", "3/4/2026", "3/3/2026", "5/6/26", "7/8/2026")
    question = (
        "No date in “Date” tells day from month: 3/4/2026 could be 4 March or 3 April, and 5/6/26 could be 6 May or "
        "5 June. Please say which comes first in this file, the month or the day."
    )
    found, taken = orders_of(text), take_in(text, sources=[OF_ITS_OWN])

    assert (True, question, (question,)) == (found.is_open, found.question, found.evidence)
    assert [4] == [row["row"] for row in taken.rows]
    assert {question} == {row["problem"] for row in taken.held}
    assert 4 == len({row["record_key"] for row in taken.held} | {taken.rows[0]["record_key"]})
    assert [date(2026, 4, 3)] * 2 == days_of(take_in(text, sources=[OF_ITS_OWN], date_order="day-first"))[:2]


def test_only_a_known_order_can_be_told() -> None:
    """Anything else is a wrong call."""
    with pytest.raises(ValueError, match="month-first or day-first"):
        orders_of(column("3/4/2026"), told="year-first")


@pytest.mark.parametrize("chunk_rows", [1, 2, 3, 50_000])
def test_the_size_of_the_chunks_changes_nothing(chunk_rows: int) -> None:
    """The last row may settle the first."""
    taken = take_in(column("04/03/2026", "05/03/2026", "25/03/2026"), sources=[OF_ITS_OWN], chunk_rows=chunk_rows)

    assert [FOURTH, date(2026, 3, 5), date(2026, 3, 25)] == days_of(taken)


def test_the_evidence_counts_rows_and_names_the_first() -> None:
    """Rows are numbered as in the file."""
    days = ["3/4/2026", "", "2026-01-01", "3/25/2026", "3/25/2026", "3/26/2026 9:05"] + ["3/27/2026"] * 1_000
    found = orders_of('Title\n\n"Date"\n' + column(*days).partition("\n")[2])

    assert found.evidence == (
        "Dates in “Date” have the month first: 3/25/2026 in row 7 can be nothing else (and 1,002 others).",
    )


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["25/03/26", "26/03/26"], "open"),
        (["25/03/26", "04/03/26"], "day-first"),
        (["25/03/26", "27/03/26"], "day-first"),
        (["25/03/26", "25/03/2026"], "day-first"),
        (["25/03/26", "3/25/26"], "mixed"),
    ],
)
def test_two_digits_that_may_be_a_year_settle_nothing_by_themselves(days: Sequence[str], order: str) -> None:
    """26/03/04 is 4 March in some countries."""
    assert {"call_date": order} == orders_of(column(*days)).orders


def test_a_date_that_may_begin_with_its_year_waits() -> None:
    """Both days are named."""
    assert orders_of(column("25/03/26")).question == (
        "No date in “Date” tells day from month: 25/03/26 could be 25 March 2026 or 26 March 2025. "
        "Please say which comes first in this file, the month or the day."
    )
    assert 1 == len(read("25/03/26").held)


@pytest.mark.parametrize(
    ("time_marks", "taken", "day"),
    [
        ("as-written", "the day written", date(2026, 3, 4)),
        ("convert", "the day in the programme's own time", date(2026, 3, 3)),
    ],
)
def test_times_with_a_zone_are_told_about_with_what_hangs_on_them(time_marks: str, taken: str, day: date) -> None:
    """How many rows would be of another day, and which one is taken."""
    source = replace(OF_ITS_OWN, time_marks=time_marks)
    text = column("2026-03-04T03:00:00Z", "2026-03-04T03:00:00Z", "2026-03-04T12:00:00Z", "2026-03-04 01:00", "")

    assert orders_of(text, source).evidence == (
        "Times in “Date” are written with a time zone. In the programme's own (America/New_York) 2 of 3 rows would be "
        f"of another day than the one written; {taken} is taken.",
    )
    assert [day, day, date(2026, 3, 4), date(2026, 3, 4)] == days_of(take_in(text, sources=[source]))


def test_midnights_alone_are_pointed_out() -> None:
    """They are days that a program wrote as times, and moving them would move every row to the day before."""
    (sentence,) = orders_of(column("2026-03-04 00:00:00+00", "2026-03-05 00:00:00+00")).evidence

    assert "2 of 2 rows" in sentence
    assert sentence.endswith(" All of these times are midnight, as where a program writes a day alone.")


def test_an_order_is_found_over_all_sheets_that_are_read() -> None:
    """One sheet for each month is one file."""
    recognised = recognise(open_bytes(column("3/4/2026", "5/6/2026").encode(), "log.csv"), [OF_ITS_OWN])
    second = recognise(open_bytes(column("3/4/2026", "25/6/2026").encode(), "log.csv"), [OF_ITS_OWN]).parts[0]
    named = replace(second, sheet=replace(second.sheet, name="June"))
    both = replace(recognised, parts=(*recognised.parts, named))
    found = find_date_orders(both, settings=SETTINGS, today=TODAY)

    assert found.evidence == (
        "Dates in “Date” have the day first: 25/6/2026 in row 3 of the sheet “June” can be nothing else.",
    )


def test_of_a_summary_the_months_need_no_order() -> None:
    """Only where a month is written as a day in digits."""
    source = source_from_mapping("sums", "Sums", Feed.SUMMARIES, {"month_date": "Month", "kits": "Kits"})
    taken = take_in("Month,Kits\n2026-03,1\nApr-26,2\n3/3/2026,3\n5/6/2026,4\n", sources=[source])

    assert [date(2026, 3, 1), date(2026, 4, 1), date(2026, 3, 1)] == days_of(taken, "month_date")
    assert ["Month"] == [row["column"] for row in taken.held]


def test_formats_of_the_sources_own_settle_nothing_and_are_read() -> None:
    """26/03/04 is then the fourth of March."""
    source = replace(OF_ITS_OWN, date_formats=("%y/%m/%d",))

    assert ({"call_date": "mixed"}, ()) == (
        orders_of(column("26/03/04"), source).orders,
        orders_of(column("26/03/04"), source).evidence,
    )
    assert [FOURTH] == days_of(read("26/03/04", source=source))


def test_a_row_far_from_every_other_one_waits() -> None:
    """A slip of the pen in the year."""
    days = [str(date(2026, 1, 1) + timedelta(days=number)) for number in range(60)]
    taken = read(*days, "2016-02-03", "2/3/2061")

    assert [
        (62, "The date of the call is more than a year away from every other row of this file; please check the year.")
    ] == [(row["row"], row["problem"]) for row in taken.held[:1]]
    assert 60 == len(taken.rows)


def test_a_small_file_may_hold_days_years_apart() -> None:
    """Of two rows nobody can say which is wrong."""
    assert 2 == len(read("2016-02-03", "2026-02-03").rows)


@pytest.mark.parametrize(("day", "is_held"), [("2023-06-30", True), ("2023-07-01", False), ("2023-07-02", False)])
def test_a_day_before_the_programme_began_waits(day: str, is_held: bool) -> None:
    """Kits and requests can't be older than the programme; calls and deaths can."""
    log, form = f"Date,Agency,Town,Kits\n{day},Kent VFD,Kent,1\n", f"Timestamp,Town\n{day},Kent\n"
    problems = [row["problem"] for text in (log, form) for row in take_in(text).held]

    assert problems == [
        f"The {what} is before the programme began on 1 July 2023; please check it."
        for what in ("date left", "date received")
        if is_held
    ]
    assert 1 == len(read(day).rows)


@pytest.mark.parametrize(("day", "is_held"), [("2024-12-31", True), ("2025-01-01", False), ("2025-01-02", False)])
def test_a_source_may_say_its_first_day(day: str, is_held: bool) -> None:
    """An agency that joined later."""
    taken = read(day, source=replace(OF_ITS_OWN, since="2025-01-01"))

    assert [row["problem"] for row in taken.held] == [
        "The date of the call is before this source's first day, 1 January 2025; please check it."
    ] * is_held


@pytest.mark.parametrize("since", ["2025-02-30", "2025-13-01", "1/1/2025", "soon"])
def test_a_first_day_is_a_day(since: str) -> None:
    """It is said when the source is read, not when a file of it is."""
    with pytest.raises(SettingsRefused, match="“since” is programme, a day such as 2023-07-01, or empty"):
        replace(OF_ITS_OWN, since=since)


def test_a_request_whose_end_could_be_two_days_waits_for_that_alone() -> None:
    """It isn't said besides that no date tells when it was delivered."""
    source = replace(REQUESTS, columns={"received_date": ("In",), "ended_date": ("End",), "status": ("Status",)},
                     required=("received_date",))  # fmt: skip
    taken = take_in("In,End,Status\n2026-03-01,4/3/2026,delivered\n2026-03-01,3/3/2026,delivered\n", sources=[source])

    assert [(2, "End")] == [(row["row"], row["column"]) for row in taken.held]
    assert 1 == len([issue for issue in taken.issues if issue.row == 2])
    assert [(3, date(2026, 3, 3))] == [(row["row"], row["delivered_date"]) for row in taken.rows]


@given(
    days=st.lists(st.dates(date(2013, 1, 1), TODAY), min_size=1, max_size=8),
    form=st.sampled_from(["%m/%d/%Y", "%d/%m/%Y", "%m-%d-%y", "%d.%m.%y", "%y/%m/%d", "%d-%b-%y", "%m/%d/%y %H:%M"]),
)
def test_no_day_is_ever_taken_for_another(days: list[date], form: str) -> None:
    """Whichever way a file that nothing is known of writes its dates, each is read rightly or not at all."""
    taken = read(*(day.strftime(form) for day in days))

    assert all(row["call_date"] == days[row["row"] - 2] for row in taken.rows)
    assert not [problem for _, _, problem in taken.refused]
    assert len(days) == taken.read


@given(
    data=st.data(), days=st.lists(st.sampled_from(["3/4/2026", "25/3/2026", "3/25/26", "5/5/26", "soon", "25/3/26"]))
)
def test_the_order_of_the_rows_settles_nothing(data: st.DataObject, days: list[str]) -> None:
    """Only what the dates are."""
    shuffled = data.draw(st.permutations(days))

    assert orders_of(column(*days)).orders == orders_of(column(*shuffled)).orders
