"""Meetings: every figure of a past one as it stood, what changed since, the questions, and the decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from rorf_data.answers import agenda, decisions, meeting_changes
from rorf_data.answers.meeting_settings import settings_read, settings_written
from rorf_data.answers.meetings import meeting_before, meetings_table, reader_of_meeting, take_meeting
from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.protection import why_inside
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused, StoreRefused
from rorf_data.exports.plain import as_records
from rorf_data.intake.read import open_bytes
from rorf_data.meetings.agenda_slides import facts_of, meeting_slides
from rorf_data.meetings.deck import meeting_document
from rorf_data.model import Audience, Feed, Filters, Period
from rorf_data.store.database import token_key
from rorf_data.store.dated_events import add_event, remove_event
from rorf_data.store.decisions import add_decision, set_status
from rorf_data.store.ledger import Expectation, Reporter, set_expected
from rorf_data.store.load import load_file
from rorf_data.store.sharing import clear_source, withdraw_clearing
from rorf_data.store.undo import undo_load
from rorf_data.workplace import Workplace
from tests.properties.every_answer import QUESTIONS

KENT = "40290"
SEPTEMBER, OCTOBER = Period.of_month(date(2026, 9, 1)), Period.of_month(date(2026, 10, 1))
LOADED = datetime(2026, 10, 5, 16)  # noqa: DTZ001  # the store keeps UTC without a mark
MEETING = datetime(2026, 10, 8, 16)  # noqa: DTZ001  # the same
SINCE = datetime(2026, 11, 5, 16)  # noqa: DTZ001  # the same
LATER = datetime(2026, 11, 22, 16)  # noqa: DTZ001  # the same
KITS = """log_id,date,agency,town,kits,incident
1,2026-08-04,Agency A,Kent,4,I1
2,2026-09-04,Agency B,Sharon,2,
3,2026-09-05,Agency A,Kent,1,I2
"""
CORRECTED = """log_id,date,agency,town,kits,incident
1,2026-08-04,Agency A,Kent,5,I1
3,2026-09-05,Agency A,Kent,1,I2
4,2026-09-06,Agency A,Kent,1,
5,2026-10-06,Agency A,Kent,3,I5
"""
CALLS = """date,city,outcome,naloxone given,agency,incident
2026-08-04,Kent,nonfatal,yes,Agency A,I1
2026-09-02,Kent,nonfatal,yes,Agency A,I7
2026-09-03,Kent,unknown,unknown,Agency A,I8
"""
REQUESTS = """request_id,received,town,kits,delivered on
1,2026-09-01,Kent,1,
2,2026-09-20,Sharon,2,2026-09-22
"""
DELIVERED = """request_id,received,town,kits,delivered on
1,2026-09-01,Kent,1,2026-10-30
2,2026-09-20,Sharon,2,2026-09-22
3,2026-09-25,Kent,1,
"""


def load_at(workplace: Workplace, text: str, name: str, source: str, now: datetime) -> int:
    """Load a file at this moment; the number of the load."""
    file = open_bytes(text.encode(), name)
    report = load_file(
        workplace.engine, file, workplace.recognise(file, source=source), settings=workplace.settings,
        token_key=token_key(workplace.engine, workplace.places), today=date(2026, 11, 22), now=now, loaded_by="a test",
    )  # fmt: skip
    assert report.load_id is not None
    return report.load_id


@pytest.fixture
def then(workplace: Workplace) -> Reader:
    """Who asks on 8 October 2026, when meeting 1 is held about September; kits, calls and requests are on record."""
    load_at(workplace, KITS, "kits.csv", "kit-log", LOADED)
    load_at(workplace, CALLS, "calls.csv", "calls", LOADED + timedelta(minutes=1))
    load_at(workplace, REQUESTS, "requests.csv", "request-form", LOADED + timedelta(minutes=2))
    reader = Reader(workplace.engine, workplace.settings, date(2026, 10, 8), Audience.INTERNAL, is_sample=False)
    take_meeting(reader, month=SEPTEMBER, now=MEETING, by="AB")
    return reader


@pytest.fixture
def now(workplace: Workplace, then: Reader) -> Reader:
    """Who asks on 12 November 2026, after a corrected kit log and newer requests."""
    load_at(workplace, CORRECTED, "corrected.csv", "kit-log", SINCE)
    load_at(workplace, DELIVERED, "newer.csv", "request-form", SINCE + timedelta(minutes=1))
    return replace(then, today=date(2026, 11, 12))


def change_everything(workplace: Workplace) -> None:
    """Corrections, undoings, events, expectations, clearings, decisions: all that may move a figure or a sentence."""
    engine = workplace.engine
    corrected = load_at(workplace, CORRECTED, "corrected.csv", "kit-log", SINCE)
    load_at(workplace, DELIVERED, "newer.csv", "request-form", SINCE + timedelta(minutes=1))
    undo_load(engine, corrected, now=SINCE + timedelta(minutes=2), by="a test")
    undo_load(engine, 2, now=SINCE + timedelta(minutes=3), by="a test")
    remove_event(engine, 1, now=LATER, by="a test")
    add_event(engine, date(2026, 9, 2), "the office moves", now=LATER, today=date(2026, 11, 22), by="a test")
    set_expected(engine, expected(due_days=60), now=LATER, by="a test")
    set_expected(engine, expected(agency="Agency C"), now=LATER, by="a test")
    set_status(engine, 1, "dropped", now=LATER, by="a test")
    clear_source(engine, "odmap", why="the council agreed", now=LATER, by="a test")


def expected(*, agency: str = "Agency B", due_days: int = 5) -> Expectation:
    """A report each month from August on."""
    return Expectation(Reporter(Feed.DISTRIBUTIONS, "", agency), 1, due_days, date(2026, 8, 1))


def everything_of(reader: Reader) -> dict[str, object]:
    """The answers about twelve months, each with its description; what is only another grain of one is left out."""
    chosen = Filters(Period.of_months(SEPTEMBER.last, 12))
    left_out = ("load", "table ", "trend of", "grant", "towns_compared", "changed", "month_then")
    found = [(name, ask(reader, chosen)) for name, ask in QUESTIONS.items() if not name.startswith(left_out)]
    return {name: (as_records(one), one.about) for name, one in found if not one.about.is_for_screen_only}


def frames_of(
    reader: Reader, audience: Audience
) -> list[tuple[str, tuple[str, ...], list[tuple[str, bytes, dict[str, str]]]]]:
    """All that a deck is made from: titles, sentences, and the data of every frame as bytes."""
    slides = meeting_slides(reader, SEPTEMBER, audience)
    document = meeting_document(
        reader, SEPTEMBER, audience=audience, further=slides.further, questions=slides.questions,
        decisions=slides.decisions, facts=facts_of(meeting_before(reader)),
    )  # fmt: skip
    return [
        (
            one.title,
            (*one.sentences, *one.spoken),
            [(r.about.title, r.frame.to_csv().encode(), r.facts()) for r in one.released],
        )
        for one in document.slides
    ]


def test_a_past_meetings_deck_is_the_same_byte_for_byte_whatever_came_since(workplace: Workplace, then: Reader) -> None:
    """Every frame, sentence and fact of both decks, and every answer, before and after."""
    engine = workplace.engine
    add_event(engine, date(2026, 9, 1), "the law begins", now=MEETING, today=date(2026, 10, 8), by="a test")
    set_expected(engine, expected(), now=MEETING, by="a test")
    add_decision(engine, "ask for the log", meeting=1, measure="reports", owner_role="task force", now=MEETING, by="AB")
    meeting = take_meeting(then, month=SEPTEMBER, now=MEETING + timedelta(hours=1), by="AB")
    reader = reader_of_meeting(then, meeting.number)
    before = (frames_of(reader, Audience.INTERNAL), frames_of(reader, Audience.SHARED), everything_of(reader))

    change_everything(workplace)
    stricter = replace(workplace.settings, members=workplace.settings.members[:5], doses_per_kit=4)
    later = replace(then, today=date(2026, 12, 1), settings=stricter)
    again = reader_of_meeting(later, meeting.number)

    assert again == reader
    after = (frames_of(again, Audience.INTERNAL), frames_of(again, Audience.SHARED), everything_of(again))
    assert after[0] == before[0]
    assert after[1] == before[1]
    assert after[2] == before[2]


def test_a_load_that_was_stored_after_the_snapshot_is_not_in_it(workplace: Workplace, then: Reader) -> None:
    """Even where it began before: the snapshot knows its newest load, not only its moment."""
    before = as_records(QUESTIONS["towns_table"](reader_of_meeting(then, 1), Filters(SEPTEMBER)))
    load_at(workplace, CORRECTED, "corrected.csv", "kit-log", MEETING - timedelta(seconds=1))

    assert as_records(QUESTIONS["towns_table"](reader_of_meeting(then, 1), Filters(SEPTEMBER))) == before


def test_a_clearing_that_was_taken_back_holds_for_past_meetings_too(workplace: Workplace, then: Reader) -> None:
    """One that was given later doesn't open an earlier deck; one that was withdrawn closes it."""
    clear_source(workplace.engine, "odmap", why="the council agreed", now=MEETING, by="a test")
    meeting = take_meeting(then, month=SEPTEMBER, now=MEETING + timedelta(hours=1), by="AB")
    cleared = QUESTIONS.get("clearings")
    from rorf_data.store.sharing import load_clearings

    assert cleared is None
    with reader_of_meeting(then, 1).connect() as connection:
        assert [one.source for one in load_clearings(connection)] == ["odmap"]
    with reader_of_meeting(then, meeting.number).connect() as connection:
        assert [one.source for one in load_clearings(connection)] == ["odmap"]
    withdraw_clearing(workplace.engine, "odmap", now=LATER, by="a test")
    with reader_of_meeting(then, meeting.number).connect() as connection:
        assert load_clearings(connection) == []


