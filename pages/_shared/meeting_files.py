"""The files of a meeting: made at a click, with what is being made shown, and then there to download."""

from __future__ import annotations

import streamlit as st

from pages._shared.escaping import plain
from pages._shared.initials import ask_initials, by_whom
from rorf_data.answers.reader import Reader
from rorf_data.errors import RorfDataError
from rorf_data.meetings.agenda_slides import facts_of, meeting_slides
from rorf_data.meetings.deck import meeting_document
from rorf_data.meetings.deck_files import MadeFile, deck_files
from rorf_data.meetings.town_pages import town_pages_zip, zip_name
from rorf_data.model import Audience, Period
from rorf_data.store.meetings import Meeting
from rorf_data.workplace import utc_now

MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html",
    "zip": "application/zip",
}
LABELS = {
    "pptx": "Slides (PPTX)",
    "pdf": "For reading and print (PDF)",
    "html": "One file for the hall (HTML)",
    "zip": "A page for each town (ZIP)",
}
MADE, MADE_PAGES = "meeting_made", "town_pages_made"
SHARED = "The files may be passed on: small numbers are hidden in them. Who takes them away, and when, is written down."
PAGES = "One page for each town’s first selectman; small numbers are always hidden in them."
INSIDE = (
    "The files hold exact numbers and are marked INTERNAL. Please don’t pass them on outside the programme. Who takes "
    "them away, and when, is written down."
)


def offer_files(asking: Reader, month: Period, meeting: Meeting | None) -> None:
    """The button that makes the files, whether they are internal, and the downloads once they are made."""
    with st.container(border=True, key="deck_form"):
        is_internal = st.toggle("Internal deck (exact numbers)", key="deck_internal")
        st.caption(INSIDE if is_internal else SHARED)
        if is_internal:
            ask_initials(key="deck_initials")
        asked = (month, meeting.number if meeting else 0, is_internal, asking.today)
        if st.button("Make the deck", key="deck_make", type="primary", icon=":material/slideshow:"):
            _make(asking, month, meeting, asked, is_internal=is_internal)
        made = st.session_state.get(MADE)
        if made and made[0] == asked:
            _show(made[1])
    _offer_pages(asking, month, (month, meeting.number if meeting else 0, asking.today))


def _offer_pages(asking: Reader, month: Period, asked: tuple[object, ...]) -> None:
    with st.container(border=True, key="town_pages_form"):
        st.caption(PAGES)
        if st.button("All town pages", key="town_pages_make", icon=":material/location_city:"):
            _make_pages(asking, month, asked)
        made = st.session_state.get(MADE_PAGES)
        if made and made[0] == asked:
            _show(made[1], key="town_pages_files")


def _make(
    asking: Reader, month: Period, meeting: Meeting | None, asked: tuple[object, ...], *, is_internal: bool
) -> None:
    audience = Audience.INTERNAL if is_internal else Audience.SHARED
    with st.status(f"Making the slides of {month} …", expanded=True) as status:
        try:
            slides = meeting_slides(asking, month, audience)
            document = meeting_document(
                asking, month, audience=audience, further=slides.further, questions=slides.questions,
                decisions=slides.decisions, facts=facts_of(meeting), progress=st.write,
            )  # fmt: skip
            files = deck_files(asking, document, month=month, by=by_whom(), now=utc_now(), progress=st.write)
        except RorfDataError as problem:
            status.update(label="The deck could not be made.", state="error")
            st.warning(str(problem))
            return
        status.update(label=f"The deck of {month} is ready.", state="complete", expanded=False)
    st.session_state[MADE] = (asked, files)


def _make_pages(asking: Reader, month: Period, asked: tuple[object, ...]) -> None:
    with st.status(f"Making the town pages of {month} …", expanded=True) as status:
        try:
            packed = town_pages_zip(asking, month, by=by_whom(), now=utc_now(), progress=st.empty().write)
        except RorfDataError as problem:
            status.update(label="The town pages could not be made.", state="error")
            st.warning(str(problem))
            return
        status.update(label=f"The town pages of {month} are ready.", state="complete", expanded=False)
    st.session_state[MADE_PAGES] = (asked, [MadeFile(zip_name(month, is_sample=asking.is_sample), "zip", packed)])


def _show(files: list[MadeFile], *, key: str = "deck_files") -> None:
    with st.container(horizontal=True, key=key):
        for file in files:
            st.download_button(
                LABELS.get(file.form, file.form.upper()),
                file.content,
                file_name=file.name,
                mime=MIME.get(file.form, "application/octet-stream"),
                key=f"deck_file_{file.form}",
                on_click="ignore",
                icon=":material/download:",
            )
    st.caption(plain(", ".join(file.name for file in files)))
