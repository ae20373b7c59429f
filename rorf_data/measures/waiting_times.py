"""How long requests wait, those that are still open counted for as long as they have waited (Kaplan and Meier).

``waits`` is a frame with one row for each length and ending: days (calendar days from the day received to the ending,
or to the last day that the records tell of), ending (one of :data:`ENDINGS`) and total (requests). Whatever isn't
delivered leaves the count at that length: open requests because nobody knows more yet, closed ones because nobody waits
for them any longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rorf_data.measures.frames import Type, frame_of

DELIVERED, CLOSED, OPEN = "delivered", "closed", "open"
ENDINGS = (DELIVERED, CLOSED, OPEN)
NOT_REACHED = "not reached"
HALF, NINE_OF_TEN = 0.5, 0.9
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Wait:
    """The days within which a share of requests is delivered, and their interval; None where it isn't reached."""

    days: int | None
    low: int | None
    high: int | None


def share_delivered(waits: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """The share of requests that is delivered within so many days, with those that are still open counted in.

    Numerator: requests delivered on each day after they were received; the share is built up day by day.
    Denominator: on each day the requests that have waited so long: not yet delivered, closed or at the end of what the
    records tell. A request still open, or closed without delivery, counts up to then and not further.
    Source: the product-limit estimator of Kaplan and Meier (1958); the interval has Greenwood's variance on the log-log
    scale.
    Limits: it takes requests that were closed to be like the others until then. The far end of the curve rests on few
    requests; before the first delivery, and where all are delivered, the interval can't be given.

    For programs: one row for each length at which anything ended, in order. Columns: days, requests_at_risk (those that
    have waited so long), total_delivered (on that day), share_delivered, share_low and share_high (0 to 1; missing
    where there is no interval).
    """
    curve = _estimate(_counts_by_ending(waits), confidence)
    columns = {
        "days": curve.days,
        "requests_at_risk": curve.at_risk,
        "total_delivered": curve.delivered,
        "share_delivered": curve.share,
        "share_low": curve.low,
        "share_high": curve.high,
    }
    return pd.DataFrame(columns).astype(_CURVE)


def wait_until(curve: pd.DataFrame, share: float) -> Wait:
    """The days within which a share of requests is delivered, those still open counted for as long as they waited.

    Numerator: the first day on which the share delivered is as large as that or larger.
    Denominator: none; it is a length of time.
    Source: the curve of the share delivered; the interval holds the days on which the interval of the curve has the
    share in it (Brookmeyer and Crowley, 1982).
    Limits: not reached while too many requests are open; nobody can know yet how long the slower ones take. The upper
    end of the interval is often not reached with as few requests as here.

    For programs: ``curve`` is that of :func:`share_delivered`.
    """
    days, at_risk, delivered = (curve[name].to_numpy(dtype=np.int64) for name in tuple(_CURVE)[:3])
    share_reached, low, high = (curve[name].to_numpy(dtype=float, na_value=np.nan) for name in tuple(_CURVE)[3:])
    return _wait(_Curve(days, at_risk, delivered, share_reached, low, high), share)


def waits_by(waits: pd.DataFrame, key: str, *, confidence: float, fewest_for_percentiles: int) -> pd.DataFrame:
    """For each group of requests how many came and what became of them, and how long half and nine in ten waited.

    One row for each value of the column ``key``, in order; one for all together where it is empty. Under
    ``fewest_for_percentiles`` delivered requests there is no percentile, and ``in_words`` lists the days. Columns
    besides the key: total_requests, delivered_so_far, closed_so_far, open_so_far, wait_half_days, wait_half_low_days,
    wait_half_high_days, the same three with ``nine`` (missing where not reached), and in_words.
    """
    names = waits[key].to_numpy(dtype=object) if key else np.full(len(waits), "", dtype=object)
    rows = [
        {key: name} | _summary(_counts_by_ending(waits, names == name), confidence, fewest_for_percentiles)
        for name in (sorted(set(names)) if key else [""])
    ]
    words: dict[str, Type] = {"in_words": "object"}
    keys: dict[str, Type] = {key: "object"} if key else {}
    return frame_of(rows, keys | dict.fromkeys((*_COUNTS, *_LENGTHS), "Int64") | words)


def days_in_words(waits: pd.DataFrame, most_listed: int) -> str:
    """Every request by its days: ``Delivered after 3, 5 and 5 days. Still open, for 12 days so far.``

    A list of more than ``most_listed`` days gives only how many there are, and the shortest and longest of them.
    """
    return _in_words(_counts_by_ending(waits), most_listed)


_CURVE = {
    **dict.fromkeys(("days", "requests_at_risk", "total_delivered"), "Int64"),
    **dict.fromkeys(("share_delivered", "share_low", "share_high"), "Float64"),
}
_COUNTS = ("total_requests", "delivered_so_far", "closed_so_far", "open_so_far")
_LENGTHS = tuple(f"wait_{share}{end}_days" for share in ("half", "nine") for end in ("", "_low", "_high"))
_SAID = (("Delivered after", ""), ("Closed without delivery after", ""), ("Still open, for", " so far"))


Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Curve:
    """At each length of :func:`share_delivered` the requests at risk and those delivered, the share delivered, and the
    ends of its interval (NaN: none).
    """

    days: Counts
    at_risk: Counts
    delivered: Counts
    share: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]


