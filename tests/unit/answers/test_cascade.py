"""The cascade and its three rates over small files whose every call is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rorf_data.answers.cascade import STEP_WORDS, cascade_by, cascade_steps
from rorf_data.answers.leave_behind import leave_behind_by_month, leave_behind_rates
from rorf_data.answers.linked import NOT_LINKED
from rorf_data.answers.reader import Reader
from rorf_data.answers.tables import table
from rorf_data.charts import cascade_steps_bars, kits_at_calls_bars, kits_at_calls_by_month_bars, leave_behind_lines
from rorf_data.model import Audience, Filters, Period
from rorf_data.settings import read_settings
from rorf_data.towns import gazetteer

KENT, WARREN = (gazetteer.code_of(name) for name in ("Kent", "Warren"))
AUGUST = Period.of_month(date(2026, 8, 1))
CHOSEN = Filters(AUGUST, (KENT, WARREN))

CALLS = "Incident Number,Call Date,Agency,City,State,Outcome,Transport\n"
LOG = "date,agency,town,kits,incident_ref,offered,accepted\n"

# Ten calls in Kent, two in Warren. Numbers 1 to 5 and 11 got a kit (1 two of them), 6 declined one; of 4, 5, 6 and 7
# nobody was taken to hospital, of 8 neither, but somebody had died.
TRANSPORT = {4: "Refused", 5: "None", 6: "Refused", 7: "Refused", 8: "None"}
TWELVE_CALLS = CALLS + "".join(
    f"N{number},2026-08-{number:02},{'Squad B' if number > 10 else 'Squad A'},{'Warren' if number > 10 else 'Kent'},CT,"
    f"{'Fatal' if number == 8 else 'Nonfatal'},{TRANSPORT.get(number, 'Transported')}\n"
    for number in range(1, 13)
)
KITS = LOG + "".join(
    f"2026-08-{number:02},Squad A,{'Warren' if number > 10 else 'Kent'},{2 if number == 1 else 1},N{number},yes,yes\n"
    for number in (1, 2, 3, 4, 5, 11)
)
KITS += "2026-08-06,Squad A,Kent,0,N6,yes,no\n" + "".join("2026-08-20,Squad A,Kent,2,,,\n" for _ in range(5))


def reader_of(workplace: Any, settings: Any = None) -> Reader:
    """Whoever asks, on 22 November 2026."""
    return Reader(
        workplace.engine, settings or workplace.settings, date(2026, 11, 22), Audience.INTERNAL, is_sample=False
    )


@pytest.fixture
def reader(workplace: Any, load: Any) -> Reader:
    """Twelve calls and the log of August."""
    load(TWELVE_CALLS, name="calls.csv", source="calls")
    load(KITS, name="log.csv")
    return reader_of(workplace)


def test_each_step_counts_the_calls_that_reached_it(reader: Reader) -> None:
    """Twelve calls, four eligible (the death is not); six with a kit, one refused, five with nothing on record."""
    steps = cascade_steps(reader, CHOSEN).frame

    assert list(steps["step"]) == list(STEP_WORDS.values())
    assert list(steps["total_calls"]) == [12, 12, 7, 6, 1, 5]
    assert list(steps["eligible_calls"]) == [4, 4, 3, 2, 1, 1]


def test_the_steps_are_drawn_and_told_with_the_same_numbers(reader: Reader) -> None:
    """Both bars of each step have the frame's numbers, and so have the words."""
    steps = cascade_steps(reader, CHOSEN)
    chart = cascade_steps_bars(steps)

    assert [list(bars.x) for bars in chart.figure.data] == [
        list(steps.frame[c]) for c in ("total_calls", "eligible_calls")
    ]
    assert "Kit refused: 1 overdose call, 1 eligible call" in chart.alt


