"""The need statement: its figures against rows counted by hand, its limits of length, and what it leaves out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from rorf_data.answers.grant import Counted, grant_by_town, grant_figures, grant_over_time
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.exports.check_code import check_code
from rorf_data.meetings.claims import check_claims
from rorf_data.meetings.need_statement import TOO_LONG, Statement, figures_of, fitting, need_statement, paragraph
from rorf_data.meetings.presets import FiscalYear, Preset, read_presets
from rorf_data.model import Audience, Filters, Grain, Period, last_of_month
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace
from tests.unit.conftest import Load, loading

KENT, SHARON = gazetteer.code_of("Kent"), gazetteer.code_of("Sharon")
TODAY = date(2027, 2, 1)
FEDERAL = Preset("Federal", "page", 4000, "October", "doses")
LOCAL = Preset("Local", "page", 4000, "July", "kits")
CALENDAR = Preset("Calendar", "half", 4000, "calendar", "kits")

MONTHS = [date(year, month, 1) for year in (2024, 2025, 2026) for month in range(1, 13)][:34]
KITS = {month: (2 + number % 5, 2 if number % 3 else 4) for number, month in enumerate(MONTHS)}
"""For each month the kits left on one visit in Kent, and the doses in each."""
CALLS = {month: 6 + number % 4 for number, month in enumerate(MONTHS)}
REQUESTS = dict.fromkeys(MONTHS, 7)


pytestmark = pytest.mark.xdist_group("need statement")


@pytest.fixture(scope="module")
def reader(common_workplace: Workplace) -> Reader:
    """January 2024 to October 2026, each on record: a visit a month in Kent, six to nine calls and seven requests."""
    kits = "".join(f"{month},Agency A,Kent,{kits},{doses}\n" for month, (kits, doses) in KITS.items())
    calls = "".join(
        f"{month.replace(day=day)},Kent,nonfatal,yes,Agency A\n"
        for month, count in CALLS.items()
        for day in range(1, count + 1)
    )
    requests = "".join(
        f"{month.replace(day=day)},Kent,1,{month.replace(day=day + 1)}\n"
        for month, count in REQUESTS.items()
        for day in range(1, count + 1)
    )
    load = loading(common_workplace)
    load(f"date,agency,town,kits,doses per kit\n{kits}", name="kits.csv")
    load(f"date,city,outcome,naloxone given,agency\n{calls}", name="calls.csv", source="calls")
    load(f"received,town,kits,delivered on\n{requests}", name="requests.csv", source="request-form")
    return Reader(common_workplace.engine, common_workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)


def within(period: Period, counts: dict[date, int]) -> int:
    """The sum of the months of the period, by hand."""
    return sum(count for month, count in counts.items() if period.first <= month <= period.last)


def doses() -> dict[date, int]:
    """Doses by month, by hand."""
    return {month: kits * each for month, (kits, each) in KITS.items()}


def kits() -> dict[date, int]:
    """Kits by month, by hand."""
    return {month: number for month, (number, _) in KITS.items()}


BY_HAND: dict[Counted, dict[date, int]] = {"kits": kits(), "doses": doses()}


@pytest.mark.parametrize(
    ("fiscal_from", "first", "last", "name"),
    [
        (7, date(2025, 7, 1), date(2026, 6, 30), "FY 2025-26"),
        (10, date(2025, 10, 1), date(2026, 9, 30), "FY 2025-26"),
        (1, date(2025, 1, 1), date(2025, 12, 31), "2025"),
    ],
)
def test_kits_and_doses_are_grouped_by_the_funders_own_year(
    reader: Reader, fiscal_from: int, first: date, last: date, name: str
) -> None:
    """Each year holds its own months, counted by hand; title and heading say which months those are."""
    whole = Filters(Period(MONTHS[0], last_of_month(MONTHS[-1])), (KENT,))
    for counted, by_hand in BY_HAND.items():
        found = grant_over_time(reader, whole, counted, Grain.FISCAL_YEAR, fiscal_from)
        years = dict(zip(found.frame["period"], found.frame[f"total_{counted}"], strict=True))

        assert years[name] == within(Period(first, last), by_hand)
        assert sum(years.values()) == sum(by_hand.values())
        assert ("(October to September)" in found.about.title) is (fiscal_from == 10)
        assert ("(October to September)" in found.about.labels["period"]) is (fiscal_from == 10)


def test_years_that_the_period_cuts_are_named(reader: Reader) -> None:
    """A note says which of the federal years is not whole."""
    found = grant_over_time(reader, Filters(Period(date(2025, 1, 1), date(2026, 9, 30))), "kits", Grain.FISCAL_YEAR, 10)

    assert "Not a whole fiscal year: FY 2024-25." in found.about.notes


def test_doses_come_from_the_log_and_not_from_twice_the_kits(reader: Reader) -> None:
    """A month with kits of four doses counts four for each."""
    year = Filters(Period(date(2025, 10, 1), date(2026, 9, 30)))
    found = {name: grant_figures(reader, year, name).frame.iloc[0] for name in BY_HAND}

    assert found["doses"]["total_doses"] == within(year.period, doses()) != 2 * found["kits"]["total_kits"]
    by_town = grant_by_town(reader, year, "doses").frame
    assert by_town.set_index("town_code")["total_doses"][KENT] == within(year.period, doses())


@pytest.mark.parametrize("preset", [FEDERAL, LOCAL, CALENDAR], ids=lambda preset: preset.name)
def test_every_figure_of_the_paragraph_is_that_of_the_rows(reader: Reader, preset: Preset) -> None:
    """Kits or doses and visits of the funder's year, calls and requests of the time that they are told of."""
    period = next(iter(preset.periods(Period.of_month(MONTHS[-1])).values()))
    told = need_statement(reader, Filters(period, (KENT,)), preset)
    numbers = doses() if preset.counted_in == "doses" else kits()

    assert f"{within(period, numbers)} {preset.counted_in} of naloxone were left" in told.text
    assert "at 12 visits in Kent" in told.text
    for key, by_hand in (("calls", CALLS), ("requests", REQUESTS)):
        for sentence in (one for one in told.sentences if one.key == key):
            (figure, *_) = sentence.figures
            assert figure.released.asked is not None
            asked = figure.released.asked.question[0].period
            assert figure.value == within(asked, by_hand)
            assert f"{within(asked, by_hand)} " in sentence.text
            assert asked == period or str(asked) in sentence.text


