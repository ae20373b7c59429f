"""What the tests of the pages share: where the pages are, how to go to one, and how to read what it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]

PAGES = {
    "pages/see/this_month.py": "This month",
    "pages/see/towns.py": "Towns",
    "pages/see/trends.py": "Trends",
    "pages/see/calls.py": "Overdose calls",
    "pages/see/kits_at_calls.py": "Kits at calls",
    "pages/see/requests.py": "Requests",
    "pages/see/results.py": "Results card",
    "pages/see/need.py": "Need and fair share",
    "pages/see/stock.py": "Stock and expiry",
    "pages/see/help_places.py": "Places for help",
    "pages/see/settlement.py": "Settlement money",
    "pages/share/meeting.py": "Meeting",
    "pages/share/evidence.py": "Evidence for grants",
    "pages/manage/load.py": "Load data",
    "pages/manage/places.py": "Place names",
    "pages/manage/reporting.py": "Reporting",
    "pages/manage/events.py": "Dated events",
    "pages/manage/leaving.py": "What may leave",
    "pages/manage/history.py": "History",
    "pages/see/about.py": "About the numbers",
}
KIT_LOG = b"""date,agency,town,kits
2026-08-03,Trial Rescue,Kent,2
2026-09-14,Trial Rescue,Warren,3
2026-09-20,Trial Rescue,Canaan,1
2026-09-21,Trial Rescue,Kent,minus one
"""
"""Four rows by hand: two kits in Kent, three in Warren, one kit that could be in either Canaan, and no number."""


def visit(app: AppTest, page: str, **address: str | list[str]) -> AppTest:
    """The page as a link opens it, through the frame."""
    for name, value in address.items():
        app.query_params[name] = value
    return app.switch_page(page).run()


def notices(app: AppTest) -> str:
    """All that is told in boxes: warnings, refusals and notes."""
    return "\n".join(box.value for box in (*app.warning, *app.error, *app.info))


def table(app: AppTest, words: str) -> dict[str, list[Any]]:
    """The first table whose words for those who can't see it begin so: each column under its own name."""
    frame = next(frame for frame in app.dataframe if frame.proto.alt.startswith(words)).value
    return {str(name): list(frame[name]) for name in frame.columns}


def figures(app: AppTest) -> list[dict[str, Any]]:
    """The charts of the page as plotly understands them; their numbers are packed, their words are not."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def headings(app: AppTest) -> list[str]:
    """The headings of the figures, tables and maps."""
    return [heading.value for heading in app.header]
