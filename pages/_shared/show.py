"""How a figure, a map, a table or headline numbers are shown, each with its words, its table and its downloads."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages._shared.downloads import offer_downloads
from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.maps import SmoothedMap, TownMap
from rorf_data.palette import Look
from rorf_data.wording import HIDDEN, rows_of

NO_RECORD = "no record"
NOT_KNOWN = "not known"
NOTHING = "–"
SAID_ABOVE = "The list of member towns is not confirmed."
"""A note that every file carries; on a page the header says it once."""

NOTHING_IN_WORDS = (
    "– stands where there is no record, or nothing to measure: no call, no delivery, nobody waiting, nothing due, not "
    "linked, too few for a rate."
)
DOLLARS = ", dollars"
MAP_HEIGHT = 520
ROW_HEIGHT = 35
MOST_ROWS = 24
NOT_FOR_READING = (
    *("month_start", "period_start", "town_code", "median_delay_days", "p90_delay_days"),
    *("expected_count", "per_1000", "per_1000_low", "per_1000_high"),
    *("chance_share", "latitude", "longitude"),
    *("wait_half_low_days", "wait_half_high_days", "wait_nine_low_days", "wait_nine_high_days"),
)
"""Columns that are for charts and files; people read the name or the words beside them."""

NOT_ALWAYS_THERE = (
    *("dollars_per_kit", "median_days", "p90_days", "oldest_wait_days", "kits_per_call", "kits_per_1000"),
    *("last_12_months", "change_12_months", "kit_left_calls", "kit_refused_calls", "no_kit_recorded_calls"),
    *("eligible_kit_left_calls", "eligible_kit_refused_calls", "eligible_no_kit_recorded_calls"),
    *("eligible_calls", "visits_per_call", "numerator"),
    *("delivered_days", "wait_half_days", "wait_nine_days", "delivered_low", "modelled_percent", "coverage"),
    *("days_late", "due_days", "due_on", "received_on", "set_on"),
    *("late_calls", "usual_calls", "unusual_from", "chance_weeks"),
)
"""Columns that can be empty although there is a record."""


def show_figure(chart: Chart, *, key: str, title: str = "", twin: bool = True) -> None:
    """A chart under its title, with what it covers, its downloads, and the same numbers as a table.

    ``twin`` is False where the page shows that table, and the notes with it, beside the chart.
    """
    with st.container(key=f"{key}_block"):
        _show_heading(chart.released, key=key, title=title, picture=chart)
        st.plotly_chart(chart.figure, key=key, alt=chart.alt, config={"displayModeBar": False, "scrollZoom": False})
        if twin:
            _show_twin(chart.released, key=key)


def show_map(
    town_map: TownMap | SmoothedMap,
    *,
    key: str,
    title: str = "",
    height: int = MAP_HEIGHT,
    choose: str = "",
    twin: bool = True,
) -> None:
    """A map under its title, with its legend, its downloads and the same numbers as a table.

    What is downloaded of a smoothed map is the map as counted.

    ``choose`` is the key of a widget: a click on a town makes it that widget's value. ``twin`` as for a figure.
    After a click the map is drawn anew, because Streamlit pales all that was not clicked, and paler is another rate.
    """
    turn = st.session_state.setdefault(f"{key}_turn", 0)
    picture = town_map.unsmoothed if isinstance(town_map, SmoothedMap) else town_map
    with st.container(key=f"{key}_block"):
        _show_heading(town_map.released, key=key, title=title or town_map.title, picture=picture)
        st.container(key=key).pydeck_chart(
            town_map.deck,
            key=f"{key}_{turn}",
            alt=town_map.alt,
            height=height,
            selection_mode="single-object",
            on_select=(lambda: _take_click(key, choose)) if choose else "ignore",
        )
        st.html(town_map.legend)
        if twin:
            _show_twin(town_map.released, key=key)


def show_table(released: Released, *, key: str, title: str = "") -> None:
    """A table under its title, with what it covers and its downloads."""
    with st.container(key=f"{key}_block"):
        _show_heading(released, key=key, title=title)
        _show_frame(released, key=key)
        _show_notes(released)


def show_metrics(released: Released, *, key: str) -> None:
    """Headline numbers, one for each row of the frame: the first column names, the second counts.

    Any further columns stand under the number with their headings, to be compared by whoever reads.
    """
    name, value, *others = released.frame.columns
    labels = released.about.labels
    with st.container(key=f"{key}_block"):
        _show_heading(released, key=key)
        with st.container(key=f"cards_{key}"):
            for row in rows_of(released):
                with st.container(border=True, gap="xxsmall"):
                    st.metric(*_named(row[name], row[value]))
                    for other in others:
                        if other not in NOT_ALWAYS_THERE or not _is_missing(row[other]):
                            st.caption(f"{labels[other]}: {in_words(row[other])}")
        if notes := _notes(released):
            st.caption("  \n".join(notes))


def show_row(released: Released, *, key: str, title: str) -> None:
    """The numbers of a frame with one row, each under its heading."""
    row = rows_of(released)[0]
    with st.container(key=f"{key}_block"):
        _show_heading(released, key=key, title=title)
        with st.container(key=f"figures_{key}"):
            for column, label in released.about.labels.items():
                if column.startswith(("total_", "kits_")) and not (
                    column not in row or (column in NOT_ALWAYS_THERE and _is_missing(row[column]))
                ):
                    st.metric(label, in_words(row[column]))


def show_questions(released: Released, *, key: str, unknown: str = "") -> None:
    """Figures under the questions that they answer, side by side: question, measure, value, and what it is part of.

    Under the question named by ``unknown`` a missing figure is "not known": nobody records it, for any time.
    """
    rows = rows_of(released)
    questions = list(dict.fromkeys(row["question"] for row in rows))
    with st.container(key=f"{key}_block"):
        _show_heading(released, key=key)
        for column, question in zip(st.columns(len(questions), gap="medium"), questions, strict=True):
            with column.container(border=True):
                st.subheader(question, anchor=False)
                for row in rows:
                    if row["question"] == question:
                        st.metric(row["measure"], _part_of(row) or (NOT_KNOWN if question == unknown else NO_RECORD))
        _show_notes(released)


def has_records(released: Released, *columns: str) -> bool:
    """Whether any of these columns holds anything at all; what is hidden is there."""
    there = [column for column in columns if column in released.frame]
    return any(bool(released.frame[column].notna().any()) or any(released.is_hidden(column)) for column in there)


def in_words(value: Any) -> str:
    """A number as people read it, one decimal at most; a missing one as "no record"; words, "hidden" too, as is."""
    if isinstance(value, str):
        return value
    return NO_RECORD if _is_missing(value) else f"{value:,.1f}".removesuffix(".0")


def look() -> Look:
    """Whether the page is light or dark for whoever looks."""
    return "dark" if st.context.theme.type == "dark" else "light"


def _named(name: str, value: Any) -> tuple[str, str]:
    """Name and number of a headline; dollars are written as dollars and cents."""
    if not name.endswith(DOLLARS) or _is_missing(value) or value == HIDDEN:
        return name.removesuffix(DOLLARS), in_words(value)
    return name.removesuffix(DOLLARS), f"${value:,.2f}"


def _part_of(row: dict[Any, Any]) -> str:
    """``9 of 11``, or the value alone where it is part of nothing; empty where it is missing."""
    if _is_missing(row["value"]):
        return ""
    return in_words(row["value"]) + ("" if _is_missing(row["out_of"]) else f" of {in_words(row['out_of'])}")


def _show_heading(released: Released, *, key: str, title: str = "", picture: Chart | TownMap | None = None) -> None:
    about = released.about
    with st.container(key=f"{key}_heading", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.header(title or about.title, anchor=False, width="content")
            offer_downloads(released, key=key, picture=picture)
        covers = [about.period, about.towns, f"residents: {about.population}" if about.population else ""]
        st.caption(" · ".join(part for part in covers if part))


def _show_notes(released: Released) -> None:
    notes = _notes(released)
    if _placeholder(released) == NOTHING:
        notes.append(NOTHING_IN_WORDS)
    if notes:
        st.caption("  \n".join(notes))


def _notes(released: Released) -> list[str]:
    over_time = [f"{name}: {line}." for name, line in released.about.said_of_time().items()]
    protection = [released.about.protection] if released.about.protection else []
    return [
        *protection,
        *over_time,
        *(note for note in (*released.about.notes, *released.about.inside_notes) if note != SAID_ABOVE),
    ]


def _show_twin(released: Released, *, key: str) -> None:
    with st.expander("The same numbers as a table", key=f"{key}_twin"):
        _show_frame(released, key=f"{key}_numbers")
        _show_notes(released)


def _show_frame(released: Released, *, key: str) -> None:
    frame, about = _with_hidden_cells(released), released.about
    st.container(key=key).dataframe(
        frame,
        key=f"{key}_frame",
        hide_index=True,
        height=ROW_HEIGHT * (min(len(frame), MOST_ROWS) + 1) + 3,
        column_order=_for_reading(list(frame.columns)),
        column_config={name: _column_of(released, name) for name in map(str, released.frame)},
        placeholder=_placeholder(released),
        alt=f"{about.title}, {about.period}, {about.towns}: a table of {len(frame)} rows.",
    )


def _for_reading(columns: list[str]) -> list[str]:
    """The columns that people read; what stands there in words, with its interval, isn't told twice."""
    told_twice = "total_" if "count_said" in columns else NOTHING
    return [
        column
        for column in columns
        if column not in NOT_FOR_READING and not column.startswith(told_twice) and not _is_told(column, columns)
    ]


