"""The Meeting page: which meeting, what changed since the one before, questions, decisions, and the snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from pages._shared import data, reader
from pages._shared.escaping import plain
from pages._shared.initials import ask_initials, by_whom
from pages._shared.meeting_files import offer_files
from pages._shared.show import show_table
from rorf_data.answers import agenda, decisions, meeting_changes, meetings
from rorf_data.answers.agenda import Question
from rorf_data.answers.decisions import WORDS_OF_MEASURES
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.errors import RorfDataError
from rorf_data.model import Period, add_months, in_words
from rorf_data.store.decisions import LONGEST_WORDS, MONTHS_AHEAD, STATUSES, add_decision, set_status
from rorf_data.store.kept import Memory
from rorf_data.store.meetings import LONGEST_NOTE, Meeting, load_meetings, withdraw_meeting
from rorf_data.store.typed_words import ROLES
from rorf_data.towns import gazetteer
from rorf_data.workplace import utc_now

Asked = ParamSpec("Asked")

ABOUT = """
The slides for the monthly meeting, and what is worth talking about. Taking a snapshot keeps the figures of a meeting
under a number: the next meeting opens on what changed since, and any past deck can be made again, exactly.
"""
NOW = "The next meeting, figures of now"
SAMPLE = (
    "A snapshot and decisions can be kept once a file of your own is loaded; these figures are the invented sample’s."
)
NO_MEETING_YET = "No snapshot has been taken yet. The meeting after the first one opens on what changed since."
NO_QUESTION = (
    "No rule poses a question: no calls without a kit recorded, no late report, no long wait, nothing expiring."
)
INSIDE = "Stays inside the programme; a deck to share leaves this question out."
MAY_LEAVE = "May stand in a deck that is shared."
MONTHS_OFFERED, KEPT = 24, 40
TOLD, TURN = "meeting_told", "meeting_turn"


def show_what_was_done() -> None:
    """What was kept just before the page was drawn anew."""
    if told := st.session_state.pop(TOLD, ""):
        st.success(told)


def ask_meeting() -> Meeting | None:
    """A past meeting, whose figures are shown as they stood; None for the next one."""
    with reader.current().engine.connect() as connection:
        kept = {_name(one): one for one in load_meetings(connection)}
    chosen = st.selectbox("Meeting", [NOW, *kept], key="meeting", bind="query-params", width=400)
    return kept.get(chosen or NOW)


def ask_month(chosen: Meeting | None) -> Period | None:
    """The month that the meeting is about: that of a past one, or one of the newest that are over and on record."""
    if chosen is not None:
        return meetings.month_of_meeting(chosen)
    newest = reader.newest_full_month()
    if not reader.current().first_load_day():
        return None
    months = {f"{month:%B %Y}": month for month in (add_months(newest, -back) for back in range(MONTHS_OFFERED))}
    name = st.selectbox("Month", list(months), key="meeting_month", bind="query-params", width=200)
    return Period.of_month(months[name])


def offer_deck(chosen: Meeting | None, month: Period) -> None:
    """The button that makes the deck, and the files once they are made."""
    offer_files(_reader(chosen), month, chosen)


def show_changes(chosen: Meeting | None) -> None:
    """New months, old months that moved, by whom, and who has not reported."""
    before, number = _before(chosen), chosen.number if chosen else 0
    st.header("What changed since the last meeting", anchor=False)
    if before is None:
        st.info(NO_MEETING_YET)
    else:
        st.caption(f"Since m{_name(before)[1:]}.")
        _show_tables(before, number)
    missing = missing_reports(number)
    if missing.frame.empty:
        st.info("Every report that is due is in.")
    else:
        show_table(missing, key="meeting_missing", title="Who has not reported")


def show_questions(chosen: Meeting | None, month: Period) -> None:
    """The questions, each of which opens its rows."""
    asking = _reader(chosen)
    st.header("Questions for the agenda", anchor=False)
    found = _agenda(reader.version(asking), chosen.number if chosen else 0, month, asking)
    if not found:
        st.info(NO_QUESTION)
    for place, question in enumerate(found, 1):
        with st.expander(f"{place}. {plain(question.words)}", key=f"meeting_question_{place}"):
            st.caption(MAY_LEAVE if question.may_be_shared else INSIDE)
            show_table(question.rows, key=f"meeting_rows_{place}", title="The rows behind it")


def show_decisions() -> None:
    """What was decided, with its measure then and now, and the forms to add one and to say how one stands."""
    found = decisions_table()
    st.header("Decisions and actions", anchor=False)
    if found.frame.empty:
        st.info("No decision is kept yet.")
    else:
        show_table(found, key="meeting_decisions", title="Each beside its measure")
    if reader.current().is_sample:
        return
    newest = meetings.meeting_before(reader.current())
    if newest is None:
        st.caption("Decisions belong to a meeting: take its snapshot first.")
        return
    add_side, close_side = st.columns(2, gap="large")
    with add_side:
        _ask_decision(newest)
    if not found.frame.empty:
        with close_side:
            _ask_status(found)


def ask_snapshot(chosen: Meeting | None, month: Period) -> None:
    """The form that takes a snapshot, the one that withdraws one, and all that are on record."""
    st.header("Snapshots", anchor=False)
    listed = meetings_table()
    if reader.current().is_sample:
        st.info(SAMPLE)
        return
    take_side, withdraw_side = st.columns(2, gap="large")
    if chosen is None:
        with take_side:
            _ask_to_take(month)
    elif not chosen.is_withdrawn:
        with withdraw_side:
            _ask_to_withdraw(chosen)
    if not listed.frame.empty:
        show_table(listed, key="meeting_list", title="Meetings on record")


def _show_tables(before: Meeting, number: int) -> None:
    new = new_months(number, before.number)
    moved = old_months_moved(number, before.number)
    if new.frame.empty and moved.frame.empty:
        st.info("No month is new since, and no figure of an old one has changed.")
        return
    if not new.frame.empty:
        show_table(new, key="meeting_new", title="New months")
        with st.expander("The new months by town", key="meeting_by_town"):
            show_table(new_by_town(number, before.number), key="meeting_new_by_town", title="By town")
    if not moved.frame.empty:
        show_table(moved, key="meeting_moved", title="Old months that moved")
        show_table(rows_by_agency(number, before.number), key="meeting_rows", title="By agency")


def _ask_decision(newest: Meeting) -> None:
    turn = st.session_state.setdefault(TURN, 0)
    with st.container(border=True, key="decision_form"):
        st.subheader(f"Decided at meeting {newest.number}", anchor=False)
        words = st.text_input("Decision", max_chars=LONGEST_WORDS, key=f"decision_words_{turn}",
                              placeholder="two boxes of kits for the firehouse")  # fmt: skip
        measure = st.selectbox("Seen by", list(WORDS_OF_MEASURES), format_func=WORDS_OF_MEASURES.__getitem__,
                               key=f"decision_measure_{turn}")  # fmt: skip
        towns = st.multiselect("Towns (all members without any)", reader.settings().member_towns(),
                               key=f"decision_towns_{turn}")  # fmt: skip
        role = st.selectbox("Who sees to it (a role)", ROLES, index=None, accept_new_options=True,
                            key=f"decision_role_{turn}", placeholder="Choose or type a role")  # fmt: skip
        due = st.date_input("Due on (optional)", None, min_value=newest.held_on,
                            max_value=add_months(newest.held_on, MONTHS_AHEAD), key=f"decision_due_{turn}")  # fmt: skip
        ask_initials(key="decision_initials")
        if st.button("Keep this decision", key="decision_keep", disabled=not (words.strip() and role)):
            codes = [gazetteer.code_of(name) for name in towns]
            _act(
                lambda: add_decision(reader.own().engine, words, meeting=newest.number, measure=measure,
                                     towns=codes, owner_role=role or "", due_on=due, now=utc_now(), by=by_whom()),
                f"The decision is kept with meeting {newest.number}.",
            )  # fmt: skip


def _ask_status(found: Released) -> None:
    rows = found.frame.to_dict("records")
    named = {f"{row['decision_id']}: {row['decision']} ({row['status']})": int(row["decision_id"]) for row in rows}
    with st.container(border=True, key="decision_status"):
        st.subheader("How a decision stands", anchor=False)
        chosen = st.selectbox("Decision", list(named), index=None, key="decision_chosen", placeholder="Choose one")
        status = st.segmented_control("It is", STATUSES, key="decision_is", default="done")
        if st.button("Keep", key="decision_say", disabled=not (chosen and status)) and chosen and status:
            number = named[chosen]
            _act(
                lambda: set_status(reader.own().engine, number, status, now=utc_now(), by=by_whom()),
                f"Decision {number} is {status}.",
            )


def _ask_to_take(month: Period) -> None:
    with st.container(border=True, key="snapshot_form"):
        st.subheader("Take the snapshot", anchor=False)
        st.caption(f"It keeps the figures as they stand now, for a meeting about {month}, with what of them may leave.")
        held = st.date_input("Held on", reader.today(), min_value=_first_day(month),
                             max_value=reader.today(), key="snapshot_held")  # fmt: skip
        note = st.text_input("Note (optional)", max_chars=LONGEST_NOTE, key="snapshot_note")
        ask_initials(key="snapshot_initials")
        if st.button("Take the snapshot", key="snapshot_take", type="primary"):
            with st.spinner("Working out what may leave …"):
                _act(
                    lambda: meetings.take_meeting(data.reader_for_files(), month=month, held_on=held, note=note,
                                                  now=utc_now(), by=by_whom()),
                    f"The snapshot of the meeting about {month} is kept.",
                )  # fmt: skip


def _ask_to_withdraw(chosen: Meeting) -> None:
    with st.container(border=True, key="snapshot_withdrawal"):
        st.subheader("Taken by mistake?", anchor=False)
        st.caption("It stays on record and can be looked at; the next meeting compares with the one before it.")
        if st.button(f"Withdraw the snapshot of meeting {chosen.number}", key="snapshot_withdraw"):
            _act(
                lambda: withdraw_meeting(reader.own().engine, chosen.number, now=utc_now(), by=by_whom()),
                f"The snapshot of meeting {chosen.number} is withdrawn.",
            )


def _act(act: Callable[[], object], told: str) -> None:
    """Do it and draw the page anew with what was done; say in words why where it can't be."""
    try:
        act()
    except RorfDataError as problem:
        st.warning(str(problem))
        return
    st.session_state[TOLD] = told
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    data.forget()
    st.rerun()