def test_the_settings_of_then_are_read_back(workplace: Workplace) -> None:
    """All of them, and what wasn't known then is as it is now."""
    settings = workplace.settings

    assert settings_read(settings_written(settings), settings) == settings
    other = replace(settings, programme="Another", members=settings.members[:2])
    assert settings_read(settings_written(other), settings) == other


def test_a_snapshot_is_of_now_and_never_of_the_sample(then: Reader) -> None:
    """Neither of a past day nor of invented figures."""
    with pytest.raises(StoreRefused, match="as they stand now"):
        take_meeting(reader_of_meeting(then, 1), month=SEPTEMBER, now=LATER, by="AB")
    with pytest.raises(StoreRefused, match="invented"):
        take_meeting(replace(then, is_sample=True), month=SEPTEMBER, now=LATER, by="AB")


def test_new_months_are_those_after_the_month_of_the_meeting(now: Reader) -> None:
    """October has three kits and a delivery, but no request; of calls nothing is on record for it."""
    rows = as_records(meeting_changes.new_months(now, 1))

    assert [(row["measure"], row["month"], row["now"], row["new_since"]) for row in rows] == [
        ("Kits left", "Oct 2026", 3, 3),
        ("Requests received", "Oct 2026", 0, 0),
    ]
    by_town = {row["town"]: row for row in as_records(meeting_changes.new_by_town(now, 1))}
    assert (by_town["Kent"]["total_kits"], by_town["Kent"]["total_calls"], by_town["Sharon"]["total_kits"]) == (
        3,
        None,
        0,
    )


