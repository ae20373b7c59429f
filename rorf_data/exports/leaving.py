"""What may become a file at all."""

from __future__ import annotations

from rorf_data.disclosure.release import Released
from rorf_data.errors import ExportRefused


def check_may_leave(released: Released) -> None:
    """Raise :class:`ExportRefused` for what is for looking at on the screen only, such as smoothed rates."""
    if released.about.is_for_screen_only:
        raise ExportRefused(f"“{released.about.title}” is for looking at on the screen only; no file is made of it.")
