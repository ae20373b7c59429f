"""What pages say in plain words: what is missing, none, one, too few or provisional is said as just that."""

from __future__ import annotations

from datetime import date

import pytest

from rorf_data.answers import accountability, cascade, leave_behind, month, stock
from rorf_data.answers.said import NOT_COMPARED
from rorf_data.plain_words import calls as calls_words
from rorf_data.plain_words import (
    calls_in_words,
    cascade_in_words,
    help_in_words,
    money_in_words,
    month_in_words,
    need_in_words,
    phrases,
    programme,
    region,
    requests_in_words,
    results_in_words,
    stock_in_words,
    towns_in_words,
    trends_in_words,
    work,
)
from tests.unit import spoken_frames as frames
from tests.unit.spoken_frames import TOO_FEW, spoken

MISSING_REPORT = "1 of 4 agencies that are expected has not reported October 2026; kits left may rise."


def test_a_month_says_what_the_comparison_says_and_no_more() -> None:
    """Up, too few to say and no clear change stand as they are in the frame; without the counts it would take."""
    said = month_in_words(frames.month([8, 4, 10, 4], [13, 6, 9, 2], ["up", TOO_FEW, "no clear change", TOO_FEW]))

    assert said == (
        "In October 2026, 8 kits were left in Kent, Litchfield and Warren; against 13 in the same month a year before, "
        "that is up (judged by visits).",
        "4 overdose calls were on record; against 6 in the same month a year before, that is too few to say.",
        "10 requests were received; against 9 in the same month a year before, that is no clear change; "
        "4 were waiting at the end of the month.",
    )


def test_one_is_one_and_none_is_none() -> None:
    """A single kit "was" left, no call "were" on record, and nobody's request waits."""
    first, second, third = month_in_words(frames.month([1, 0, 1, 0], [0, 1, 1, 1], [TOO_FEW] * 4))

    assert first.startswith("In October 2026, 1 kit was left in Kent")
    assert second.startswith("No overdose calls were on record; against 1 in")
    assert third.startswith("1 request was received; ")
    assert third.endswith("none were waiting at the end of the month.")


def test_what_is_missing_is_no_record_and_never_none() -> None:
    """A month without kit logs is no month without kits."""
    said = month_in_words(frames.month([None] * 4, [3, None, None, None], [None] * 4))

    assert said[0] == "In October 2026, there is no record of kits left in Kent, Litchfield and Warren."
    assert said[1] == "There is no record of overdose calls."
    assert "0" not in "".join(said).replace("2026", "")


def test_a_year_before_without_record_is_said() -> None:
    """A figure that stands alone is not compared; neither is one whose comparison is not there."""
    said = month_in_words(frames.month([8, 4, 1, 1], [None, 6, None, None], [NOT_COMPARED] * 4))

    assert said[0].endswith("; the same month a year before has no record.")
    assert said[1].endswith("; the same month a year before had 6, and the two are not compared.")


def test_missing_reports_are_said_with_what_follows() -> None:
    """Where a report is missing, the figures may rise."""
    said = month_in_words(frames.month([8, 4, 1, 1], [8, 4, 1, 1], [TOO_FEW] * 4, notes=(MISSING_REPORT,)))

    assert said[-1] == "Some reports are missing; the figures may rise."


@pytest.mark.parametrize(
    ("months", "sentence"),
    [
        ([], None),
        ([date(2026, 10, 1)], "October 2026 is provisional; the figures may rise."),
        (
            [date(2026, 9, 1), date(2026, 10, 1)],
            "September 2026 and October 2026 are provisional; the figures may rise.",
        ),
        ([date(2026, month, 1) for month in range(7, 11)], "Some months are provisional; the figures may rise."),
    ],
)
def test_provisional_months_are_said(months: list[date], sentence: str | None) -> None:
    """One or a few by name, more of them as some months."""
    trend = frames.provisional(frames.months_of_calls([1, 2]), *months)
    said = trends_in_words(frames.compared(["9 (4 to 17)"] * 3, [8] * 3, [TOO_FEW] * 3), trend)

    assert said[3:] == ((sentence,) if sentence else ())


def test_months_without_record_are_said() -> None:
    """A sum over a time that is on record only in part says so."""
    gap = "Kit logs are on record for 2 of these 3 months."

    assert phrases.still_to_come(spoken(notes=(gap,), measure=["Kits left"])) == ("Some months have no record.",)