def _is_told(column: str, columns: list[str]) -> bool:
    """Whether a number, or a limit of one, is told in words by another column."""
    return f"{column.removesuffix('_low').removesuffix('_high')}_said" in columns


def _placeholder(released: Released) -> str:
    """What an empty cell shows: "no record", or a dash where a cell of this frame can be empty for another reason."""
    frame = _with_hidden_cells(released)
    empty = [column for column in frame if frame[column].isna().any()]
    return NOTHING if any(column in NOT_ALWAYS_THERE for column in empty) else NO_RECORD


def _with_hidden_cells(released: Released) -> Any:
    """The frame with "hidden" in its cells; the columns that hide something hold words, because no number says that."""
    frame = released.frame.copy()
    for name in map(str, frame):
        if any(is_hidden := released.is_hidden(name)):
            cells = zip(frame[name], is_hidden, strict=True)
            frame[name] = [HIDDEN if hides else _as_text(name, cell) for cell, hides in cells]
    return frame


def _as_text(name: str, cell: Any) -> str | None:
    """A number or a day as the column would show it."""
    if _is_missing(cell) or isinstance(cell, str):
        return None if _is_missing(cell) else cell
    if hasattr(cell, "year"):
        return f"{cell:%b %Y}" if name.endswith("_month") else f"{cell.day} {cell:%b %Y}"
    return f"${cell:,.2f}" if "dollars" in name else in_words(cell)


