"""What a load would change of the records on file: added, changed from and to, gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from rorf_data.intake.canonical import MAIN_DATES, TITLES
from rorf_data.model import in_words
from rorf_data.store.changes import Change
from rorf_data.store.load import LoadReport

KINDS = {"changed": "Changed", "gone": "Gone", "added": "Added"}
MOST_CHANGES_AT_ONCE = 12
ROW_HEIGHT = 35
WHAT = {"changed": "What is different", "gone": "What it held", "added": "What it holds"}
WIDTHS = {"Day": 140, "Place": 140, "Agency": 220} | dict.fromkeys(WHAT.values(), 600)
TOLD_BESIDE = ("town", "agency", *(TITLES[day] for day in MAIN_DATES.values()))
"""What stands in columns of its own."""


def show_changes(report: LoadReport, *, key: str) -> None:
    """Every record that a load adds, changes or takes away, by kind; at most five hundred of each are listed."""
    counts = counts_of(report)
    if not any(counts.values()):
        return
    listed = [kind for kind, count in counts.items() if count]
    told = ", ".join(f"{counts[kind]:,} {KINDS[kind].lower()}" for kind in listed)
    more = counts["changed"] or counts["gone"]
    with st.expander(f"What would change: {told}", key=f"{key}_changes", expanded=bool(more)):
        kind = _ask_kind(listed, counts, key=key)
        _show(kind, report, counts[kind], key=key)


def counts_of(report: LoadReport) -> dict[str, int]:
    """How many records are changed, gone and added; what waits for an answer is not gone."""
    return {
        "changed": report.changed,
        "gone": 0 if report.asks_about_gone else report.gone,
        "added": report.new,
    }


def _ask_kind(listed: Sequence[str], counts: Mapping[str, int], *, key: str) -> str:
    return st.segmented_control(
        "Show the records that would be",
        listed,
        default=listed[0],
        required=True,
        format_func=lambda kind: f"{KINDS[kind]} ({counts[kind]:,})",
        key=f"{key}_changes_kind",
    )


def _show(kind: str, report: LoadReport, count: int, *, key: str) -> None:
    found = [change for change in report.changes if change.kind == kind]
    changes = sorted(found, key=lambda change: (change.day, change.place))
    st.dataframe(
        {
            "Day": [in_words(change.day) for change in changes],
            "Place": [change.place for change in changes],
            WHAT[kind]: [difference(change) for change in changes],
            "Agency": [change.agency for change in changes],
        },
        hide_index=True,
        height=ROW_HEIGHT * (min(len(changes), MOST_CHANGES_AT_ONCE) + 1) + 3,
        column_config={name: st.column_config.Column(width=width) for name, width in WIDTHS.items()},
        key=f"{key}_changes_table",
        alt=f"{len(changes)} records that {report.file} would change.",
    )
    if len(changes) < count:
        st.caption(f"The first {len(changes):,} of {count:,} are listed.")


def difference(change: Change) -> str:
    """What differs, as "number of kits: 2 → 3"; of a record that is added or gone, what it holds."""
    if change.kind == "changed":
        pairs = {title: f"{before} → {change.after[title]}" for title, before in change.before.items()}
        return _listed({title: pair for title, pair in pairs.items() if title != "place" or pair != pairs.get("town")})
    held = change.after or change.before
    own = {title: value for title, value in held.items() if title not in TOLD_BESIDE}
    return _listed({title: value for title, value in own.items() if value != change.place})


def _listed(values: Mapping[str, str]) -> str:
    return "; ".join(f"{title}: {value}" for title, value in values.items())