def test_towns_are_told_by_their_answers() -> None:
    """The answer that most towns have comes last; the most, none and no record are each named."""
    said = towns_in_words(
        frames.towns([18, 51, 0, None], [0, 0, 0, 0]),
        frames.beside(["too few to say", "up", "too few to say", None], [TOO_FEW] * 4),
    )

    assert said == (
        "From January 2026 to March 2026, the most kits were left in Litchfield: 51; none in Warren; "
        "no record for Goshen. No overdose calls were on record in any of the towns on record.",
        "Visits at which kits were left, against the time before: up in Litchfield; no record in Goshen; "
        "too few to say in Kent and Warren.",
        "The same visits, by residents, against the other member towns: too few to say in each of the towns.",
    )


def test_a_single_town_is_no_most() -> None:
    """Of one town its own numbers are told."""
    said = towns_in_words(frames.towns([1], [None]), frames.beside([TOO_FEW], [NOT_COMPARED]))

    assert said[0] == "From January 2026 to March 2026, 1 kit was left in Kent. No record of overdose calls."
    assert said[1].endswith("the time before: too few to say.")
    assert said[2].endswith("other member towns: not compared.")


def test_a_trend_tells_each_measure_against_the_time_before() -> None:
    """Visits, requests and calls, with the count and without its interval."""
    said = trends_in_words(
        frames.compared(["1,095 (77 to 116)", "1 (0 to 6)", None], [92, None, 3], ["down", NOT_COMPARED, None]),
        frames.months_of_calls([1]),
    )

    assert said == (
        "In October 2026, in Kent, Litchfield and Warren: 1,095 visits at which kits were left; against 92 in the time "
        "before, that is down.",
        "1 request received; the time before has no record.",
        "Overdose calls: no record.",
    )


def test_the_most_calls_in_a_month_are_told_of_several_months() -> None:
    """Of one month, or of months without any call, there is no most."""
    told = frames.compared(["9 (4 to 17)"] * 3, [8] * 3, [TOO_FEW] * 3)

    assert calls_in_words(told, frames.months_of_calls([2, None, 9]))[1] == "The most in one month: 9, in Mar 2026."
    assert len(calls_in_words(told, frames.months_of_calls([9]))) == 1
    assert len(calls_in_words(told, frames.months_of_calls([0, 0]))) == 1


def test_the_cascade_tells_what_is_recorded() -> None:
    """Offered, left, refused and not recorded; the eligible; and kits per call with what is divided."""
    said = cascade_in_words(
        frames.cascade([36, 36, 25, 23, 2, 11], [11, 11, 8, 8, 0, 3]),
        frames.rates("4.78", "172 kits, 36 overdose calls", 4.777),
    )

    assert said == (
        "In October 2026 there were 36 overdose calls in Kent, Litchfield and Warren.",
        "On record, a kit was offered at 25 of them, left at 23 and refused at 2; calls with no kit recorded: 11. "
        "Of 11 eligible calls, 8 had a kit left.",
        "Kits per overdose call: 4.78 (172 kits, 36 overdose calls); it counts all kits left and is no share of calls.",
    )


def test_unlinked_calls_are_told_as_not_to_be_told() -> None:
    """Nothing is said of kits at calls that are not linked to kits; nor of calls that have no record."""
    none = frames.rates("no call", "0 kits, 0 overdose calls", None)
    unlinked = cascade_in_words(frames.cascade([36, 2, None, None, None, None], [None] * 6), none)
    unknown = cascade_in_words(frames.cascade([None] * 6, [None] * 6), none)
    quiet = cascade_in_words(frames.cascade([0] * 6, [0] * 6), none)

    assert unlinked[1:] == ("Kits and calls are not linked here, so at how many a kit was left can't be told.",)
    assert unknown == ("In October 2026 there is no record of overdose calls.",)
    assert quiet == ("In October 2026 there were no overdose calls in Kent, Litchfield and Warren.",)


def test_requests_are_told_with_what_waits() -> None:
    """One waits for one day; what was closed is no delivery; few deliveries have no percentile."""
    said = requests_in_words(frames.requests([99, 92, 1, 1, 1, None, None]))
    full = requests_in_words(frames.requests([99, 92, 0, 0, None, 5.0, 20.5]))

    assert said == (
        "In October 2026, 99 requests were received in Kent, Litchfield and Warren; 92 were delivered, and "
        "1 was closed without delivery.",
        "1 request was still waiting at the end, for 1 day.",
    )
    assert full[1] == "No request was still waiting at the end."
    assert full[2].startswith("About half of those delivered took 5 days or less, and about nine in ten 20.5 days")


