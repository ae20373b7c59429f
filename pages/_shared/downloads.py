"""The downloads beside every figure, map and table: pictures and data that say in themselves what they show.

Every file is made of what may leave the programme, unless somebody deliberately asks for an internal one; each is
written down. Nothing is decided or made before somebody clicks, and a click runs no page again. What makes a file holds
the released frame itself, because no visitor's state can be reached at that time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages._shared import data, reader
from pages._shared.initials import ask_initials, by_whom
from rorf_data.charts import Chart
from rorf_data.disclosure.protection import why_inside
from rorf_data.disclosure.release import Released
from rorf_data.exports import file_name
from rorf_data.exports.browser import has_browser
from rorf_data.exports.pictures import SIZES
from rorf_data.exports.taking import DRAWN_BY_BROWSER, TABLES, Form, Wanted, take, why_no_picture
from rorf_data.maps import TownMap
from rorf_data.workplace import utc_now

MIME = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LABELS = {
    "png": "Picture for print (PNG)",
    "svg": "Picture that scales (SVG)",
    "pptx": "Slide to edit (PPTX)",
    "csv": "Data (CSV)",
    "xlsx": "Data for Excel (XLSX)",
}
WITH_CHART = "Data and chart for Excel (XLSX)"
WIDTH = 320

SHARED = (
    "These files may be passed on: small numbers are hidden in them. The first one after a load takes up to half a "
    "minute, because what may leave is worked out then."
)
INSIDE = "These files hold exact numbers and are marked INTERNAL. Please don't pass them on outside the programme."
WRITTEN_DOWN = "Who takes a file away, and when, is written down in History."
NO_BROWSER = (
    "Pictures (PNG, SVG) need Chromium or Chrome on the machine that serves the dashboard, and none was found there. "
    "The slide (PPTX) can be saved as a picture, and your own browser can print this page into a PDF."
)


@st.fragment
def offer_downloads(released: Released, *, key: str, picture: Chart | TownMap | None = None) -> None:
    """A button that opens to one download for each form of file; nothing of it is worked out while it is closed."""
    # A fragment fills the row that it stands in; the button stays at its end.
    with st.container(horizontal=True, horizontal_alignment="right"):
        box = st.popover(
            "Download", key=f"{key}_downloads", icon=":material/download:", type="tertiary", on_change="rerun"
        )
    if box.open:
        with box, st.container(width=WIDTH):
            _show_forms(released, key=key, picture=picture)


def _show_forms(released: Released, *, key: str, picture: Chart | TownMap | None) -> None:
    why = why_inside(released)
    if why:
        st.caption(why)
    is_internal = st.toggle("Internal file (exact numbers)", key=f"{key}_internal")
    if why and not is_internal:
        return
    st.caption(f"{INSIDE if is_internal else SHARED} {WRITTEN_DOWN}")
    if is_internal:
        ask_initials(key=f"{key}_initials")
    drawable = _drawable(picture, is_internal=is_internal)
    offer = partial(_offer, released, drawable, key=key, is_internal=is_internal)
    for form, size in _forms_of_pictures(drawable, key=key):
        offer(form, size)
    for form in TABLES:
        offer(form)


def _drawable(picture: Chart | TownMap | None, *, is_internal: bool) -> Chart | TownMap | None:
    """The picture, unless it can't be drawn of what may be shared; then it is said why."""
    if picture is None or is_internal:
        return picture
    why = why_no_picture(picture, reader.settings().sharing.policy)
    if why:
        st.caption(why)
    return None if why else picture


def _forms_of_pictures(picture: Chart | TownMap | None, *, key: str) -> list[tuple[Form, str]]:
    """The forms that a picture can be had in, with the size that is asked for where it has one."""
    if picture is None:
        return []
    if not has_browser():
        st.caption(NO_BROWSER)
        return [("pptx", "")]
    size = st.selectbox("Size of PNG and SVG", list(SIZES), format_func=_words_of_size, key=f"{key}_size")
    return [*((form, size) for form in DRAWN_BY_BROWSER), ("pptx", "")]


def _offer(
    released: Released, picture: Chart | TownMap | None, form: Form, size: str = "", *, key: str, is_internal: bool
) -> None:
    wanted = Wanted(form, size or "page", is_internal)
    title = picture.title if picture is not None and form not in TABLES else None
    st.download_button(
        WITH_CHART if form == "xlsx" and isinstance(picture, Chart) else LABELS[form],
        _maker(released, picture, wanted),
        file_name=file_name(released, form, title=title, audience=wanted.audience, size=size),
        mime=MIME[form],
        key=f"{key}_{form}",
        on_click="ignore",
        width="stretch",
    )


def _maker(released: Released, picture: Chart | TownMap | None, wanted: Wanted) -> Callable[[], bytes]:
    """What makes the file at the click: it knows the reader and who asks from when the button was drawn."""
    for_files, by = data.reader_for_files(), by_whom()
    return lambda: take(for_files, released, picture, wanted, by=by, now=utc_now())


def _words_of_size(name: str) -> str:
    return SIZES[name].words
