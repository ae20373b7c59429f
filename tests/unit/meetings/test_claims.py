"""What is refused in a grant's sentences, why, and what is offered instead; and what may be said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rorf_data.meetings.claims import LONGEST_TEXT, Bearing, check_claim, check_claims

BEARING = Bearing(
    counts={"handed": 97, "calls": 36, "requests": 98, "deaths": 4},
    earlier={"handed": 85, "calls": 38, "requests": 88, "deaths": None},
    changes={"handed": "no clear change", "calls": "too few to say", "requests": "up"},
    offers={
        "handed": "Of kits.",
        "calls": "Of calls.",
        "requests": "Of requests.",
        "deaths": "Of deaths.",
        "calls_change": "Of the change of calls.",
        "handed_change": "Of the change of kits.",
        "bound": "What can't be said.",
    },
    fewest=10,
    stable=20,
    towns=("Kent", "Litchfield", "Warren"),
    unreached=1,
)


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("Our programme reduced overdose deaths.", "an effect on deaths or overdoses"),
        ("The kits prevented 12 deaths.", "an effect on deaths or overdoses"),
        ("We cut overdoses in half.", "an effect on deaths or overdoses"),
        ("Deaths were averted in our towns.", "an effect on deaths or overdoses"),
        ("Leave-behind kits have saved lives.", "lives saved"),
        ("Two lives were saved last year.", "lives saved"),
        ("The programme did not reduce deaths.", "an effect on deaths or overdoses"),
        ("No one died after a kit was left.", "an effect on deaths or overdoses"),
        ("The kits caused the fall in calls.", "a cause"),
        ("Calls went down thanks to the programme.", "a cause"),
        ("It is proven that the programme works.", "proof"),
        ("The programme is effective.", "success"),
        ("A highly successful programme.", "success"),
        ("We reached 412 people with naloxone.", "a claim about people"),
        ("412 residents received a kit.", "a claim about people"),
        ("One in ten residents has a kit.", "a claim about people"),
        ("We leave a kit at every overdose.", "every overdose"),
        ("All overdoses in our region are followed up.", "every overdose"),
        ("There were 36 overdoses last year.", "overdoses"),
        ("36 confirmed overdose calls", "overdoses"),
        ("Overdose calls fell last year.", "a comparison"),
        ("Overdose calls dropped by 20 %.", "a comparison"),
        ("Kits left rose compared with last year.", "a comparison"),
        ("Deaths declined in 2025.", "a comparison"),
        ("Requests have fallen.", "a comparison"),
        ("Deaths are down 25 percent.", "a comparison"),
        ("Kent has more overdose calls than Warren.", "a comparison"),
        ("The death rate is 12 per 100,000.", "a rate of a small count"),
        ("We have reached saturation.", "enough, or not enough"),
        ("The unmet need is large.", "enough, or not enough"),
        ("Naloxone reversed 34 overdoses.", "what became of a kit"),
        ("The 177 kits were all used.", "what became of a kit"),
        ("We can't prove it, but the kits saved lives.", "lives saved"),
        ("There is no doubt that kits save lives.", "lives saved"),
        ("Everyone who needs a kit has one.", "a claim about people"),
        ("Overdose deaths have been brought down by our crews.", "an effect on deaths or overdoses"),
        ("We brought overdose deaths down.", "an effect on deaths or overdoses"),
        ("Our towns are safer.", "success"),
        ("Life-saving kits reached every town.", "lives saved"),
        ("The programme led to fewer overdoses.", "a cause"),
        ("The drop in overdose calls is significant.", "proof"),
        ("Fewer people are dying in our towns.", "an effect on deaths or overdoses"),
        ("Overdose calls were unchanged.", "a comparison"),
        ("Our work will prevent deaths.", "an effect on deaths or overdoses"),
        ("This lifesaving programme made a difference.", "lives saved"),
        ("We know the kits kept people alive.", "lives saved"),
        ("The kits not only are known to save lives.", "lives saved"),
        ("Kits saved lives, although nobody can show it.", "lives saved"),
        ("The increase in naloxone doubled survival.", "a comparison"),
        ("The number of deaths has halved.", "a comparison"),
        ("Overdose deaths: reduced!", "a comparison"),
        ("Reducing overdose deaths by a third", "an effect on deaths or overdoses"),
        ("Deaths decreased", "a comparison"),
        ("Not a single person died.", "an effect on deaths or overdoses"),
        ("Kits were left in all towns.", "every town"),
        ("Calls are 3 times higher in Litchfield than in Kent.", "a comparison"),
        ("Many families have been helped.", "a claim about people"),
        ("We trained 40 people.", "a claim about people"),
    ],
)
def test_a_claim_that_no_record_bears_is_refused_with_its_reason_and_an_offer(claim: str, rule: str) -> None:
    """Whatever the verb, its form or its negation, the words are found, and something can be said instead."""
    refusal = check_claim(claim, BEARING)

    assert refusal is not None
    assert refusal.rule == rule
    assert refusal.reason
    assert refusal.offer in BEARING.offers.values()


@pytest.mark.parametrize(
    "sentence",
    [
        "177 kits were left with people at 97 visits in 10 of the 11 member towns.",
        "In 2025 the state published 12 accidental drug deaths with the place of injury in these towns.",
        "These records can't say whether a death was prevented.",
        "It is not known whether the kits prevented deaths.",
        "Whether anyone was saved is not known.",
        "The aim of the programme is to prevent deaths.",
        "We ask for funds to reduce overdose deaths.",
        "The programme aims to save lives.",
        "36 suspected overdose calls are on record (95 % interval 25 to 50).",
        "That is 1.1 for each 1,000 residents a year (0.8 to 1.5).",
        "The towns have 32,288 residents.",
        "Naloxone can reverse an opioid overdose.",
        "Each kit holds two doses of naloxone.",
        "Requests rose, by more than chance.",
        "98 requests for kits came in.",
        "The programme works with ambulance services.",
        "The agreement is effective from July 2026.",
        "No kit was left in Kent in this time.",
        "In the year ended 30 June 2026, 36 overdose calls are on record.",
        "A study of 19 towns found that naloxone distribution reduced overdose deaths (Walley and others 2013).",
        "Kits were dropped off at the library.",
        "1.9 kits for each overdose call were left.",
        "People who use drugs and their families may ask for a kit.",
        "More than 100 kits were left.",
        "Every kit log of the year is on record.",
        "All overdose calls on record are counted once.",
        "Life-saving naloxone is part of each kit.",
        "Against 156 kits of the year before, that is no clear change.",
        "The number of calls is too few to say whether it is more or fewer.",
        "The causes of death are those that the medical examiner published.",
        "Nothing here shows that deaths were reduced.",
        "Our goal is a home with naloxone for those who want it.",
        "In fall 2025 the fund met four times.",
        "It does not mean that the kits prevented anything.",
        "Trial Rescue left 12 kits.",
        "Kits were left in 10 of 11 towns.",
        "Fewer than can be shown.",
        "Gloves and a CPR mask are in each kit.",
    ],
)
def test_a_sentence_that_the_records_bear_is_let_be(sentence: str) -> None:
    """Counts with their bounds, wishes, cited studies, and what is said not to be known."""
    assert check_claims(sentence, BEARING) == ()


@pytest.mark.parametrize(
    ("answer", "said", "is_borne"),
    [
        ("up", "Overdose calls rose.", True),
        ("up", "Overdose calls fell.", False),
        ("down", "Overdose calls fell.", True),
        ("down", "Overdose calls doubled.", False),
        ("no clear change", "Overdose calls were unchanged.", True),
        ("no clear change", "Overdose calls rose.", False),
        ("too few to say", "Overdose calls were unchanged.", False),
        ("too few to say", "Overdose calls fell.", False),
        (None, "Overdose calls rose.", False),
        ("down", "Overdose deaths fell.", False),
    ],
)
def test_a_comparison_may_say_what_its_test_says_and_nothing_else(
    answer: str | None, said: str, is_borne: bool
) -> None:
    """The words of a change are held against the answer of the very comparison; deaths are never compared."""
    bearing = replace(BEARING, changes={"calls": answer, "deaths": answer})

    assert (check_claim(said, bearing) is None) is is_borne


def test_a_refused_comparison_is_told_what_the_test_says_and_offered_it() -> None:
    """The reason names the answer, the offer is the sentence of the same subject."""
    refusal = check_claim("Overdose calls fell last year.", BEARING)

    assert refusal is not None
    assert "too few to say" in refusal.reason
    assert refusal.offer == "Of the change of calls."


@pytest.mark.parametrize(("count", "is_borne"), [(9, False), (10, False), (19, False), (20, True), (21, True)])
def test_a_bare_rate_takes_twenty_events(count: int, is_borne: bool) -> None:
    """From 10 to 19 a rate needs its interval beside it."""
    bearing = replace(BEARING, counts={"calls": count})

    assert (check_claim("The rate of overdose calls is 1.1 per 1,000.", bearing) is None) is is_borne


@pytest.mark.parametrize(("count", "is_borne"), [(8, False), (9, False), (10, True), (11, True)])
def test_a_rate_with_its_interval_takes_ten_events(count: int, is_borne: bool) -> None:
    """Under 10 there is a count and no rate."""
    bearing = replace(BEARING, counts={"calls": count})
    said = "The rate of overdose calls is 1.1 per 1,000 residents (95 % interval 0.8 to 1.5)."

    assert (check_claim(said, bearing) is None) is is_borne


@pytest.mark.parametrize(
    ("now", "then", "is_borne"),
    [(20, 20, True), (19, 20, False), (20, 19, False), (21, 21, True), (None, 40, False), (40, None, False)],
)
def test_a_percent_change_takes_twenty_events_on_both_sides(now: int | None, then: int | None, is_borne: bool) -> None:
    """A percentage of 12 against 9 reads like much and is chance; a number that may not be told bears none."""
    bearing = replace(BEARING, counts={"requests": now}, earlier={"requests": then}, changes={"requests": "up"})

    assert (check_claim("Requests rose by 30 percent.", bearing) is None) is is_borne


def test_a_count_that_may_not_be_told_bears_no_rate() -> None:
    """Nothing is said of why it may not."""
    refusal = check_claim("The rate of overdose calls is high.", replace(BEARING, counts={"calls": None}))

    assert refusal is not None
    assert "not told or not on record" in refusal.reason


def test_every_town_may_be_said_where_every_town_was_reached() -> None:
    """It is refused only as long as a town is left."""
    said = "Kits were left in all 11 towns."

    assert check_claim(said, BEARING) is not None
    assert check_claim(said, replace(BEARING, unreached=0)) is None


def test_every_claim_of_a_text_is_told_once_and_in_its_order() -> None:
    """A sentence between two claims is let be."""
    found = check_claims("The kits saved lives. 98 requests came in. The kits saved lives. It is proven.", BEARING)

    assert [(one.rule, one.words) for one in found] == [("lives saved", "saved lives"), ("proof", "proven")]


def test_two_claims_of_one_sentence_are_told_apart() -> None:
    """The words are told whole, and what is said of calls is not taken for the deaths before it."""
    found = check_claims("Our kits reduced overdose deaths, and overdose calls fell by 20 %.", BEARING)

    assert [(one.rule, one.words) for one in found] == [
        ("an effect on deaths or overdoses", "reduced overdose deaths"),
        ("a comparison", "fell"),
    ]


def test_a_text_without_a_word_claims_nothing() -> None:
    """Neither does one of marks alone."""
    assert check_claims("", BEARING) == ()
    assert check_claims(" \n — … ", BEARING) == ()


def test_a_long_text_is_read_to_its_limit_only() -> None:
    """What stands beyond 5,000 characters is not read, and nothing takes long."""
    assert check_claims("kits were " * (LONGEST_TEXT // 10) + " and saved lives", BEARING) == ()


def test_a_claim_in_capitals_with_curly_marks_is_found_all_the_same() -> None:
    """Letters and marks of a word processor make no difference."""
    assert check_claim("KITS SAVED LIVES", BEARING) is not None
    assert check_claim("We can’t prove it — but kits saved lives", BEARING) is not None
