"""Files as they are taken away in the tests: ten months of calls, and pictures without a browser."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from PIL import Image

from rorf_data.answers.calls import calls_by_month
from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.exports.taking import Wanted, take
from rorf_data.model import Filters, Period

NOW = datetime.fromisoformat("2026-11-22 15:30")
CALLS = ["call_id,call_date,town,outcome"] + [
    f"{month}-{number},2026-{month:02d}-{number + 1:02d},{town},nonfatal"
    for month in range(1, 11)
    for number in range(2 if month == 3 else 12)
    for town in [("Kent", "Salisbury", "Litchfield")[number % 3]]
]
ONE_MORE = "call_id,call_date,town,outcome\n99,2026-05-30,Kent,nonfatal\n"


class PaperBrowser:
    """Draws every figure as an empty sheet, as quick as that."""

    def draw(self, figure: dict[str, Any], *, form: str, scale: float) -> bytes:
        """A white picture of the right form."""
        if form == "svg":
            return b'<svg xmlns="http://www.w3.org/2000/svg" width="700" height="500"/>'
        stream = io.BytesIO()
        Image.new("RGB", (7, 5), "white").save(stream, "PNG")
        return stream.getvalue()


def months(reader: Reader) -> Released:
    """Calls by month, exact."""
    return calls_by_month(reader, Filters(Period(date(2026, 1, 1), date(2026, 10, 31))))


def taken(reader: Reader, released: Released, wanted: Wanted) -> bytes:
    """The file as it would arrive."""
    return take(reader, released, None, wanted, by="jd", now=NOW)
