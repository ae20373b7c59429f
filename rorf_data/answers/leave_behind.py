"""The three leave-behind rates, each under its own name with its denominator, beside what others have published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import pandas as pd
import sqlalchemy as sa

from rorf_data.analysis import Analysis
from rorf_data.answers.asking import answer
from rorf_data.answers.cascade import ELIGIBLE_NOTE, FEEDS, notes_on_shares
from rorf_data.answers.linked import (
    NO_CALLS,
    NO_RECORD,
    Told,
    bar_of,
    months_counted,
    notes_on_linking,
    only_where_linked,
    part_columns,
    part_of,
    share_said,
    steps_counted,
)
from rorf_data.answers.reader import Reader, data_since, describe_and_release
from rorf_data.answers.reporting import reports_missing
from rorf_data.answers.resting import whole_sum
from rorf_data.answers.said import UNSTABLE
from rorf_data.answers.series import grids, notes_on_gaps, sums_by_area
from rorf_data.answers.towns import elsewhere_in_notes, with_month_names
from rorf_data.answers.watched import without_earlier_zeros
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import Rests, free
from rorf_data.measures.cascade import Counts, Part, kits_per_overdose_call
from rorf_data.measures.counts import over_areas, rolling_12_months
from rorf_data.measures.intervals import Reliability
from rorf_data.measures.published import Published, published_beside, published_figures
from rorf_data.model import Filters, Period

Rate = Literal["kits_per_call", "kit_left_share", "eligible_kit_left_share"]

RATES: Final[dict[Rate, str]] = {
    "kits_per_call": "Kits per overdose call",
    "kit_left_share": "Calls with a kit left",
    "eligible_kit_left_share": "Eligible calls with a kit left",
}
"""The three rates by the column that holds them, under the names that are never exchanged."""

MONTHS: Final = 12
HERE: Final = "Here"
VISITS_HERE: Final = "Here, visits for each call"
PUBLISHED_OTHERWISE: Final = "Another rate: kits registered, of kits given to crews"
RATIO_NOTE = (
    "Kits per overdose call divides all kits left, at an overdose or not, by all overdose calls; it is no share of "
    "calls and may exceed 1. Its interval is that of the visits at which kits were left, since several kits can be "
    "left at one visit."
)
PUBLISHED_NOTE = (
    "Published figures stand only under a rate that is defined in the same way, each with its own counts; programmes "
    "differ in whom they count, so they are no targets."
)

_KITS: Final = {"kits": "total_kits", "distributions": "total_distributions", "calls": "total_calls"}
_COUNTS_OF: Final[dict[Rate, tuple[str, str]]] = {
    "kit_left_share": ("kit_left_calls", "total_calls"),
    "eligible_kit_left_share": ("eligible_kit_left_calls", "eligible_calls"),
}
_WORDS_OF: Final[dict[Rate, tuple[str, str]]] = {
    "kit_left_share": ("calls with a kit left", "overdose calls"),
    "eligible_kit_left_share": ("eligible calls with a kit left", "eligible calls"),
}
_TYPES: Final = {"numerator": "Int64", "denominator": "Int64"} | dict.fromkeys(
    ("value", "value_low", "value_high"), "Float64"
)


@answer
def leave_behind_rates(reader: Reader, chosen: Filters) -> Released:
    """The three rates of the chosen towns together, over the period, both ends included, each followed by what was
    published under the same definition; last what was published under another.

    Columns: measure (the rate's name), place (or programme), counts (both, in words), value_said (with its exact
    interval, or why there is none), citation; then numerator, denominator, value, value_low and value_high,
    missing where they can't be said. Kits per overdose call has a second row: the visits for each call, whose interval
    is known. A share is left out where kits and calls are not linked, and a note says why.
    """
    towns, analysis = reader.towns_of(chosen), reader.settings.analysis
    with reader.connect() as connection:
        steps = steps_counted(connection, towns, chosen.period)[()]
        kits = sums_by_area(connection, list(_KITS), towns, chosen.period).rename(columns=_KITS).sum(min_count=1)
        elsewhere, inside = elsewhere_in_notes(connection, ["calls", "kits"], towns, chosen.period)
        shown = NO_RECORD if pd.isna(kits["total_calls"]) else only_where_linked(steps, analysis)
        return describe_and_release(
            reader,
            connection,
            pd.DataFrame(_all_rows(kits, shown, analysis)).astype(_TYPES),
            title="Three leave-behind rates, and what others have published",
            period=chosen.period,
            towns=towns,
            feeds=FEEDS,
            inside_notes=[*notes_on_linking(steps, analysis), *inside],
            notes=[
                RATIO_NOTE,
                *notes_on_shares(analysis)[:2],
                ELIGIBLE_NOTE,
                PUBLISHED_NOTE,
                *(f"{figure.place}: {figure.differs}" for figure in published_figures() if figure.differs),
                *_notes_on_records(reader, connection, chosen.period),
                *elsewhere,
            ],
        )


@answer
def leave_behind_by_month(reader: Reader, chosen: Filters, rate: Rate) -> Released:
    """One rate of the chosen towns together, by month, each point that of the twelve months up to and with the month.

    Columns: month_start, month; for a share its two counts, the share with its limits, and the share in words; for kits
    per overdose call total_kits, total_distributions, total_calls, kits_per_call, and visits_per_call with its limits.
    Missing unless all twelve months are on record, where the counts are too few, and where calls are not linked.
    """
    towns = reader.towns_of(chosen)
    span = data_since(chosen.period, MONTHS - 1)
    with reader.connect() as connection:
        made = _ratios if rate == "kits_per_call" else _shares
        elsewhere, inside = elsewhere_in_notes(connection, ["calls", "kits"], towns, span)
        return describe_and_release(
            reader,
            connection,
            with_month_names(made(reader, connection, towns, span, rate)),
            title=f"{RATES[rate]}, in the 12 months to each month",
            period=chosen.period,
            towns=towns,
            feeds=FEEDS,
            notes=[
                "Each point stands for twelve months, so neighbouring points share eleven of them and are no two "
                "findings.",
                *([RATIO_NOTE] if rate == "kits_per_call" else notes_on_shares(reader.settings.analysis)),
                *([ELIGIBLE_NOTE] if rate == "eligible_kit_left_share" else []),
                *(
                    f"Published: {published_said(figure)}. {figure.differs}".strip()
                    for figure in published_beside(rate)
                ),
                *_notes_on_records(reader, connection, span),
                *elsewhere,
            ],
            inside_notes=inside,
            rests=_ratio_rests(reader, towns, span) if rate == "kits_per_call" else None,
        )


def _ratio_rests(reader: Reader, towns: Sequence[str], span: Period) -> Rests:
    """The ratios are of sums alone; the shares of calls are told of by single calls, so they stay inside."""
    years = [Period.of_months(month, MONTHS) for month in list(span.months())[MONTHS - 1 :]]
    ratios = ("kits_per_call", "visits_per_call", "visits_per_call_low", "visits_per_call_high")
    calls = [whole_sum(reader, "calls", towns, year) for year in years]
    is_free = ("month_start", "month", "total_kits", "total_distributions")
    return free(is_free, len(years)) | dict.fromkeys(("total_calls", *ratios), calls)


def published_said(figure: Published) -> str:
    """``Howard County, Maryland, June 2018 to June 2019: 120 kits on 239 ..., 0.50 (Scharf and others 2020)``."""
    return f"{figure.name}: {figure.counts_in_words}, {figure.value_in_words} ({figure.citation})"


def _all_rows(kits: pd.Series, shown: Told, analysis: Analysis) -> list[dict[str, Any]]:
    rows = _kits_rows(kits, analysis) + _published_rows("kits_per_call")
    for rate, (above, below) in _COUNTS_OF.items():
        if shown[above] is not None or shown[below] is None:
            rows += [_share_row(rate, shown, analysis), *_published_rows(rate)]
    return rows + [_published_row(PUBLISHED_OTHERWISE, figure) for figure in published_beside("")]


def _kits_rows(kits: pd.Series, analysis: Analysis) -> list[dict[str, Any]]:
    """Kits for each call, and visits for each call with their interval."""
    name = RATES["kits_per_call"]
    if kits[["total_kits", "total_distributions", "total_calls"]].isna().any():
        return [_row(name, HERE, "no record", None, "no record")]
    number, visits, calls = (int(kits[column]) for column in ("total_kits", "total_distributions", "total_calls"))
    each, visit_each = kits_per_overdose_call(number, visits, calls, bar_of(analysis))
    on_calls = f"{calls:,} overdose calls"
    return [
        _row(name, HERE, f"{number:,} kits, {on_calls}", each, ratio_said(each, analysis)),
        _row(name, VISITS_HERE, f"{visits:,} visits, {on_calls}", visit_each, ratio_said(visit_each, analysis)),
    ]


def ratio_said(part: Part, analysis: Analysis) -> str:
    """``1.94``, with its interval where it has one, marked where it is unstable; or why there is none."""
    if part.value is None:
        return f"fewer than {analysis.fewest_for_a_rate} visits or calls" if part.denominator else "no call"
    said = f"{part.value:.2f}" + (f" ({part.limits.low:.2f} to {part.limits.high:.2f})" if part.limits else "")
    return f"{said}, {UNSTABLE}" if part.reliability is Reliability.UNSTABLE else said


def _share_row(rate: Rate, shown: Told, analysis: Analysis) -> dict[str, Any]:
    calls = shown[_COUNTS_OF[rate][1]]
    part = part_of(rate, shown, analysis)
    above, below = _WORDS_OF[rate]
    counts = f"{part.numerator:,} {above}, {part.denominator:,} {below}" if part else "no record"
    return _row(RATES[rate], HERE, counts, part, share_said(part, calls, analysis))


def _published_rows(rate: Rate) -> list[dict[str, Any]]:
    return [_published_row(RATES[rate], figure) for figure in published_beside(rate)]


def _published_row(name: str, figure: Published) -> dict[str, Any]:
    part = Part(figure.numerator, figure.denominator, figure.value, None, Reliability.SHOWN)
    return _row(name, figure.name, figure.counts_in_words, part, figure.value_in_words, citation=figure.citation)


def _row(measure: str, place: str, counts: str, part: Part | None, said: str, *, citation: str = "") -> dict[str, Any]:
    limits = part.limits if part else None
    return {
        "measure": measure,
        "place": place,
        "counts": counts,
        "value_said": said,
        "citation": citation,
        "numerator": part.numerator if part else None,
        "denominator": part.denominator if part else None,
        "value": part.value if part else None,
        "value_low": limits.low if limits else None,
        "value_high": limits.high if limits else None,
    }


def _ratios(reader: Reader, connection: sa.Connection, towns: Sequence[str], span: Period, _: Rate) -> pd.DataFrame:
    analysis = reader.settings.analysis
    counted = grids(connection, list(_KITS), towns, span)
    shown = {_KITS[name]: without_earlier_zeros(reader, grid) for name, grid in counted.items()}
    sums = pd.DataFrame({name: over_areas(grid) for name, grid in shown.items()})
    rolled = rolling_12_months(sums).iloc[MONTHS - 1 :]
    pairs = [_pair(row, analysis) for row in rolled.itertuples(index=False)]
    columns = [
        {"kits_per_call": pair[0].value if pair else None} | part_columns("visits_per_call", pair[1] if pair else None)
        for pair in pairs
    ]
    return rolled.join(pd.DataFrame(columns, index=rolled.index).astype("Float64"))


def _pair(row: tuple[Any, ...], analysis: Analysis) -> tuple[Part, Part] | None:
    """Kits and visits for each call, of kits, visits and calls; None where one of them is missing."""
    if any(cell is pd.NA for cell in row):
        return None
    kits, visits, calls = (int(cell) for cell in row)
    return kits_per_overdose_call(kits, visits, calls, bar_of(analysis))


def _shares(reader: Reader, connection: sa.Connection, towns: Sequence[str], span: Period, rate: Rate) -> pd.DataFrame:
    analysis = reader.settings.analysis
    found = months_counted(reader, connection, towns, span)
    months, by_month = list(found), list(found.values())
    above, below = _COUNTS_OF[rate]
    rows: list[dict[str, Any]] = []
    for last in range(MONTHS - 1, len(months)):
        shown = _year(by_month[last - MONTHS + 1 : last + 1], analysis)
        part = part_of(rate, shown, analysis)
        said = {f"{rate}_said": share_said(part, shown[below], analysis)}
        rows.append({above: shown[above], below: shown[below]} | part_columns(rate, part) | said)
    frame = pd.DataFrame(rows, index=pd.DatetimeIndex(months[MONTHS - 1 :]).as_unit("s"))
    shares = dict.fromkeys((rate, f"{rate}_low", f"{rate}_high"), "Float64")
    return frame.astype({above: "Int64", below: "Int64", f"{rate}_said": "str"} | shares)


def _year(months: Sequence[Counts | None], analysis: Analysis) -> Told:
    """Twelve months together; missing unless all of them are on record."""
    known = [month for month in months if month is not None]
    if len(known) < len(months):
        return NO_RECORD
    return only_where_linked({column: sum(month[column] for month in known) for column in NO_CALLS}, analysis)


def _notes_on_records(reader: Reader, connection: sa.Connection, period: Period) -> list[str]:
    return [
        *reports_missing(reader, connection, FEEDS, period),
        *notes_on_gaps(connection, ["calls", "kits"], period),
    ]
