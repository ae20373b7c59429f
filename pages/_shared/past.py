"""The History page: choose a load, see what it was and what it changed, undo it, and look back to a past day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import streamlit as st

from pages._shared import data, reader
from pages._shared.downloads import offer_downloads
from pages._shared.escaping import plain
from pages._shared.filters import in_short
from pages._shared.initials import ask_initials, by_whom
from pages._shared.show import show_metrics, show_table
from rorf_data.answers.history import KIND_WORDS
from rorf_data.disclosure.release import Released
from rorf_data.errors import RorfDataError
from rorf_data.exports.plain import as_records
from rorf_data.model import in_words
from rorf_data.store.undo import UndoReport

SAMPLE = (
    "This is the history of the invented sample data, in which nothing can be undone. "
    "Your own begins with the first file that you load."
)
ALL_KINDS, ALL_SOURCES = "Everything", "All sources"
SHOWN = ("load_id", "loaded_at", "kind", "file", "standing", "read", "new", "changed", "held", "refused", "gone")
SHOWN_LAST = ("months_restated", "source", "loaded_by", "sha256")
SHORT_HASH = 10
WIDTHS = {"file": 280, "standing": 210}
ROW_HEIGHT, MOST_ROWS = 35, 12
COUNTS = ("read", "new", "changed", "unchanged", "held", "refused", "gone")
COUNTS_OF_UNDOING = {"new": "Records brought back", "gone": "Records taken away"}
MOST_MONTHS = 12

Load = dict[str, Any]


def ask_load(loads: Released) -> Load | None:
    """The loads, as many as the filters leave, and the one that the page turns to; None while none is chosen."""
    everything = as_records(loads)
    kind, source, words = _ask_filters(everything)
    left = [load for load in everything if _is_wanted(load, kind, source, words)]
    _show_loads(loads, left)
    return _ask_one(everything, left)


def show_load(load: Load, labels: dict[str, str]) -> None:
    """What one load was, the counts of its rows, the earlier months that it changed, and the notes on its rows."""
    number = int(load["load_id"])
    st.header(f"Load {plain(_name(load))}", anchor=False)
    st.markdown(" · ".join(_particulars(load)))
    _show_counts(load, labels)
    if load["left_out_columns"]:
        st.caption(f"Columns of which nothing is stored: {plain(load['left_out_columns'])}.")
    restated = data.load_restatements(number)
    if restated.frame.empty:
        st.caption("It changed no month that was on record before it.")
    else:
        show_table(restated, key="history_restated", title="Earlier months that it changed")
    issues = data.load_issues(number)
    if not issues.frame.empty:
        show_table(issues, key="history_issues", title="Notes on its rows")


def ask_to_undo(load: Load) -> None:
    """The button that undoes a load, whole, after it was said what that would do."""
    number, is_asked = int(load["load_id"]), st.session_state.get("undo_asked") == int(load["load_id"])
    if reader.current().is_sample:
        return
    if told := st.session_state.pop("undo_told", ""):
        st.success(told)
    if "undone by" in load["standing"]:
        if is_asked:
            del st.session_state["undo_asked"]
            st.warning(f"In the meantime somebody else has undone load {number}; nothing was done twice.")
        st.caption(f"This load is {load['standing']}. Open that one to undo the undoing.")
        return
    if is_asked:
        _confirm(load)
    else:
        st.button("Undo this load …", key="undo_ask", on_click=_ask_about, args=(number,))


def ask_day() -> date | None:
    """The past day at whose end the figures are looked at; None while none is chosen."""
    first = reader.current().first_load_day()
    day: date | None = st.date_input(
        "Figures as of the end of", value=None, min_value=first, max_value=reader.today(), key="as_of",
        bind="query-params", width=220,
    )  # fmt: skip
    return day


def show_past(day: date) -> None:
    """The newest month of that day as it stood then and as it stands now, and every figure that has changed since."""
    moment = _end_of(day)
    if moment is None:
        return
    show_metrics(data.month_then_and_now(moment), key="history_then")
    changed = data.changed_since(moment)
    if changed.frame.empty:
        st.info(f"No figure of any month has changed since {in_words(day)}.")
    else:
        show_table(changed, key="history_changed")


def _end_of(day: date) -> datetime | None:
    try:
        return reader.current().at_the_end_of(day).as_of
    except RorfDataError as problem:
        st.warning(str(problem))
        return None


def _ask_filters(loads: Sequence[Load]) -> tuple[str, str, str]:
    kinds = [ALL_KINDS, *(word for word in KIND_WORDS.values() if any(load["kind"] == word for load in loads))]
    sources = [ALL_SOURCES, *sorted({load["source"] for load in loads})]
    with st.container(horizontal=True, vertical_alignment="bottom", key="history_filters"):
        kind = st.selectbox("What it was", kinds, key="history_kind", bind="query-params", width=200)
        source = st.selectbox("Source", sources, key="history_source", bind="query-params", width=240)
        words = st.text_input(
            "Search", key="history_words", bind="query-params", placeholder="File, person or note", width=260
        )
    return kind, source, words or ""


def _is_wanted(load: Load, kind: str, source: str, words: str) -> bool:
    if kind not in (ALL_KINDS, load["kind"]) or source not in (ALL_SOURCES, load["source"]):
        return False
    text = " ".join(str(load[name]) for name in ("load_id", "file", "loaded_by", "note", "sha256", "loaded_at"))
    return all(word in text.casefold() for word in words.casefold().split())


def _show_loads(loads: Released, left: Sequence[Load]) -> None:
    """The table of the loads that are left; a click on a row opens that load, and is let go of again."""
    turn = st.session_state.setdefault("history_turn", 0)
    labels = loads.about.labels
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f"{len(left)} of {len(loads.frame)} loads, newest first. The files to download hold all of them.")
        offer_downloads(loads, key="history_loads")
    if not left:
        st.info("No load fits these filters.")
        return
    columns = [name for name in (*SHOWN, *SHOWN_LAST) if name in labels]
    st.container(key="history_loads_block").dataframe(
        {labels[name]: [_cell(name, load[name]) for load in left] for name in columns},
        hide_index=True,
        height=ROW_HEIGHT * (min(len(left), MOST_ROWS) + 1) + 3,
        column_config={labels[name]: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()},
        on_select=lambda: _take_click(turn, [_name(load) for load in left]),
        selection_mode="single-row",
        key=f"history_rows_{turn}",
        alt=f"History of loads: a table of {len(left)} rows.",
    )


def _ask_one(everything: Sequence[Load], left: Sequence[Load]) -> Load | None:
    """The load that is opened: one of those that the filters leave, or the one that a link or a click has opened."""
    by_name = {_name(load): load for load in everything}
    _take_number_from_address({str(load["load_id"]): name for name, load in by_name.items()})
    opened = st.session_state.get("opened")
    names = [name for name, load in by_name.items() if load in left or name == opened]
    chosen = st.selectbox(
        "Open a load",
        names,
        index=None,
        key="opened",
        bind="query-params",
        placeholder="Choose a load here or in the table",
        width=480,
    )
    return by_name.get(chosen or "")


def _take_number_from_address(names: dict[str, str]) -> None:
    """A link may name a load by its number alone."""
    asked = st.query_params.get("opened", "")
    if asked in names:
        st.query_params["opened"] = names[asked]
        st.rerun()
    if asked and asked not in names.values():
        st.warning(f"The link asks for load “{in_short(asked)}”, which is not on record.")


def _cell(name: str, value: Any) -> Any:
    return str(value)[:SHORT_HASH] if name == "sha256" else value


def _take_click(turn: int, names: Sequence[str]) -> None:
    for row in st.session_state[f"history_rows_{turn}"].selection.rows:
        st.session_state["opened"] = names[row]
        st.session_state["history_turn"] = turn + 1


def _name(load: Load) -> str:
    return f"{load['load_id']}: {load['kind']}, {load['file']}"


def _particulars(load: Load) -> list[str]:
    words = [f"**{load['standing'].capitalize()}**", f"{load['loaded_at']} by {plain(load['loaded_by'])}"]
    words.append(f"{load['feed']} ({plain(load['source'])})")
    if load["sha256"]:
        words.append(f"SHA-256 {load['sha256'][:SHORT_HASH]}…")
    return [*words, plain(load["note"])] if load["note"] else words


def _show_counts(load: Load, labels: dict[str, str]) -> None:
    is_undoing = load["kind"] == KIND_WORDS["undo"]
    titles = COUNTS_OF_UNDOING if is_undoing else {name: labels[name] for name in COUNTS if load["read"] or load[name]}
    with st.container(horizontal=True, key="history_counts"):
        for name, title in titles.items():
            st.metric(title, f"{load[name]:,}", width=150)


def _ask_about(number: int) -> None:
    st.session_state["undo_asked"] = number


def _leave() -> None:
    del st.session_state["undo_asked"]


def _confirm(load: Load) -> None:
    """What undoing would do, tried on the data as they stand, and the two ways to go on."""
    number = int(load["load_id"])
    with st.container(border=True, key="undo_confirm"):
        try:
            tried = reader.own().undo(number, by=by_whom(), dry_run=True)
        except RorfDataError as problem:
            st.warning(str(problem))
            return
        st.markdown(f"**Undo load {number}?** {_what_would_happen(tried)}")
        st.caption(
            "What later files say of the same records stays. The load remains in this history, "
            "and the undoing is a load of its own that can be undone as well."
        )
        ask_initials(key="initials_undo")
        with st.container(horizontal=True):
            if st.button(f"Undo load {number}", key="undo_do"):
                _undo(number)
            st.button("Leave it as it is", key="undo_leave", on_click=_leave)


def _undo(number: int) -> None:
    """Undo it and draw the page anew with what was done; say in words why where it can't be."""
    try:
        done = reader.own().undo(number, by=by_whom())
    except RorfDataError as problem:
        st.warning(str(problem))
        return
    del st.session_state["undo_asked"]
    st.session_state["undo_told"] = (
        f"Load {number} is undone: {_records(done.taken_back)} taken away, {done.brought_back:,} brought back. "
        f"The undoing is load {done.load_id}; every page shows the figures without load {number}."
    )
    data.forget()
    st.rerun()


def _what_would_happen(tried: UndoReport) -> str:
    said = f"{_records(tried.taken_back)} would be taken away and {tried.brought_back:,} brought back."
    if not tried.months:
        return f"{said} No figure of a month would change."
    months = [f"{month:%b %Y}" for month in tried.months]
    listed = ", ".join(months[-MOST_MONTHS:])
    earlier = f" and {len(months) - MOST_MONTHS} earlier ones" if len(months) > MOST_MONTHS else ""
    return f"{said} Figures would change in {listed}{earlier}."


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"
