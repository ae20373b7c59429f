"""The place-name desk: choose a place that waits, see where it is written and what it could be, decide, take back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from pages._shared import data, reader
from pages._shared.escaping import plain
from pages._shared.initials import ask_initials, by_whom
from pages._shared.show import look, show_table
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.places import (
    IN_FORCE,
    Waiting,
    WaitingRow,
    import_in_words,
    months_in_words,
    report_in_words,
    rows_of,
    waiting_places,
)
from rorf_data.errors import RorfDataError
from rorf_data.maps import small_map
from rorf_data.model import AREA_LABELS, in_words
from rorf_data.store.desk import Scope
from rorf_data.towns import gazetteer

SAMPLE = (
    "This is the queue of the invented sample files, to look at. With the first file of your own that is loaded you "
    "can decide here what its places are."
)
ELSEWHERE = "another town"
SCOPES: dict[Scope, str] = {
    "source": "Every row that this source writes like this, now and in files to come",
    "row": "One row alone",
}
MAP_HEIGHT = 300
TOML = "application/toml"


def is_sample() -> bool:
    """Whether what is shown is the sample's, of which nothing can be decided."""
    return reader.current().is_sample


def show_what_was_done() -> None:
    """What was kept just before the page was drawn anew."""
    for sentence in st.session_state.pop("desk_told", []):
        st.success(plain(sentence))


def show_queue() -> None:
    """The places that wait, and the one that a person chose to decide on."""
    queue = data.places_waiting()
    if queue.frame.empty:
        st.info("No place waits for a decision.")
        return
    show_table(queue, key="places")
    place = _ask_place()
    with st.container(border=True, key="place_block"):
        facts, deciding = st.columns(2, gap="large")
        with facts:
            _show_facts(place)
            _show_map(place)
        with deciding:
            _ask_decision(place)


def show_other_rows() -> None:
    """Rows that wait for another reason, and the way to confirm that a name is an agency's."""
    others = data.other_rows_waiting()
    if not others.frame.empty:
        show_table(others, key="other_rows")
    if is_sample():
        return
    with st.container(border=True, key="agency_form"):
        st.header("Confirm an agency's name", anchor=False)
        st.caption(
            "A row whose agency may be the name of a person waits, and the name is not kept. If it is an agency's, "
            "write it here as the file does, then load the file again."
        )
        name = st.text_input("Name of the agency", key=f"agency_name_{_turn()}", max_chars=100)
        if st.button("Keep it as an agency's name", key="agency_keep", disabled=not name.strip()):
            _keep(lambda: [_confirm(name)])
        confirmed = data.confirmed_agencies()
        if not confirmed.frame.empty:
            show_table(confirmed, key="confirmed_agencies")


def show_decisions() -> None:
    """The decisions made, the way to take one back, and the way to carry them to another installation."""
    made = data.place_decisions()
    if not made.frame.empty:
        show_table(made, key="decisions")
        _ask_to_take_back(made.frame.to_dict("records"))
    if not is_sample():
        _offer_to_travel(is_empty=made.frame.empty)


def _ask_place() -> Waiting:
    places = {place.held_id: place for place in waiting_places(reader.current())}
    chosen = st.selectbox(
        "Look at", list(places), format_func=lambda number: _called(places[number]), key="place_chosen", width=700
    )
    return places[chosen]


def _show_facts(place: Waiting) -> None:
    st.header(f"“{plain(place.written)}”" if place.written else "What was written is not kept", anchor=False)
    if not place.written:
        st.caption("It may hold an address or a name. Whoever has the file finds it in the rows below.")
    st.markdown(plain(place.problem))
    months = f", {months_in_words(place.months)}" if place.months else ""
    st.markdown(f"{_rows(place.rows)} of {plain(place.source)} ({FEED_WORDS[place.feed].lower()}){months}.")
    with st.expander("In which file and rows", key=f"where_{place.held_id}", expanded=not place.written):
        show_table(data.rows_of_place(place), key="rows_of_place")


def _show_map(place: Waiting) -> None:
    towns = list(map(gazetteer.area_label, place.candidates))
    if not towns:
        st.markdown("No town suggests itself.")
        return
    st.markdown(f"It could be **{' or '.join(towns)}**.")
    drawn = small_map(data.candidate_towns(place), look=look())
    st.container(key="place_map").pydeck_chart(
        drawn.deck, height=MAP_HEIGHT, key=f"place_map_{place.held_id}", alt=drawn.alt
    )


def _ask_decision(place: Waiting) -> None:
    if is_sample():
        return
    area = _ask_area(place)
    row = _ask_row(place)
    by = ask_initials()
    if st.button("Keep the decision", type="primary", key="decide", disabled=area is None) and area is not None:
        _keep(lambda: [_decide(place, area, row, by)])


