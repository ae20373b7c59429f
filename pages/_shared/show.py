"""How a figure, a map, a table or headline numbers are shown, each with its words, its table and its downloads."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages._shared.downloads import offer_downloads
from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.maps import TownMap
from rorf_data.palette import Look

NO_RECORD = "no record"
MAP_HEIGHT = 520
ROW_HEIGHT = 35
MOST_ROWS = 24
NOT_FOR_READING = ("month_start", "period_start", "town_code")
"""Columns that place a row for charts and files; people read the name of the month, period or town beside them."""


def show_figure(chart: Chart, *, key: str, title: str = "") -> None:
    """A chart under its title, with what it covers, its downloads, and the same numbers as a table."""
    with st.container(key=f"{key}_block"):
        _show_heading(chart.released, key=key, title=title, picture=chart)
        st.plotly_chart(chart.figure, key=key, alt=chart.alt, config={"displayModeBar": False, "scrollZoom": False})
        _show_twin(chart.released, key=key)
        _show_notes(chart.released)


def show_map(town_map: TownMap, *, key: str, title: str = "", choose: str = "", twin: bool = True) -> None:
    """A map under its title, with its legend, its downloads and the same numbers as a table.

    ``choose`` is the key of a widget: a click on a town makes it that widget's value. ``twin`` is False where the page
    shows the table beside the map.
    """
    with st.container(key=f"{key}_block"):
        _show_heading(town_map.released, key=key, title=title or town_map.title, picture=town_map)
        st.pydeck_chart(
            town_map.deck,
            key=key,
            alt=town_map.alt,
            height=MAP_HEIGHT,
            selection_mode="single-object",
            on_select=(lambda: _take_click(key, choose)) if choose else "ignore",
        )
        st.html(town_map.legend)
        if twin:
            _show_twin(town_map.released, key=key)
        _show_notes(town_map.released)


def show_table(released: Released, *, key: str, title: str = "") -> None:
    """A table under its title, with what it covers and its downloads."""
    with st.container(key=f"{key}_block"):
        _show_heading(released, key=key, title=title)
        _show_frame(released, key=key)
        _show_notes(released)


def show_metrics(released: Released, *, key: str) -> None:
    """Headline numbers in a row, one for each row of the frame: the first column names, the second counts.

    Any further columns stand under the number with their headings, to be compared by whoever reads.
    """
    name, value, *others = released.frame.columns
    labels = released.about.labels
    with st.container(key=f"{key}_block"):
        _show_heading(released, key=key)
        with st.container(key=key, horizontal=True):
            for row in released.frame.to_dict("records"):
                with st.container(border=True, width=250):
                    st.metric(row[name], in_words(row[value]), width="stretch")
                    for other in others:
                        st.caption(f"{labels[other]}: {in_words(row[other])}")
        _show_notes(released)


def show_row(released: Released, *, key: str, title: str) -> None:
    """The numbers of a frame with one row, each under its heading."""
    row = released.frame.to_dict("records")[0]
    with st.container(key=f"{key}_block"):
        _show_heading(released, key=key, title=title)
        with st.container(key=key, horizontal=True):
            for column, label in released.about.labels.items():
                if column.startswith(("total_", "kits_")):
                    st.metric(label, in_words(row[column]), width=150)


def has_records(released: Released, *columns: str) -> bool:
    """Whether any of these columns holds anything at all."""
    return any(bool(released.frame[column].notna().any()) for column in columns)


def in_words(value: Any) -> str:
    """A number as people read it, one decimal at most; a missing one as "no record"."""
    if value is None or value != value or str(value) == "<NA>":
        return NO_RECORD
    return f"{value:,.1f}".removesuffix(".0")


def look() -> Look:
    """Whether the page is light or dark for whoever looks."""
    return "dark" if st.context.theme.type == "dark" else "light"


def _show_heading(released: Released, *, key: str, title: str = "", picture: Chart | TownMap | None = None) -> None:
    about = released.about
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(title or about.title, anchor=False, width="content")
        offer_downloads(released, key=key, picture=picture)
    covers = [about.period, about.towns, f"residents: {about.population}" if about.population else ""]
    st.caption(" · ".join(part for part in covers if part))


def _show_notes(released: Released) -> None:
    if released.about.notes:
        st.caption("  \n".join(released.about.notes))


def _show_twin(released: Released, *, key: str) -> None:
    with st.expander("The same numbers as a table", key=f"{key}_twin"):
        _show_frame(released, key=f"{key}_numbers")


def _show_frame(released: Released, *, key: str) -> None:
    frame, about = released.frame, released.about
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        height=ROW_HEIGHT * (min(len(frame), MOST_ROWS) + 1) + 3,
        column_order=[column for column in frame.columns if column not in NOT_FOR_READING],
        column_config={column: _column(about.labels[column], frame[column].dtype.kind) for column in frame.columns},
        placeholder=NO_RECORD,
        alt=f"{about.title}, {about.period}, {about.towns}: a table of {len(frame)} rows.",
    )


def _column(label: str, kind: str) -> Any:
    if kind == "M":
        return st.column_config.DateColumn(label, format="D MMM YYYY")
    if kind in "iu":
        return st.column_config.NumberColumn(label, format="localized")
    if kind == "f":
        return st.column_config.NumberColumn(label, format="%.1f")
    return st.column_config.TextColumn(label)


def _take_click(key: str, choose: str) -> None:
    """Make the clicked town the value of the widget ``choose``; a click beside all towns changes nothing."""
    for clicked in st.session_state[key].selection.objects.values():
        for feature in clicked:
            st.session_state[choose] = feature["properties"]["town"]