def test_old_months_move_by_late_and_by_corrected_rows(now: Reader) -> None:
    """August was corrected, September got one row more, a request came late; a delivery is no correction."""
    rows = as_records(meeting_changes.old_months_moved(now, 1))
    counted = ("before", "now", "late_rows", "corrected_rows")
    told = {(row["measure"], row["month"]): tuple(row[name] for name in counted) for row in rows}

    assert told == {
        ("Kits left", "Aug 2026"): (4, 5, 0, 1),
        ("Kits left", "Sep 2026"): (3, 4, 1, 0),
        ("Requests received", "Sep 2026"): (2, 3, 1, 0),
    }
    agencies = {
        row["agency"]: (row["late_rows"], row["corrected_rows"])
        for row in as_records(meeting_changes.rows_by_agency(now, 1))
    }
    assert agencies == {"Agency A": (1, 1), "request-form": (1, 0)}


def test_an_undone_correction_is_no_change(workplace: Workplace, now: Reader) -> None:
    """What is again what it was did not move; what the undone file brought is gone."""
    undo_load(workplace.engine, 4, now=LATER, by="a test")
    told = [row["measure"] for row in as_records(meeting_changes.old_months_moved(now, 1))]

    assert told == ["Requests received"]


def test_a_withdrawn_row_counts_as_corrected(workplace: Workplace, then: Reader) -> None:
    """Undoing the kit log takes three rows of two agencies away."""
    undo_load(workplace.engine, 1, now=SINCE, by="a test")
    rows = as_records(meeting_changes.rows_by_agency(replace(then, today=date(2026, 11, 12)), 1))

    assert {row["agency"]: (row["late_rows"], row["corrected_rows"]) for row in rows} == {
        "Agency A": (0, 2),
        "Agency B": (0, 1),
    }