@pytest.mark.parametrize(("counted", "by_hand"), [("calls", CALLS), ("requests", REQUESTS)])
def test_events_are_counted_within_the_period_alone(reader: Reader, counted: Counted, by_hand: dict[date, int]) -> None:
    """Both ends included, as far as the programme itself may see."""
    for period in FEDERAL.periods(Period.of_month(MONTHS[-1])).values():
        found = grant_figures(reader, Filters(period, (KENT,)), counted).frame.iloc[0]
        assert found[f"total_{counted}"] == within(period, by_hand)


def test_a_statement_in_doses_tells_no_number_of_kits_and_the_other_way_round(reader: Reader) -> None:
    """Every figure, citation and label follows the unit."""
    period = FEDERAL.year_of(date(2026, 9, 1))
    in_doses = need_statement(reader, Filters(period), FEDERAL)
    in_kits = need_statement(reader, Filters(period), replace(FEDERAL, counted_in="kits"))

    assert not re.search(r"\d kits?\b", in_doses.whole())
    assert not re.search(r"\bdoses?\b", in_kits.text)
    assert {"total_doses", "doses_per_1000"} <= {figure.column for _, _, figure in figures_of(in_doses)}
    assert "Doses in the kits left" in in_doses.citations[0]
    assert "Kits left" in in_kits.citations[0]


def test_every_figure_names_its_cell_and_every_frame_is_cited(reader: Reader) -> None:
    """A figure is what stands in its frame; its citation has the frame's check code; all frames may be shared."""
    told = statement(reader)

    for place, sentence, figure in figures_of(told):
        assert figure.released.audience is Audience.SHARED
        assert check_code(figure.released) in told.citations[place - 1]
        assert f"[{place}]" in told.text
        if figure.value is not None and float(figure.value).is_integer():
            assert f"{figure.value:,}" in sentence.text
    assert told.frames
    assert len(told.citations) == len(told.frames)