def test_the_three_rates_divide_three_different_things(reader: Reader) -> None:
    """17 kits at 11 visits on 12 calls; 6 of 12 calls with a kit; 2 of 4 eligible, which are too few for a share."""
    rates = leave_behind_rates(reader, CHOSEN).frame
    here = rates[rates["place"].str.startswith("Here")].set_index(["measure", "place"])

    assert here["counts"].tolist() == [
        "17 kits, 12 overdose calls",
        "11 visits, 12 overdose calls",
        "6 calls with a kit left, 12 overdose calls",
        "2 eligible calls with a kit left, 4 eligible calls",
    ]
    assert here["value_said"].tolist() == [
        "1.42, unstable",
        "0.92 (0.37 to 2.27), unstable",
        "50 % (21 to 79 %), unstable",
        "fewer than 10 calls",
    ]


@pytest.mark.parametrize(("by", "rows"), [("town", ["Kent", "Warren"]), ("agency", ["Squad A", "Squad B"])])
def test_rows_of_towns_and_agencies_add_up_to_the_region(reader: Reader, by: Any, rows: list[str]) -> None:
    """Squad A and Kent had ten calls with five kits left and one refused, the others two calls with one kit."""
    shown = cascade_by(reader, CHOSEN, by)
    frame = shown.frame

    assert list(frame[by]) == rows
    assert list(frame["total_calls"]) == [10, 2]
    assert list(frame["kit_left_calls"]) == [5, 1]
    assert list(frame["kit_refused_calls"]) == [1, 0]
    assert list(frame["no_kit_recorded_calls"]) == [4, 1]
    assert list(frame["kit_left_share_said"]) == ["50 % (19 to 81 %), unstable", "fewer than 10 calls"]
    drawn = kits_at_calls_bars(shown, by=by).figure.data
    assert [list(bars.x) for bars in drawn[:3]] == [[5, 1], [1, 0], [4, 1]]


def test_months_are_zero_where_a_file_covers_them_and_missing_where_none_does(workplace: Any, load: Any) -> None:
    """Calls of July and September: August is on record with none, June is not on record."""
    load(CALLS + "A,2026-07-31,X,Kent,CT,Nonfatal,Refused\nB,2026-09-01,X,Kent,CT,Nonfatal,Refused\n", source="calls")

    chosen = Filters(Period(date(2026, 6, 1), date(2026, 9, 1)), (KENT,))
    shown = cascade_by(reader_of(workplace), chosen, "month")

    assert shown.frame["total_calls"].fillna(-1).tolist() == [-1, 1, 0, 1]
    drawn = {bars.name: bars for bars in kits_at_calls_by_month_bars(shown).figure.data}
    assert list(drawn["No record"].x) == ["2026-06-01"]


def test_a_month_before_a_town_joined_is_no_zero(workplace: Any, load: Any, tmp_path: Any) -> None:
    """Kent joins on 1 August: July, without calls there, is missing and not 0."""
    own = tmp_path / "own.toml"
    own.write_text('[[members]]\ntown = "Kent"\nstatus = "confirmed"\nmember_from = 2026-08-01\n')
    load(CALLS + "A,2026-07-02,X,Warren,CT,Nonfatal,Refused\nB,2026-08-02,X,Kent,CT,Nonfatal,Refused\n", source="calls")

    chosen = Filters(Period(date(2026, 7, 1), date(2026, 8, 31)), (KENT,))
    shown = cascade_by(reader_of(workplace, read_settings(own)), chosen, "month").frame

    assert shown["total_calls"].fillna(-1).tolist() == [-1, 1]


def test_where_calls_are_not_linked_only_kits_per_call_is_given(workplace: Any, load: Any) -> None:
    """A log without incident numbers: whether a kit was left is missing at every step, and a note says why."""
    load(TWELVE_CALLS, name="calls.csv", source="calls")
    load("date,agency,town,kits\n" + "2026-08-20,Squad A,Kent,2\n", name="log.csv")
    reader = reader_of(workplace)
    steps, rates = cascade_steps(reader, CHOSEN), leave_behind_rates(reader, CHOSEN)

    assert steps.frame["total_calls"].fillna(-1).tolist() == [12, 0, -1, -1, -1, -1]
    assert any(note.startswith(NOT_LINKED) and "only for 0 of 12" in note for note in steps.about.inside_notes)
    assert set(rates.frame["measure"].iloc[:-1]) == {"Kits per overdose call"}
    by_town = cascade_by(reader, CHOSEN, "town").frame
    assert list(by_town["unknown_kit_calls"]) == [10, 2]
    assert list(by_town["kit_left_share_said"]) == ["not linked", "not linked"]


