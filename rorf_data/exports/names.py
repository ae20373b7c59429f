"""What a downloaded file is called."""

from __future__ import annotations

import calendar
import re
import unicodedata

from rorf_data.disclosure.release import Released
from rorf_data.model import Audience

_LONGEST_TITLE = 48
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_DAY_OR_MONTH = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}) (\d{{4}})")


def file_name(
    released: Released, suffix: str, *, title: str | None = None, audience: Audience | None = None, size: str = ""
) -> str:
    """A short ASCII name such as ``kits-by-town_2025-11_2026-10_slide.png``.

    ``title`` names a picture that draws only a part of the frame, ``size`` its size. Invented data begin with
    ``sample_``; a file that must stay with staff says INTERNAL. ``audience``: for whom the file will be made, where
    that is not whom the frame is for.
    """
    parts = [
        "sample" if released.about.is_sample else "",
        slug(title or released.about.title),
        _period(released.about.period),
        size,
        "INTERNAL" if (audience or released.audience) is Audience.INTERNAL else "",
    ]
    return f"{'_'.join(part for part in parts if part)}.{suffix.removeprefix('.')}"


def slug(text: str, *, otherwise: str = "table") -> str:
    """Small ASCII letters, digits and hyphens, at most 48 and cut between words; ``otherwise`` where none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if len(short) > _LONGEST_TITLE:
        short = short[: _LONGEST_TITLE + 1].rpartition("-")[0] or short[:_LONGEST_TITLE]
    return short or otherwise


def _period(period: str) -> str:
    """``2025-11_2026-10`` from the period in words, with days only where it names days."""
    found = _DAY_OR_MONTH.findall(period)
    if not found:
        return slug(period) if period else ""
    return "_".join(f"{year}-{_MONTHS[month]:02d}" + (f"-{int(day):02d}" if day else "") for day, month, year in found)
