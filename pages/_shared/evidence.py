"""What the page for grants asks and shows: funder, period and chart, the statement, and the check of a claim."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages._shared import data, reader
from pages._shared.choices import tell_if_impossible
from pages._shared.escaping import plain
from pages._shared.filters import ask_filters
from pages._shared.initials import ask_initials, by_whom
from pages._shared.show import show_figure
from pages._shared.words import READABLE
from rorf_data.answers.reader import Reader
from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.exports.browser import has_browser
from rorf_data.exports.taking import log_taken
from rorf_data.meetings.claims import LONGEST_TEXT, check_claims
from rorf_data.meetings.evidence import ChartKind, evidence_chart, evidence_pack
from rorf_data.meetings.need_statement import Statement, need_statement
from rorf_data.meetings.presets import Preset, find_presets_file, read_presets
from rorf_data.model import Filters
from rorf_data.workplace import utc_now

KEPT = 60
CHARTS: dict[str, ChartKind] = {
    "By town": "towns",
    "By month": "months",
    "By year": "years",
    "Overdose calls by year": "calls",
    "Requests by year": "requests",
}
MIME = {"txt": "text/plain", "zip": "application/zip"}
WORKING = "Working out what may leave the programme …"
ABOUT = """
A paragraph whose every figure is computed, cited and bounded, and a chart with its data, for whoever asks for money.
All of it may be passed on: small numbers are hidden. The funders are examples of usual kinds; a file of your own
(`funders.toml`) adds yours.
"""
ABOUT_CLAIMS = """
Type a sentence that you would like to write. What no record here can bear is named, with a sentence that they do bear.
Only words are read, so a claim can be missed: what isn't refused is not thereby true. Nothing that is typed here is
kept.
"""
NOTHING_REFUSED = (
    "None of the words that are known to say too much. Whether the sentence is true, and its figures are those above, "
    "is for you to see."
)
WRITTEN_DOWN = "Who takes a file away, and when, is written down in History."
NO_PICTURES = (
    "There is neither Chromium nor Chrome on the machine that serves the dashboard, so the pack comes without PNG and "
    "SVG; the slide and the workbook in it hold the same chart."
)


def ask_preset() -> Preset:
    """Which funder it is for."""
    presets = {preset.name: preset for preset in read_presets(find_presets_file(reader.own().places))}
    tell_if_impossible("funder", presets)
    name = st.selectbox("Funder", list(presets), key="funder", bind="query-params", width=300)
    return presets[name]


def ask_period(preset: Preset) -> Filters:
    """The funder's period, with the towns of the filter bar; every preset's years have a choice of their own."""
    periods = preset.periods(data.newest_month())
    key = f"grant_{preset.fiscal_year.lower()}"
    tell_if_impossible(key, periods)
    name = st.selectbox("Period", list(periods), key=key, bind="query-params", width=400)
    return Filters(periods[name], ask_filters().towns)


def ask_chart() -> ChartKind:
    """Which chart goes into the pack."""
    tell_if_impossible("evidence_chart", CHARTS)
    name = st.selectbox("Chart", list(CHARTS), key="evidence_chart", bind="query-params", width=240)
    return CHARTS[name]


def statement_of(chosen: Filters, preset: Preset) -> Statement:
    """The need statement; the first look at a new state of the data takes some seconds."""
    asking = data.reader_for_files()
    with st.spinner(WORKING):
        return _statement(reader.version(asking), chosen, preset, asking)


def show_chart(chosen: Filters, preset: Preset, kind: ChartKind) -> None:
    """The chart of the pack, drawn of what may be shared."""
    asking = data.reader_for_files()
    with st.spinner(WORKING):
        chart = _chart(reader.version(asking), chosen, preset, kind, asking)
    show_figure(chart, key="evidence_figure", title=chart.title)


def show_statement(statement: Statement) -> None:
    """The paragraph with its length, its sources, its limits and what it doesn't say."""
    with st.container(key="statement", width=READABLE):
        st.header("Need statement", anchor=False)
        with st.container(border=True):
            st.markdown(plain(statement.text))
        st.caption(f"{statement.length_in_words[0].upper()}{statement.length_in_words[1:]}.")
        st.markdown("  \n".join(f"\\[{place}\\] {plain(said)}" for place, said in enumerate(statement.citations, 1)))
        if statement.left_out:
            with st.expander(f"Not said ({len(statement.left_out)})", key="statement_left_out"):
                st.markdown("\n".join(f"- {plain(f'{one.what}: {one.why}.')}" for one in statement.left_out))
        with st.expander("Limits", key="statement_limits"):
            st.markdown("\n".join(f"- {plain(limit)}" for limit in statement.limits))


def show_check_of_claims(statement: Statement) -> None:
    """A box for a claim, and what is to be said of it."""
    with st.container(key="claims", width=READABLE):
        st.header("Does the record bear it?", anchor=False)
        st.markdown(ABOUT_CLAIMS)
        claim = st.text_area("Your sentence", key="claim", max_chars=LONGEST_TEXT, height=90)
        if not claim.strip():
            return
        refusals = check_claims(claim, statement.bearing)
        for refusal in refusals:
            st.warning(plain(f"“{refusal.words}” ({refusal.rule}): {refusal.reason}"))
        for offer in dict.fromkeys(refusal.offer for refusal in refusals if refusal.offer):
            st.info(plain(f"What can be said: {offer}"))
        if not refusals:
            st.success(NOTHING_REFUSED)


def show_downloads(statement: Statement, chosen: Filters, preset: Preset, kind: ChartKind) -> None:
    """The statement as text and the pack as one zip; each is made at the click, and written down."""
    with st.container(key="evidence_downloads", width=READABLE):
        ask_initials(key="evidence_initials")
        with st.container(horizontal=True):
            _download(
                "Statement (TXT)", _text_maker(statement), "need-statement.txt", "text/plain", key="statement_txt"
            )
            _download(
                "Evidence pack (ZIP)", _pack_maker(chosen, preset, kind), _pack_name(), "application/zip", key="pack"
            )
        st.caption(" ".join([WRITTEN_DOWN, *([] if has_browser() else [NO_PICTURES])]))


def _download(label: str, make: Callable[[], bytes], name: str, mime: str, *, key: str) -> None:
    st.download_button(label, make, file_name=name, mime=mime, key=key, on_click="ignore", icon=":material/download:")


def _pack_name() -> str:
    return f"{'sample_' if reader.current().is_sample else ''}evidence-pack.zip"


def _text_maker(statement: Statement) -> Callable[[], bytes]:
    asking, by = data.reader_for_files(), by_whom()

    def make() -> bytes:
        content = statement.whole().encode()
        _log(asking, content, statement.frames, form="txt", by=by, title="Need statement")
        return content

    return make


def _pack_maker(chosen: Filters, preset: Preset, kind: ChartKind) -> Callable[[], bytes]:
    asking, by = data.reader_for_files(), by_whom()

    def make() -> bytes:
        pack = evidence_pack(asking, chosen, preset, kind)
        _log(asking, pack.content, pack.frames, form="zip", by=by, title="Evidence pack")
        return pack.content

    return make


def _log(asking: Reader, content: bytes, frames: tuple[Released, ...], *, form: str, by: str, title: str) -> None:
    log_taken(asking, content, frames, form=form, by=by, now=utc_now(), title=title)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _statement(version: str, chosen: Filters, preset: Preset, _asking: Reader) -> Statement:
    return need_statement(_asking, chosen, preset)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _chart(version: str, chosen: Filters, preset: Preset, kind: ChartKind, _asking: Reader) -> Chart:
    return evidence_chart(_asking, chosen, preset, kind)