def _first_day(month: Period) -> date:
    return month.last + timedelta(days=1)


def _name(meeting: Meeting) -> str:
    withdrawn = ", withdrawn" if meeting.is_withdrawn else ""
    return f"Meeting {meeting.number}, {in_words(meeting.held_on)}, about {meeting.month:%B %Y}{withdrawn}"


def _reader(chosen: Meeting | None) -> Reader:
    """Who reads the figures of a past meeting, or those of now."""
    now = data.reader_for_files()
    return now if chosen is None else replace(meetings.reader_of_meeting(now, chosen.number), memory=Memory())


def _before(chosen: Meeting | None) -> Meeting | None:
    return meetings.meeting_before(_reader(chosen))


def _of_meeting(
    ask: Callable[Concatenate[Reader, Asked], Released],
) -> Callable[Concatenate[int, Asked], Released]:
    """The answer as of a meeting (0: of now), asked once for each state of the data."""

    @wraps(ask)
    def asked(now: Reader, number: int, /, *question: Asked.args, **details: Asked.kwargs) -> Released:
        return ask(meetings.reader_of_meeting(now, number) if number else now, *question, **details)

    asked.__qualname__ = f"of_meeting.{ask.__qualname__}"
    return data.cached(asked)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _agenda(version: str, number: int, month: Period, _asking: Reader) -> tuple[Question, ...]:
    return agenda.agenda(_asking, month)


new_months = _of_meeting(meeting_changes.new_months)
new_by_town = _of_meeting(meeting_changes.new_by_town)
old_months_moved = _of_meeting(meeting_changes.old_months_moved)
rows_by_agency = _of_meeting(meeting_changes.rows_by_agency)
missing_reports = _of_meeting(meeting_changes.missing_reports)
decisions_table = data.cached(decisions.decisions_table)
meetings_table = data.cached(meetings.meetings_table)