def test_a_rate_through_time_stands_for_twelve_months_on_record(workplace: Any, load: Any) -> None:
    """One call in each of twelve months, a kit at every other: the twelfth month is the first with a share, 6 of 12."""
    months = [date(2025 + (month > 12), (month - 1) % 12 + 1, 15) for month in range(9, 21)]
    load(
        CALLS + "".join(f"N{i},{day},X,Kent,CT,Nonfatal,Refused\n" for i, day in enumerate(months)),
        name="calls.csv",
        source="calls",
    )
    load(LOG + "".join(f"{day},X,Kent,1,N{i},yes,yes\n" for i, day in enumerate(months) if i % 2 == 0), name="log.csv")

    chosen = Filters(Period(date(2026, 7, 1), date(2026, 8, 31)), (KENT,))
    shown = leave_behind_by_month(reader_of(workplace), chosen, "kit_left_share")

    assert shown.frame["total_calls"].fillna(-1).tolist() == [-1, 12]
    assert shown.frame["kit_left_share"].fillna(-1).tolist() == [-1, 0.5]
    chart = leave_behind_lines(shown, rate="kit_left_share")
    assert "Newest: 50 % (August 2026). Months without a rate: 1." in chart.alt
    assert chart.figure.layout.yaxis.title.text == "Calls with a kit left"


def test_a_published_figure_is_a_line_with_its_counts_on_it(workplace: Any, load: Any) -> None:
    """Vermont's line stands on the chart of eligible calls, and on no other share."""
    load(TWELVE_CALLS, name="calls.csv", source="calls")
    reader = reader_of(workplace)

    def lines(rate: Any) -> list[float]:
        shown = leave_behind_by_month(reader, CHOSEN, rate)
        return [shape.y0 for shape in leave_behind_lines(shown, rate=rate).figure.layout.shapes if shape.type == "line"]

    assert lines("eligible_kit_left_share") == [pytest.approx(141 / 793)]
    assert lines("kits_per_call") == [pytest.approx(120 / 239)]
    assert lines("kit_left_share") == []


@pytest.mark.parametrize(
    "by", [[], ["town"], ["month"], ["agency"], ["town", "quarter"], ["agency", "town", "fiscal_year"], ["year"]]
)
def test_the_table_for_programs_has_every_call_once_by_whatever_columns(reader: Reader, by: list[str]) -> None:
    """Twelve calls, six with a kit, however they are grouped; over all places without a choice of towns."""
    found = table(reader, "cascade", by=by, first=None, last=None, towns=()).frame

    assert list(found.columns[: len(by)]) == by
    assert found["total_calls"].sum() == 12
    assert found["kit_left_calls"].sum() == 6
    assert found["eligible_calls"].sum() == 4


def test_the_table_for_programs_shows_places_without_a_call_as_zero_in_months_on_record(reader: Reader) -> None:
    """Kent in August has its share; Sharon has none; September is not on record."""
    asked: dict[str, Any] = {"first": date(2026, 8, 1), "last": date(2026, 9, 30)}
    towns = [KENT, gazetteer.code_of("Sharon")]
    found = table(reader, "cascade", by=["town", "month"], towns=towns, **asked).frame

    assert found[["town", "month"]].to_dict("split")["data"] == [
        ["Kent", "2026-08"], ["Kent", "2026-09"], ["Sharon", "2026-08"], ["Sharon", "2026-09"]
    ]  # fmt: skip
    assert found["total_calls"].fillna(-1).tolist() == [10, -1, 0, -1]
    assert found["kit_left_share"].fillna(-1).tolist() == [0.5, -1, -1, -1]


def test_only_the_cascade_goes_by_agency(reader: Reader) -> None:
    """Kits are counted by place; a table of them by agency is refused in words."""
    with pytest.raises(ValueError, match="only the table cascade"):
        table(reader, "kits", by=["agency"], first=None, last=None, towns=())