def _estimate(counts: Mapping[str, Counts], confidence: float) -> _Curve:
    """From counts by length, since a curve from single requests takes as long as there are requests (SciPy's does)."""
    from scipy.special import ndtri  # slow to import; only who asks for a curve waits for it

    ended = np.sum([counts[ending] for ending in ENDINGS], axis=0)
    days = np.flatnonzero(ended)
    at_risk, delivered = ended[::-1].cumsum()[::-1][days], counts[DELIVERED][days]
    waiting = np.cumprod(1 - delivered / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Where the share is 0 or 1 the formula has no answer, and NaN says so.
        greenwood = np.cumsum(delivered / (at_risk * (at_risk - delivered)))
        spread = np.exp(ndtri((1 + confidence) / 2) * np.sqrt(greenwood) / -np.log(waiting))
        low, high = 1 - waiting ** (1 / spread), 1 - waiting**spread
    is_open = (waiting > 0) & (waiting < 1)
    return _Curve(days, at_risk, delivered, 1 - waiting, *(np.where(is_open, end, np.nan) for end in (low, high)))


def _wait(curve: _Curve, share: float) -> Wait:
    # Where all are delivered the curve has no interval, and its upper end can be no lower than the curve.
    high = np.where(np.isnan(curve.high) & (curve.share >= 1 - _ROUNDING), 1.0, curve.high)
    ends = [_first_day(curve.days, bound, share) for bound in (curve.share, high, curve.low)]
    return Wait(*ends) if ends[0] is not None else Wait(None, None, None)


def _summary(counts: Mapping[str, Counts], confidence: float, fewest: int) -> dict[str, object]:
    totals = [int(counts[ending].sum()) for ending in ENDINGS]
    known = dict(zip(_COUNTS, [sum(totals), *totals], strict=True))
    if totals[0] < fewest:
        return known | {"in_words": _in_words(counts, fewest)}
    curve = _estimate(counts, confidence)
    half, nine = _wait(curve, HALF), _wait(curve, NINE_OF_TEN)
    days = [half.days, half.low, half.high, nine.days, nine.low, nine.high]
    said = f"Half {_within(half)}; nine in ten {_within(nine)}."
    return known | dict(zip(_LENGTHS, days, strict=True)) | {"in_words": said}


def _in_words(counts: Mapping[str, Counts], most_listed: int) -> str:
    sentences = []
    for (opening, after), ending in zip(_SAID, ENDINGS, strict=True):
        if total := int(counts[ending].sum()):
            listed = _listed(counts[ending], most_listed)
            how_many = f" ({total:,} requests)" if total > most_listed else ""
            sentences.append(f"{opening} {listed}{after}{how_many}.")
    return " ".join(sentences) or "No request."


def _within(wait: Wait) -> str:
    if wait.days is None:
        return NOT_REACHED
    days = "1 day" if wait.days == 1 else f"{wait.days} days"
    upper = "or more" if wait.high is None else f"to {wait.high}"
    return f"within {days} ({wait.low} {upper})"


def _listed(counts: Counts, most: int) -> str:
    lengths = np.flatnonzero(counts)
    if counts.sum() > most:
        return f"{lengths[0]} to {lengths[-1]} days"
    days = np.repeat(lengths, counts[lengths]).tolist()
    if len(days) == 1:
        return "1 day" if days[0] == 1 else f"{days[0]} days"
    return f"{', '.join(map(str, days[:-1]))} and {days[-1]} days"


def _counts_by_ending(waits: pd.DataFrame, which: npt.NDArray[np.bool_] | None = None) -> dict[str, Counts]:
    """How many requests ended so after 0, 1, 2 ... days, by ending; of some rows alone where ``which`` is given."""
    days, totals = (waits[name].to_numpy(dtype=np.int64) for name in ("days", "total"))
    endings = waits["ending"].to_numpy(dtype=object)
    if which is not None:
        days, totals, endings = days[which], totals[which], endings[which]
    longest = int(days.max(initial=0))
    return {
        ending: np.bincount(days[is_so], totals[is_so], minlength=longest + 1).astype(np.int64)
        for ending in ENDINGS
        for is_so in [endings == ending]
    }


def _first_day(days: Counts, shares: npt.NDArray[np.float64], wanted: float) -> int | None:
    reached = np.flatnonzero(shares >= wanted - _ROUNDING)
    return int(days[reached[0]]) if reached.size else None