def _ask_area(place: Waiting) -> str | None:
    chosen = st.radio(
        "Where is it?",
        [*place.candidates, *AREA_LABELS, ELSEWHERE],
        index=None,
        format_func=_area_in_words,
        key=f"area_{place.held_id}",
    )
    if chosen != ELSEWHERE:
        return chosen
    others = [town.code for town in gazetteer.towns() if town.code not in place.candidates]
    return st.selectbox(
        "Which town?", others, None, gazetteer.area_label, key=f"town_{place.held_id}", placeholder="Choose", width=300
    )


def _ask_row(place: Waiting) -> WaitingRow | None:
    """The one row that a decision is for; None where it is for the whole source."""
    scope = st.radio("What does this hold for?", list(SCOPES), format_func=SCOPES.get, key=f"scope_{place.held_id}")
    if scope != "row":
        return None
    rows = rows_of(reader.current(), place)
    number = st.selectbox(
        "Which row?", range(len(rows)), format_func=lambda at: _row_in_words(rows[at]), key=f"row_{place.held_id}"
    )
    return rows[number]


def _decide(place: Waiting, area: str, row: WaitingRow | None, by: str) -> str:
    scope: Scope = "source" if row is None else "row"
    held_id = place.held_id if row is None else row.held_id
    done = reader.own().decide_place(held_id, area, scope=scope, by=by)
    what = f"“{place.written}”" if place.written else "The place"
    return f"{what} is decided to be {gazetteer.area_label(area)}. {report_in_words(done.rows, done.months)}"


def _ask_to_take_back(made: Sequence[dict[object, object]]) -> None:
    standing = {int(str(row["decision"])): row for row in made if row["standing"] == IN_FORCE}
    if not standing or is_sample():
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="take_back"):
        number = st.selectbox(
            "Take a decision back",
            list(standing),
            index=None,
            format_func=lambda one: _decision_in_words(standing[one]),
            key=f"decision_{_turn()}",
            placeholder="Choose a decision",
            width=500,
        )
        if st.button("Undo", key="undo_decision", disabled=number is None) and number is not None:
            _keep(lambda: [_take_back(number)])


def _take_back(number: int) -> str:
    by = by_whom()
    done = reader.own().take_back_decision(number, by=by)
    changed = f" Figures on record changed in {months_in_words(done.months)}." if done.months else ""
    return f"Decision {number} is taken back; its rows wait again.{changed}"


def _offer_to_travel(*, is_empty: bool) -> None:
    with st.expander("Carry decisions to another installation", key="travel"):
        st.caption(
            "The file holds every decision in force, with who made it and when. Decisions on places whose words are "
            "not kept, and those on one row, hold only where the same key is used."
        )
        st.download_button(
            "Decisions in force (TOML)",
            _file_of(reader.own().decisions_file),
            "place-decisions.toml",
            TOML,
            key="decisions_file",
            on_click="ignore",
            disabled=is_empty,
        )
        given = st.file_uploader("Take decisions in from such a file", type=["toml"], key=f"decisions_given_{_turn()}")
        if st.button("Take them in", key="take_in", disabled=given is None) and given is not None:
            _keep(lambda: _take_in(given.getvalue()))


def _file_of(make: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: make().encode()


def _take_in(content: bytes) -> list[str]:
    by = by_whom()
    done = reader.own().take_in_decisions(content.decode("utf-8", errors="replace"), by=by)
    return [import_in_words(done), *(f"Not taken in: {what}. {why}" for what, why in done.not_taken)]


def _confirm(name: str) -> str:
    by = by_whom()
    kept = reader.own().confirm_agency(name, by=by)
    return f"“{kept}” is kept as an agency's name. Load the files again that hold rows of it."


def _keep(act: Callable[[], list[str]]) -> None:
    """Do it and draw the page anew with what was done; say in words why where it can't be."""
    try:
        st.session_state["desk_told"] = act()
    except RorfDataError as problem:
        st.error(plain(str(problem)))
        return
    st.session_state["desk_turn"] = _turn() + 1
    data.forget()
    st.rerun()


def _turn() -> int:
    """Counts what was kept, so that a form that was sent is empty again."""
    return int(st.session_state.get("desk_turn", 0))


def _called(place: Waiting) -> str:
    what = f"“{place.written}”" if place.written else f"Not kept: {place.problem}"
    return f"{what} · {place.source} · {_rows(place.rows)}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _area_in_words(area: str) -> str:
    return "Another town …" if area == ELSEWHERE else gazetteer.area_label(area)


def _row_in_words(row: WaitingRow) -> str:
    sheet = f", sheet {row.sheet}" if row.sheet else ""
    day = f", {in_words(row.day)}" if row.day else ""
    return f"Row {row.row} of {row.file}{sheet}{day}"


def _decision_in_words(row: dict[object, object]) -> str:
    return f"{row['decision']}: {row['written']} in {row['source']} is {row['town']} ({row['decided_by']})"