def _column_of(released: Released, name: str) -> Any:
    label, kind = released.about.labels[name], released.frame[name].dtype.kind
    if any(released.is_hidden(name)):
        return st.column_config.TextColumn(label, alignment="right" if kind in "iuf" else "left")
    return _column(name, label, kind)


def _column(name: str, label: str, kind: str) -> Any:
    if kind == "M":
        return st.column_config.DateColumn(label, format="MMM YYYY" if name.endswith("_month") else "D MMM YYYY")
    if kind in "iu":
        return st.column_config.NumberColumn(label, format="localized")
    if "dollars" in name:
        return st.column_config.NumberColumn(label, format="dollar")
    if kind == "f":
        return st.column_config.NumberColumn(label, format="%.1f")
    return st.column_config.TextColumn(label)


def _is_missing(value: Any) -> bool:
    return value is None or str(value) in ("<NA>", "nan", "NaT")


def _take_click(key: str, choose: str) -> None:
    """Make the clicked town the value of the widget ``choose``; a click beside all towns changes nothing."""
    turn = st.session_state[f"{key}_turn"]
    for clicked in st.session_state[f"{key}_{turn}"].selection.objects.values():
        for feature in clicked:
            st.session_state[choose] = feature["properties"]["town"]
            st.session_state[f"{key}_turn"] = turn + 1