def test_what_changed_of_calls_and_requests_stays_inside(now: Reader) -> None:
    """Of kits it may be shared, and says nothing of the others."""
    assert why_inside(meeting_changes.old_months_moved(now, 1))
    assert why_inside(meeting_changes.rows_by_agency(now, 1))
    shared = as_records(share(now, meeting_changes.old_months_moved(now, 1, "kits")))
    assert {row["measure"] for row in shared} == {"Kits left"}
    assert [row["agency"] for row in as_records(share(now, meeting_changes.rows_by_agency(now, 1, "kits")))] == [
        "Agency A"
    ]


def test_who_has_not_reported_is_named_with_the_months(now: Reader) -> None:
    """On 20 November October is five days late of an agency whose log ended in September."""
    later = replace(now, today=date(2026, 11, 20))
    rows = {row["agency"]: row for row in as_records(meeting_changes.missing_reports(later))}

    assert (rows["Agency B"]["months"], rows["Agency B"]["reports_missing"], rows["Agency B"]["days_late"]) == (
        "October 2026", 1, 5,
    )  # fmt: skip
    assert "Agency A" not in rows


def test_two_calls_without_a_kit_are_asked_about_and_open_their_rows(now: Reader) -> None:
    """Of the three calls in Kent one has a kit by its incident; the question stays inside."""
    asked = agenda.agenda(now, SEPTEMBER)

    assert asked[0].words == "2 overdose calls in 60 days in Kent with no kit recorded: was the log sent?"
    assert [(row["town"], row["total_calls"]) for row in as_records(asked[0].rows)] == [("Kent", 1), ("Kent", 1)]
    assert not asked[0].may_be_shared
    with pytest.raises(DisclosureRefused):
        share(now, asked[0].rows)


@pytest.mark.parametrize(("fewest", "is_asked"), [(1, True), (2, True), (3, False)])
def test_the_limit_of_calls_is_in_the_settings(now: Reader, fewest: int, is_asked: bool) -> None:
    """From two calls on as shipped."""
    analysis = replace(now.settings.analysis, agenda_calls=fewest)
    asked = agenda.agenda(replace(now, settings=replace(now.settings, analysis=analysis)), SEPTEMBER)

    assert any("no kit recorded" in one.words for one in asked) is is_asked


@pytest.mark.parametrize(("longest", "is_asked"), [(37, True), (36, True), (38, False)])
def test_long_waits_are_asked_about(then: Reader, longest: int, is_asked: bool) -> None:
    """On 8 October the request of 1 September has waited 37 days; what is as long as the limit is not longer."""
    analysis = replace(then.settings.analysis, long_wait_days=longest - 1)
    asked = agenda.agenda(replace(then, settings=replace(then.settings, analysis=analysis)), SEPTEMBER)

    assert any("1 request has waited longer than" in one.words for one in asked) is is_asked