def test_the_paragraph_fits_at_its_very_length_and_loses_a_whole_sentence_at_one_less(reader: Reader) -> None:
    """At n and n + 1 characters nothing is dropped; at n - 1 the least important sentence goes, and is named."""
    full = statement(reader)
    length = len(full.text)
    one_more, same, one_less = (
        need_statement(reader, Filters(YEAR), replace(LOCAL, characters=length + more)) for more in (1, 0, -1)
    )

    assert one_more.text == same.text == full.text
    assert len(one_less.sentences) == len(full.sentences) - 1
    assert len(one_less.text) <= length - 1
    dropped = max(full.sentences, key=lambda one: one.rank)
    assert [one.what for one in one_less.left_out if one.why == TOO_LONG] == [dropped.text]
    assert dropped.text in one_less.whole()


def test_sentences_are_dropped_by_rank_and_never_cut(reader: Reader) -> None:
    """Whatever the limit, what is left is a run of whole sentences, and the last to go is the first one."""
    said = list(statement(reader).sentences)
    for characters in range(0, len(paragraph(said)) + 2, 7):
        kept = fitting(said, characters)
        assert len(paragraph(kept)) <= characters or not kept
        assert [one for one in said if one in kept] == kept
        assert all(one.rank <= min((gone.rank for gone in said if gone not in kept), default=99) for one in kept)
    assert fitting(said, 5) == []
    assert all(earlier.key != later.key for earlier, later in pairwise(said))


def test_its_own_sentences_bear_their_claims(reader: Reader) -> None:
    """Nothing that it says or offers would be refused, whatever the funder's year."""
    for preset in (FEDERAL, LOCAL, CALENDAR, *read_presets()):
        for period in preset.periods(Period.of_month(MONTHS[-1])).values():
            told = need_statement(reader, Filters(period), preset)
            assert check_claims(told.text, told.bearing) == ()
            assert [offer for offer in told.bearing.offers.values() if check_claims(offer, told.bearing)] == []


def test_a_number_that_may_not_be_told_is_said_of_another_time_or_left_out(workplace: Workplace, load: Load) -> None:
    """Three calls in a year are not told, nor is anything that would give them away; the reason stands beside it."""
    calls = "".join(f"2025-0{month}-01,Kent,nonfatal,yes,Agency A\n" for month in (1, 2, 3))
    edges = "2024-01-01,Torrington,nonfatal,yes,Agency A\n2025-12-31,Torrington,nonfatal,yes,Agency A\n"
    load(f"date,city,outcome,naloxone given,agency\n{calls}{edges}", name="calls.csv", source="calls")
    reader = Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)
    told = need_statement(reader, Filters(CALENDAR.year_of(date(2025, 6, 1))), CALENDAR)

    assert not re.search(r"\b(?:3|three) suspected", told.whole())
    assert "Overdose calls, January 2025 to December 2025" in [one.what for one in told.left_out]
    assert told.bearing.counts.get("calls") in (None, 0)


def test_nothing_on_record_is_said_to_be_nothing_on_record(workplace: Workplace) -> None:
    """Before the first load the paragraph is its one sentence of what can't be said."""
    reader = Reader(workplace.engine, workplace.settings, TODAY, Audience.INTERNAL, is_sample=False)
    told = need_statement(reader, Filters(YEAR), LOCAL)

    assert [one.key for one in told.sentences] == ["bound"]
    assert told.citations == ()
    assert "nothing is on record for this time" in told.whole()


def test_invented_figures_say_so(reader: Reader) -> None:
    """In the text that is taken away, above the paragraph."""
    told = need_statement(replace(reader, is_sample=True), Filters(YEAR), LOCAL)

    assert "These figures are invented sample data." in told.whole()
    assert "invented" not in statement(reader).whole()


def test_a_comparison_says_what_its_test_says(reader: Reader) -> None:
    """The answer for kits is that of their visits, the same as on the page of trends."""
    told = statement(reader)
    answer = share(reader, grant_figures(reader, Filters(YEAR), "kits")).frame["change"].iloc[0]
    sentence = next(one for one in told.sentences if one.key == "handed_change")

    assert answer == "too few to say"
    assert "too few to say" in sentence.text
    assert told.bearing.changes["handed"] == answer


def test_the_text_is_the_same_every_time(reader: Reader) -> None:
    """The same question of the same data has the same text, sign by sign."""
    assert statement(reader).whole() == statement(reader).whole()


YEAR = Period(date(2025, 7, 1), date(2026, 6, 30))


def statement(reader: Reader, fiscal_year: FiscalYear = "July") -> Statement:
    """The statement of all towns for a local funder."""
    return need_statement(reader, Filters(YEAR), replace(LOCAL, fiscal_year=fiscal_year))
