"""Whether the dates of a file have the month or the day first, settled from all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rorf_data.intake.recognise import Recognised


@dataclass(frozen=True, slots=True)
class DateOrders:
    """The order of each date field of a file, and in sentences what it was settled by."""

    orders: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()


def find_date_orders(recognised: Recognised, *, told: str = "") -> DateOrders:
    """Look at every date of the file; ``told`` is what a person said, where the file can't settle it."""
    return DateOrders()
