"""The downloads beside every figure, map and table: pictures and data that say in themselves what they show.

Nothing is made before somebody clicks, and a click does not run the page again. What makes a file holds the released
frame itself, because no visitor's state can be reached at that time.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rorf_data import exports
from rorf_data.charts import Chart
from rorf_data.disclosure.release import Released
from rorf_data.maps import TownMap

MIME = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LABELS = {
    "png": "Picture for print (PNG)",
    "svg": "Picture that scales (SVG)",
    "csv": "Data (CSV)",
    "xlsx": "Data for Excel (XLSX)",
}

PICTURES_NEED = (
    "Pictures take a moment. They need Chromium or Chrome on the machine that serves the dashboard; "
    "without one the numbers can still be downloaded as CSV or XLSX."
)
"""Said beforehand, because a download that fails can't say why: Streamlit shows its own words then."""


def offer_downloads(released: Released, *, key: str, picture: Chart | TownMap | None = None) -> None:
    """A button that opens to one download for each form of file."""
    files: dict[str, Callable[[], bytes]] = {}
    if picture is not None:
        files = {"png": lambda: exports.to_png(picture), "svg": lambda: exports.to_svg(picture)}
    files |= {"csv": lambda: exports.to_csv(released), "xlsx": lambda: exports.to_xlsx(released)}
    with st.popover("Download", key=f"{key}_downloads", icon=":material/download:", type="tertiary"):
        for form, make in files.items():
            st.download_button(
                LABELS[form],
                make,
                file_name=exports.file_name(released, form),
                mime=MIME[form],
                key=f"{key}_{form}",
                on_click="ignore",
                width="stretch",
            )
        if picture is not None:
            st.caption(PICTURES_NEED, width=300)
