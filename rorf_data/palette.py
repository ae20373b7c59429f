"""The colours of every picture: one for each idea, the same on every page and in every file.

Each colour of an idea stands at 3:1 or better against white, the light page, and both dark grounds (WCAG 2.2, 1.4.11),
so one colour serves both looks. That leaves only the middle of the scale of lightness, so ideas that share a picture
also differ in form: stacked against hatched, bar against line, full against dashed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Look = Literal["light", "dark"]

KITS = "#0072B2"
REQUESTS = "#00966C"
DELIVERED = "#40706B"
WAITING = "#9B5FC0"
REFUSED = "#A98632"
CALLS = "#D55E00"
ELIGIBLE = "#7E7AA8"
FATAL = "#A83E50"
NONFATAL = "#DB7A36"
UNKNOWN = "#858B94"
DEATHS = "#8494B0"
OPIOID_DEATHS = "#57658A"
MEDIAN = "#00966C"
P90 = "#3F6E8C"
REPORTED = "#4B7A9E"
NO_RECORD = "#8A8F98"
HIDDEN = "#8A7F8E"
PROVISIONAL = "#5B84B8"
EVENT = "#8A6D3B"
REFERENCE = "#737B87"

MEASURES = {
    "total_kits": KITS,
    "total_doses": KITS,
    "kits_12_months": KITS,
    "kits_per_1000": KITS,
    "kits_per_call": KITS,
    "visits_per_call": ELIGIBLE,
    "kit_left_calls": KITS,
    "kit_left_share": KITS,
    "eligible_kit_left_share": KITS,
    "kit_refused_calls": REFUSED,
    "no_kit_recorded_calls": UNKNOWN,
    "eligible_calls": ELIGIBLE,
    "total_distributions": KITS,
    "new_kits": KITS,
    "kits_with_new": KITS,
    "total_requests": REQUESTS,
    "total_delivered": DELIVERED,
    "requests_waiting": WAITING,
    "total_calls": CALLS,
    "calls_12_months": CALLS,
    "naloxone_calls": CALLS,
    "fatal_calls": FATAL,
    "nonfatal_calls": NONFATAL,
    "unknown_outcome_calls": UNKNOWN,
    "total_deaths": DEATHS,
    "opioid_deaths": OPIOID_DEATHS,
    "median_days": MEDIAN,
    "p90_days": P90,
}
"""The colour of each measure, by the column that holds it."""

HELP = {
    "Naloxone": KITS,
    "Treatment": REQUESTS,
    "Disposal of medicines and needles": WAITING,
    "Other help": NONFATAL,
}
"""The colour of a public place, by what it offers first."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map or an exported picture is drawn on, in one look.

    ``ramp`` runs from the lowest class of a rate to the highest; writing in ``text`` is readable on all of it.
    """

    background: str
    text: str
    quiet_text: str
    grid: str
    context: str
    none: str
    no_record: str
    border: str
    chosen: str
    ramp: tuple[str, ...]


LIGHT = Ground(
    background="#FFFFFF",
    text="#1B2330",
    quiet_text="#555F6E",
    grid="#E3E7EC",
    context="#F6F7F9",
    none="#FFFFFF",
    no_record="#D9DBDF",
    border="#3C4654",
    chosen="#1B2330",
    ramp=("#DCEBF5", "#B9D7EA", "#93C0DD", "#6CA8CF"),
)

DARK = Ground(
    background="#0E1117",
    text="#F3F5F8",
    quiet_text="#AEB6C2",
    grid="#2B323D",
    context="#151A22",
    none="#0E1117",
    no_record="#3A3D43",
    border="#C3CBD6",
    chosen="#FFFFFF",
    ramp=("#152C40", "#1B405F", "#21557F", "#286CA1"),
)

GROUNDS: dict[Look, Ground] = {"light": LIGHT, "dark": DARK}
