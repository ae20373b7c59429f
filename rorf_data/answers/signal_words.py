"""What a signal says, made by rule from its figures: never more than they do, and calm about small counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rorf_data.measures.signals import Judged
from rorf_data.model import Period, in_words

UNUSUAL, NOTHING_UNUSUAL, TOO_FEW = "unusual", "nothing unusual", "too few to say"
REFERENCE = "for reference"
MOST_WEEKS = 1000
MOST_NAMED = 3
WEEKS_A_YEAR = 52.18


def answer_of(judged: Judged) -> str:
    """``unusual``, ``nothing unusual`` or ``too few to say``."""
    if judged.is_unusual is None:
        return TOO_FEW
    return UNUSUAL if judged.is_unusual else NOTHING_UNUSUAL


def signal_in_words(judged: Judged, today: date, months: int) -> str:
    """``5 calls in the last 7 days; usual is 0.8; by chance about once in 390 weeks. That is unusual.``

    ``months`` is the length of the baseline. What came in later is told at the end.
    """
    seen = f"{calls_in_words(judged.on_time)} in {window_in_words(judged.window, today)}"
    late = late_in_words(judged.late)
    if judged.usual is None:
        return f"{seen}. Too few to say whether that is unusual: {_missing_in_words(judged.missing, months)}{late}"
    told = [seen, f"usual is {usual_in_words(judged.usual)}"]
    if judged.on_time and (weeks := weeks_in_words(judged.weeks)):
        told.append(f"by chance {weeks}")
    verdict = "That is unusual." if judged.is_unusual else "Nothing unusual."
    return f"{'; '.join(told)}. {verdict}{late}"


def town_in_words(town: str, total: int, window: Period, today: date) -> str:
    """``Kent: 3 calls in the last 28 days.``"""
    return f"{town}: {calls_in_words(total)} in {window_in_words(window, today)}."


def county_in_words(most: int, more_than: int, window: Period, today: date) -> str:
    """The county task force's own rule beside the most calls on one day, with what isn't known of the rule."""
    return (
        f"The Litchfield County Opiate Task Force speaks of a spike at more than {more_than} overdoses in 24 hours in "
        f"the whole county. Here, the most on one day in {window_in_words(window, today)} was {most}. The rule has "
        "three levels; what sets them apart isn't published."
    )


def ears_in_words(name: str, count: int, bound: float, day: date) -> str:
    """``EARS C1: 4 calls on 12 November 2026; it takes more than 3.2 for unusual.``"""
    return f"EARS {name}: {calls_in_words(count)} on {in_words(day)}; it takes more than {bound:.1f} for unusual."


def calls_in_words(count: int) -> str:
    """``No calls``, ``1 call``, ``5 calls``."""
    if count == 0:
        return "No calls"
    return "1 call" if count == 1 else f"{count:,} calls"


def window_in_words(window: Period, today: date) -> str:
    """``the last 7 days`` where the window ends today, else ``the 7 days to 12 November 2026``."""
    days = (window.last - window.first).days + 1
    return f"the last {days} days" if window.last == today else f"the {days} days to {in_words(window.last)}"


def usual_in_words(usual: float) -> str:
    """To one decimal; what would be 0.0 but isn't nothing says so."""
    return "less than 0.1" if 0 < usual < 0.05 else f"{usual:,.1f}"


def weeks_in_words(weeks: float | None) -> str:
    """``about once in 65 weeks``; with two digits that count, and years beside them where there are many weeks."""
    if weeks is None:
        return ""
    if weeks >= MOST_WEEKS:
        return f"less than once in {MOST_WEEKS:,} weeks"
    told = _two_digits(weeks)
    if told <= 1:
        return "about once a week"
    years = f" ({round(weeks / WEEKS_A_YEAR)} years)" if weeks > 2 * WEEKS_A_YEAR else ""
    return f"about once in {told} weeks{years}"


def late_in_words(late: int) -> str:
    """`` 2 more came in later and raise no alarm.``, with a space before it; empty where none did."""
    if late <= 0:
        return ""
    return f" {late:,} more came in later and {'raises' if late == 1 else 'raise'} no alarm."


def _two_digits(value: float) -> int:
    return round(value) if value < 100 else round(value / 10) * 10


def _missing_in_words(missing: Sequence[date], months: int) -> str:
    named = [f"{month:%B %Y}" for month in missing]
    listed = ", ".join(named) if len(named) <= MOST_NAMED else f"{len(named)} of these months"
    verb = "isn't" if len(named) == 1 else "aren't"
    return f"it takes {months} months of call records before, and {listed} {verb} on record."
