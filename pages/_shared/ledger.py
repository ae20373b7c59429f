"""The Reporting page: how a month stands in a line, and what staff can keep: nothing to report, what is expected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from pages._shared import data, reader
from pages._shared.initials import ask_initials, by_whom
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.reporting import RHYTHMS, expectations_in_force, ledger, months_over
from rorf_data.disclosure.release import Released
from rorf_data.errors import RorfDataError
from rorf_data.measures.reporting import ASSUMED_DUE_DAYS
from rorf_data.model import Feed, add_months
from rorf_data.store.ledger import (
    LONGEST_DUE,
    Expectation,
    Reporter,
    declare_nothing,
    months_in_words,
    new_agency,
    set_expected,
)
from rorf_data.workplace import utc_now

CHOICES = {"12 months": 12, "24 months": 24}
SAMPLE = (
    "These are the reports of invented agencies. With the first file of your own that is loaded you can keep here what "
    "each agency is expected to send, and for which months it had nothing to report."
)
NEW = "An agency that never sent anything …"
GOES_ON = "It goes on"
FIRST_YEARS, LAST_YEARS = 5, 3
"""How many years back a report can be expected from, and how many years on it can be expected until."""


def is_sample() -> bool:
    """Whether what is shown is the sample's, of which nothing can be changed."""
    return reader.current().is_sample


def ask_months() -> int:
    """How many of the newest months that are over are shown."""
    chosen = st.segmented_control(
        "Shown are the last", list(CHOICES), default="12 months", required=True, key="months", bind="query-params"
    )
    return CHOICES.get(chosen or "", 12)


def show_what_was_kept() -> None:
    """What was kept just before the page was drawn anew."""
    if told := st.session_state.pop("ledger_told", ""):
        st.success(told)


def show_summary(by_month: Released) -> None:
    """How the newest month stands, in one sentence."""
    newest = by_month.frame.iloc[0]
    st.markdown(f"**{newest['month']}:** {newest['in_words']}")


def ask_nothing() -> None:
    """The form by which a month counts as reported with nothing in it."""
    with st.container(border=True, key="nothing_form"):
        st.header("Nothing to report", anchor=False)
        st.caption("An agency that left no kit in a month says so, and the month counts as 0 instead of missing.")
        reporters = {_called(one.reporter): one.reporter for one in _in_force()}
        name = st.selectbox("Who", list(reporters), index=None, key="nothing_who", placeholder="Choose who")
        if name is None:
            return
        months = {f"{month:%B %Y}": month for month in _missing_months(reporters[name])}
        if not months:
            st.info("Every month of the last two years is on record already.")
            return
        chosen = st.multiselect(
            "Months with nothing to report", list(months), key=f"nothing_months_{name}", placeholder="Choose months"
        )
        ask_initials(key="initials_nothing")
        if st.button("Keep that there is nothing to report", key="nothing_keep", disabled=not chosen):
            _keep(lambda: _declare(reporters[name], sorted(months[month] for month in chosen)))


def ask_expected() -> None:
    """The form by which a person says how often somebody reports, by when, from when and until when."""
    with st.container(border=True, key="expected_form"):
        st.header("What is expected", anchor=False)
        st.caption("Set how often a report comes and by when; quarters and years count from the first month.")
        known = {_called(one.reporter): one for one in _in_force()}
        name = st.selectbox("Of whom", [*known, NEW], index=None, key="expected_who", placeholder="Choose who")
        if name is None:
            return
        written = st.text_input("Name of the agency", max_chars=100, key="expected_name") if name == NEW else ""
        asked = _ask_rhythm(known.get(name) or _unnamed(), key=name)
        ask_initials(key="initials_expected")
        if st.button("Keep what is expected", key="expected_keep", disabled=name == NEW and not written.strip()):
            _keep(lambda: _expect(asked, written))


def _ask_rhythm(now: Expectation, *, key: str) -> Expectation:
    """The expectation as the person leaves it, beginning with what is in force."""
    rhythms, today = list(RHYTHMS), reader.today().replace(day=1)
    every = st.selectbox(
        "How often", rhythms, rhythms.index(now.every_months), format_func=_rhythm, key=f"expected_every_{key}"
    )
    due = st.number_input("Days after the end until it is due", 0, LONGEST_DUE, now.due_days, key=f"expected_due_{key}")
    firsts = _months_between(min(now.first_month, add_months(today, -12 * FIRST_YEARS)), add_months(today, 12))
    first = st.selectbox("From", firsts, firsts.index(now.first_month), format_func=_month, key=f"expected_from_{key}")
    lasts = [None, *_months_between(first, add_months(today, 12 * LAST_YEARS))]
    place = lasts.index(now.last_month) if now.last_month in lasts else 0
    last = st.selectbox("Until", lasts, place, format_func=_month, key=f"expected_until_{key}_{first}")
    return replace(now, every_months=every, due_days=int(due), first_month=first, last_month=last)


def _declare(reporter: Reporter, months: list[date]) -> str:
    number = declare_nothing(
        reader.own().engine,
        reporter.feed,
        reporter.source,
        reporter.agency,
        months,
        now=utc_now(),
        today=reader.today(),
        by=by_whom(),
    )
    return (
        f"“{reporter.name}” has nothing to report for {months_in_words(months)}. "
        f"This is load {number}; the page History can undo it."
    )


def _expect(asked: Expectation, written: str) -> str:
    reporter = new_agency(Feed.DISTRIBUTIONS, written) if written else asked.reporter
    set_expected(reader.own().engine, replace(asked, reporter=reporter), now=utc_now(), by=by_whom())
    return f"What is expected of “{reporter.name}” is kept."


def _keep(act: Callable[[], str]) -> None:
    """Do it and draw the page anew with what was kept; say in words why where it can't be."""
    try:
        st.session_state["ledger_told"] = act()
    except RorfDataError as problem:
        st.warning(str(problem))
        return
    data.forget()
    st.rerun()


def _in_force() -> list[Expectation]:
    with reader.own().engine.connect() as connection:
        return expectations_in_force(connection)


def _missing_months(reporter: Reporter) -> list[date]:
    """The months of the last two years that are not on record for a reporter, newest first."""
    own = reader.own().reader()
    with own.connect() as connection:
        reports = ledger(own, connection, months_over(own, 24), [reporter.feed])
    return [report.month for report in reports if report.reporter == reporter and not report.is_in]


def _unnamed() -> Expectation:
    """What is offered first for an agency that is new here: monthly from this month on."""
    return Expectation(Reporter(Feed.DISTRIBUTIONS, "", ""), 1, ASSUMED_DUE_DAYS, reader.today().replace(day=1))


def _months_between(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, step) for step in range(count)]


def _called(reporter: Reporter) -> str:
    return f"{reporter.name} ({FEED_WORDS[reporter.feed].lower()})"


def _rhythm(every: int) -> str:
    return RHYTHMS[every][0].upper() + RHYTHMS[every][1:]


def _month(month: date | None) -> str:
    return GOES_ON if month is None else f"{month:%B %Y}"