def test_requests_without_record_are_said() -> None:
    """No number at all where nothing is on record."""
    assert requests_in_words(frames.requests([None] * 7)) == (
        "In October 2026, of requests received there is no record; of requests delivered there is no record, and "
        "of requests closed without delivery there is no record.",
        "Of requests waiting at the end there is no record.",
    )


def test_need_is_not_judged_by_the_planning_figure() -> None:
    """The planning figure is for all channels, and the sentence says so."""
    said = need_in_words(frames.towns([18, 51, 6], [3, 9, 0]))

    assert said[0] == "From January 2026 to March 2026, the most kits were left in Litchfield: 51."
    assert said[1] == "The most overdose calls were on record in Litchfield: 9; none in Warren."
    assert "all channels together" in said[2]


def test_stock_is_what_the_ledger_says() -> None:
    """All stores together, what expires, and which store is to order."""
    said = stock_in_words(frames.stock([1, 60, 61], [0, 39, 39], [1, 40, 41], [0, 0, 0], ["yes", "no", "no"]))
    one = stock_in_words(frames.stock([1], [0], [0], [0], ["no"]))

    assert said[:3] == (
        "By the stock ledger, 61 kits are on hand in all stores together.",
        "By their printed dates, these expire: 39 within 90 days, 41 within 180 days; past their printed date: none.",
        "Down to the number at which to order, or below it: Store A.",
    )
    assert one[0] == "By the stock ledger, 1 kit is on hand in Storeroom."
    assert one[2] == "No store has come down to the number at which to order."


def test_towns_without_help_are_named() -> None:
    """The shorter list is told; a list that isn't there is no record."""
    said = help_in_words(frames.places([1, 2, 0], [0, 1, 0]))
    unknown = help_in_words(frames.places([None] * 3, [1, 1, 1]))

    assert said[:2] == (
        "Warren has no place with naloxone on the list.",
        "Litchfield has a place for treatment on the list; the other towns have none.",
    )
    assert unknown[:2] == (
        "Of any place with naloxone there is no record.",
        "Every town on record has a place for treatment on the list.",
    )


def test_money_is_told_to_the_cent() -> None:
    """Contributed, spent, on kits; most by the state's words; and the cost of a kit left."""
    said = money_in_words(frames.money([20562.5, 15655.59, 10066.0, 184, 54.71]), frames.spent([876.94, 10345.4]))
    unknown = money_in_words(frames.money([None] * 5), frames.spent([]))

    assert said == (
        "In October 2026, contributed: $20,562.50; spent: $15,655.59, $10,066 of it on kits.",
        "The most was spent on recovery: $10,345.40.",
        "Spending on kits for each kit left in the same time: $54.71.",
    )
    assert unknown == ("In October 2026, contributed: no record; spent: no record.",)


def test_the_card_says_that_nobody_knows_who_is_better_off() -> None:
    """How much and how well in figures, the third question without one."""
    said = results_in_words(frames.card([172, 95, 10, 92, 5.0, 4, 11], [None, None, 11, None, None, None, 12]))
    unknown = results_in_words(frames.card([None] * 7, [None] * 7))

    assert said == (
        "In October 2026, 172 kits were left at 95 visits, in 10 of 11 towns.",
        "92 requests were delivered; median time to delivery: 5 days. 4 requests were still waiting at the end. "
        "Of 12 reports due, 11 came in time.",
        "Whether anyone is better off isn't known.",
    )
    assert unknown[0] == "In October 2026, of kits left there is no record."
    assert unknown[2] == said[2]


def test_the_rows_are_looked_for_under_the_names_that_answers_give_them() -> None:
    """The plain words know rows by their names, so a name that changes there must change here."""
    assert [region.KITS_LEFT, region.OVERDOSE_CALLS, region.RECEIVED, region.WAITING] == list(month.HEADLINES.values())
    assert {calls_words.OFFERED, calls_words.LEFT, calls_words.REFUSED, calls_words.NOT_RECORDED} <= set(
        cascade.STEP_WORDS.values()
    )
    assert leave_behind.RATES["kits_per_call"] == calls_words.KITS_PER_CALL
    assert leave_behind.HERE == calls_words.HERE
    assert stock.ALL_STORES == programme.ALL_STORES
    assert NOT_COMPARED == phrases.NOT_COMPARED
    assert accountability.NOT_KNOWN.startswith("Whether anyone is better off isn't known")
    assert work.CARD_KITS in frames.CARD
