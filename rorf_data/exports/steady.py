"""Files of zip kind (PPTX, XLSX) without any trace of the moment or the machine that wrote them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_PROPERTIES = "docProps/core.xml"


def steady_zip(written: bytes, day: date) -> bytes:
    """The same file with every date in it set to the beginning of this day (UTC), in workbooks within it too."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, _steady(name, old.read(name), day))
    return stream.getvalue()


def _steady(name: str, content: bytes, day: date) -> bytes:
    if name.endswith(".xlsx"):
        return steady_zip(content, day)
    if name == _PROPERTIES:
        return _MOMENT.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<3>", content)
    return content