def test_questions_to_share_are_chosen_among_those_that_may_be(now: Reader) -> None:
    """So none of them tells whether there are others."""
    later = replace(now, today=date(2026, 11, 20))
    shared = agenda.agenda(later, OCTOBER, Audience.SHARED)

    assert [one.words.split(" has")[0] for one in shared] == ["Agency B"]
    assert all(one.may_be_shared for one in shared)


@pytest.mark.parametrize(
    ("agency", "asked"),
    [("Agency B", "Agency B has not reported July 2026:"), ("Agency C", "Agency C has not reported yet:")],
)
def test_who_left_out_a_month_is_asked_about_that_month(
    workplace: Workplace, then: Reader, agency: str, asked: str
) -> None:
    """Agency B sent September and not July, so it can't be said that nothing came since."""
    since_july = replace(expected(agency=agency), first_month=date(2026, 7, 1))
    set_expected(workplace.engine, since_july, now=LATER, by="a test")

    (question,) = agenda.agenda(then, SEPTEMBER, Audience.SHARED)
    assert question.words == f"{asked} what would make sending the report easier?"


def test_a_decision_comes_back_beside_its_measure(workplace: Workplace, now: Reader) -> None:
    """Then is the month of the meeting as its snapshot has it, now the newest month."""
    decide(workplace, "bring more kits", "kits", towns=(KENT,), due_on=date(2026, 11, 1))
    decide(workplace, "leave 3 kits at each call", "calls")
    first, second = sorted(as_records(decisions.decisions_table(now)), key=lambda row: str(row["decision_id"]))

    assert (first["then"], first["now"], first["status"], first["place"]) == (1, 3, "open, past its day", "Kent")
    assert (second["then"], second["now"], second["place"]) == (2, None, "All 11 member towns")


def test_words_with_numbers_and_what_a_meeting_saw_of_calls_stay_inside(workplace: Workplace, now: Reader) -> None:
    """The decision itself may be shared; what could be a count isn't."""
    decide(workplace, "bring more kits", "kits", towns=(KENT,))
    decide(workplace, "look into both calls", "calls")
    shared: Released = share(now, decisions.decisions_table(now))

    assert shared.is_hidden("decision") == [True, False]
    assert shared.is_hidden("then") == [True, False]


def decide(
    workplace: Workplace, words: str, measure: str, *, towns: tuple[str, ...] = (), due_on: date | None = None
) -> None:
    """A decision of the first meeting."""
    add_decision(
        workplace.engine, words, meeting=1, measure=measure, towns=towns, owner_role="task force", due_on=due_on,
        now=SINCE, by="AB",
    )  # fmt: skip


def test_a_decision_that_is_done_is_no_longer_open(workplace: Workplace, now: Reader) -> None:
    """It stays in the whole list."""
    decide(workplace, "bring more kits", "kits")
    set_status(workplace.engine, 1, "done", now=LATER, by="AB")

    assert as_records(decisions.decisions_table(now, only_open=True)) == []
    assert [row["status"] for row in as_records(decisions.decisions_table(now))] == ["done"]


def test_the_meetings_are_listed(now: Reader) -> None:
    """With the moment on the programme's own clocks."""
    [row] = as_records(meetings_table(now))

    assert (row["number"], row["about"], row["taken"], row["standing"]) == (
        1,
        "September 2026",
        "2026-10-08 12:00",
        "in force",
    )


def test_the_slides_of_a_shared_deck_hold_shared_frames_alone(workplace: Workplace, now: Reader) -> None:
    """And the internal ones say more."""
    decide(workplace, "bring more kits", "kits")
    shared, internal = (meeting_slides(now, OCTOBER, audience) for audience in (Audience.SHARED, Audience.INTERNAL))

    assert {one.audience for slide in shared for one in slide.released} == {Audience.SHARED}
    assert {one.audience for slide in internal for one in slide.released} == {Audience.INTERNAL}
    assert shared.further[0].title == "Since meeting 1 of 8 October 2026: 3 kits in new months, 2 old months moved"
    assert "Kent" not in " ".join(sentence for slide in shared.questions for sentence in slide.sentences)
    assert shared.decisions[0].title == "One decision is still open"
