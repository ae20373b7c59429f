"""A mapping made by hand: which column is what, kept as a source so that the next file of its kind is known."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from pages._shared import reader
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.errors import SettingsRefused
from rorf_data.intake.canonical import MUST_BE_GIVEN, TITLES, fields_of
from rorf_data.intake.headings import shown
from rorf_data.intake.read import SourceFile
from rorf_data.intake.sheet import Sheet
from rorf_data.intake.sources import Source, source_from_mapping, source_to_toml
from rorf_data.model import Feed

EXAMPLES = 3
USUAL_PLACING = ("place", "zip", "state")
LONGEST_EXAMPLE = 30


def ask_mapping(file: SourceFile, *, key: str) -> None:
    """Let a person say which column is what, with examples from the file, and keep that as a source of their own."""
    sheet = file.sheets()[0]
    feeds = {words: feed for feed, words in FEED_WORDS.items()}
    feed = feeds[st.selectbox("The rows of this file are", list(feeds), key=f"{key}_feed")]
    header_row = st.number_input(
        "The row that names the columns", 1, len(sheet.head), _likely_header(sheet), key=f"{key}_header"
    )
    headings = examples_by_heading(sheet, int(header_row))
    columns = _ask_columns(feed, headings, key=key)
    fixed = _ask_agency(feed, columns, key=key)
    identity = _ask_identity(headings, key=key)
    title = st.text_input("What to call this kind of file", max_chars=60, key=f"{key}_title")
    if st.button("Keep this source", key=f"{key}_keep"):
        _keep(
            lambda name: source_from_mapping(name, title.strip(), feed, columns, identity=identity, fixed=fixed), title
        )


def examples_by_heading(sheet: Sheet, header_row: int) -> dict[str, str]:
    """Each heading of the row with up to three different values from under it; headings that repeat stand once."""
    headings = sheet.head[header_row - 1]
    below = sheet.head[header_row:]
    found: dict[str, str] = {}
    for position, heading in enumerate(headings):
        if not heading.strip() or heading in found:
            continue
        values = dict.fromkeys(row[position].strip() for row in below if position < len(row) and row[position].strip())
        found[heading] = ", ".join(_short(value) for value in list(values)[:EXAMPLES])
    return found


def source_name(title: str) -> str:
    """A name for a source made of its title: small letters, digits and hyphens, at most forty."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:40].strip("-")


def keep_source(source: Source) -> None:
    """Write the source as a TOML file into the programme's own folder of sources.

    Raises :class:`SettingsRefused` when a source of that name is there already.
    """
    folder = reader.own().places.source_folder
    if any(known.name == source.name for known in reader.own().sources()):
        raise SettingsRefused(f"There is already a source called “{source.name}”. Give this one another name.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{source.name}.toml").write_text(source_to_toml(source), encoding="utf-8")


def _ask_columns(feed: Feed, headings: dict[str, str], *, key: str) -> dict[str, str]:
    first = (*MUST_BE_GIVEN[feed], *USUAL_PLACING)
    fields = [*first, *(field for field in fields_of(feed) if field not in (*first, "record_id"))]
    with st.container(key=f"cards_{key}"):
        chosen = {field: _ask_column(feed, field, headings, key=key) for field in fields}
    return {field: heading for field, heading in chosen.items() if heading}


def _ask_identity(headings: dict[str, str], *, key: str) -> list[str]:
    return st.multiselect(
        "Columns that number the records, if any (together they must differ from one record to the next)",
        list(headings),
        format_func=shown,
        key=f"{key}_identity",
        placeholder="No column",
    )


def _ask_column(feed: Feed, field: str, headings: dict[str, str], *, key: str) -> str | None:
    must = " (needed)" if field in MUST_BE_GIVEN[feed] else ""
    return st.selectbox(
        f"{TITLES[field][0].upper()}{TITLES[field][1:]}{must}",
        list(headings),
        index=None,
        format_func=lambda heading: f"{shown(heading)}: {headings[heading]}" if headings[heading] else shown(heading),
        key=f"{key}_{feed.value}_{field}",
        placeholder="No column",
    )


def _ask_agency(feed: Feed, columns: dict[str, str], *, key: str) -> dict[str, str]:
    """The agency of a file that names none, because all of it comes from one."""
    if "agency" in columns or "agency" not in fields_of(feed):
        return {}
    agency = st.text_input("The agency of all rows, where no column names it", max_chars=80, key=f"{key}_agency")
    return {"agency": agency.strip()} if agency.strip() else {}


def _keep(described: Callable[[str], Source], title: str) -> None:
    if not source_name(title):
        st.warning("Give this kind of file a name, such as “Kent ambulance log”.")
        return
    try:
        keep_source(described(source_name(title)))
    except SettingsRefused as problem:
        st.warning(f"This can't be kept yet: {problem}.".replace("..", "."))
        return
    st.rerun()


def _likely_header(sheet: Sheet) -> int:
    """The row with the most different texts in it, the first of several."""
    widths = [len({cell for cell in row if cell.strip()}) for row in sheet.head]
    return widths.index(max(widths)) + 1


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_EXAMPLE else value[: LONGEST_EXAMPLE - 1] + "…"
