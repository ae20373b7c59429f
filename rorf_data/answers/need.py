"""Kits beside residents and overdose calls, a published model of how many it takes, and a fair share of new ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import pandas as pd
import sqlalchemy as sa

from rorf_data.answers.asking import answer
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import reports_missing
from rorf_data.answers.resting import each_of, together
from rorf_data.answers.series import notes_on_gaps, sums_by_area
from rorf_data.answers.towns import elsewhere_in_notes
from rorf_data.answers.watched import memberships
from rorf_data.disclosure.release import Released, release
from rorf_data.disclosure.rests import Rests, RestsOn, free
from rorf_data.measures.need import fair_share, modelled_use, planning_kits
from rorf_data.measures.person_time import memberships_within
from rorf_data.model import Feed, Period, in_words
from rorf_data.towns import gazetteer

Basis = Literal["residents", "calls"]

MONTHS = 12
FEEDS = (Feed.DISTRIBUTIONS, Feed.CALLS)
COUNTED = {"kits": "total_kits", "calls": "total_calls"}
POINT, PLANNING = "Published point", "The state's planning figure"

OTHER_CHANNELS_NOTE = (
    "Pharmacies, the state and syringe programmes supply the area too and are not counted here. The planning figure is "
    "for all channels together, so leave-behind kits can never be judged against it."
)
MODELLED = Period(date(2017, 1, 1), date(2017, 12, 31))
PUBLISHED = date(2022, 2, 10)
MODEL_SOURCE = "Irvine and others, Lancet Public Health 2022;7:e210-e218, and the authors' naloxoneneededtosave.org"
MODEL_NOTES = (
    "The points are those that the authors' website gives for Connecticut, with the 95 % credible interval; between "
    "them the picture has straight lines.",
    "The model is of 2017 and of all community programmes in the state; the authors' files mark Connecticut as none of "
    "the twelve states that were modelled from data of their own.",
    "Leave-behind kits are one channel of several, and these towns are no state: nobody can read off here how likely "
    "naloxone is at hand in them.",
)


@dataclass(frozen=True, slots=True)
class _Size:
    """What kits are shared out by: its column, its words in a note, and how coverage by it is told."""

    column: str
    words: str
    per: int
    label: str
    label_with_new: str
    decimals: int


_SIZES: dict[Basis, _Size] = {
    "residents": _Size("population", "residents", 1000, "Kits per 1,000 residents", "Per 1,000, with new", 1),
    "calls": _Size(
        "total_calls", "overdose calls of the last 12 months", 1, "Kits per overdose call", "Per call, with new", 2
    ),
}


@answer
def need_by_town(reader: Reader, towns: Sequence[str] = ()) -> Released:
    """One row for each of the towns (all that are members now when none is named), A to Z, over the newest twelve
    months.

    Columns: town_code, town, population (residents), total_kits, total_calls, planning_kits (two-dose kits a year for
    so many residents by the state's planning figure, all channels).
    """
    period = _newest_year(reader)
    shown = towns or _members_now(reader, period)
    with reader.connect() as connection:
        frame = _towns(connection, shown, period)
        per_1000 = reader.settings.analysis.planning_kits_per_1000
        elsewhere, inside = elsewhere_in_notes(connection, list(COUNTED), shown, period)
        frame["planning_kits"] = planning_kits(frame["population"], per_1000)
        notes = [
            f"The state's planning figure is {per_1000:g} two-dose kits for each 1,000 residents a year. "
            f"{OTHER_CHANNELS_NOTE}",
            "In towns this small many differences are chance.",
            *elsewhere,
        ]
        rests = free(["town_code", "town", "population", "total_kits", "planning_kits"], len(shown)) | {
            "total_calls": each_of("calls", shown, period)
        }
        title = "Kits beside residents and overdose calls"
        return _release(reader, connection, frame, title, period, shown, notes, inside=inside, rests=rests)


@answer
def kits_shared_out(reader: Reader, new: int, basis: Basis, towns: Sequence[str] = ()) -> Released:
    """How ``new`` kits are shared out among these towns (all that are members now when none is named), A to Z, so that
    kits for each resident, or each call, become as even as whole kits allow.

    Columns: town_code, town, population or total_calls, total_kits (the newest twelve months), new_kits, kits_with_new,
    coverage and coverage_with_new (kits per 1,000 residents, or per call; missing for a town without a call). No share
    is given (new_kits missing) where kits or what they are shared by are not on record, and where no town has a call.
    """
    period, size = _newest_year(reader), _SIZES[basis]
    shown = towns or _members_now(reader, period)
    with reader.connect() as connection:
        found = _towns(connection, shown, period)[["town_code", "town", size.column, "total_kits"]]
        frame = _shared(found, size, new)
        notes, inside = _notes_on_shares(frame, size, new)
        return _release(
            reader,
            connection,
            frame,
            f"A fair share of {new:,} {'kit' if new == 1 else 'kits'} by {size.words.split(' of ')[0]}",
            period,
            shown,
            notes,
            inside=inside,
            rests=_share_rests(frame, size, shown, period),
            labels={"coverage": size.label, "coverage_with_new": size.label_with_new},
        )


@answer
def naloxone_model(reader: Reader) -> Released:
    """The published points of how likely naloxone is used at a witnessed overdose in Connecticut, by kits for each
    100,000 residents a year, and the state's planning figure on that scale.

    Columns: point (what the row is), kits_per_100000, modelled_percent with modelled_low and modelled_high (0 to 100;
    missing for the planning figure, which is no point of the model).
    """
    names = {"percent": "modelled_percent", "percent_low": "modelled_low", "percent_high": "modelled_high"}
    points = modelled_use().rename(columns=names).assign(point=POINT)
    planned = 100 * reader.settings.analysis.planning_kits_per_1000
    frame = pd.concat([points, pd.DataFrame({"point": [PLANNING], "kits_per_100000": [planned]})], ignore_index=True)
    numbers = ["kits_per_100000", *names.values()]
    frame = frame[["point", *numbers]].astype(dict.fromkeys(numbers, "Float64")).round(1)
    title = "Naloxone at witnessed overdoses in Connecticut, as modelled"
    with reader.connect() as connection:
        found = describe_and_release(
            reader, connection, frame, title=title, period=MODELLED, towns=(), feeds=[], notes=MODEL_NOTES
        )
    # It is no answer of the store: where and when it was published stands in the place of files and their days.
    about = replace(found.about, towns="Connecticut", source=MODEL_SOURCE, as_of=PUBLISHED, is_sample=False)
    return release(found.frame, about, rests=free(frame.columns, len(frame)))


def _share_rests(frame: pd.DataFrame, size: _Size, towns: Sequence[str], period: Period) -> dict[str, list[RestsOn]]:
    """What one town gets rests on what all of them have."""
    if size.column != COUNTED["calls"]:
        return free(frame.columns, len(frame))
    own = each_of("calls", towns, period)
    every = [together(*own)] * len(own)
    return free(["town_code", "town", "total_kits"], len(frame)) | {
        **dict.fromkeys((size.column, "coverage"), own),
        **dict.fromkeys(("new_kits", "kits_with_new", "coverage_with_new"), every),
    }


def _newest_year(reader: Reader) -> Period:
    return Period.of_months(reader.newest_full_month().last, MONTHS)


def _members_now(reader: Reader, period: Period) -> tuple[str, ...]:
    """Those that are members on the last day, since a kit can't be given to a town of the past."""
    names = reader.settings.member_towns(Period(period.last, period.last)) or reader.settings.member_towns()
    return tuple(gazetteer.code_of(name) for name in names)


def _towns(connection: sa.Connection, towns: Sequence[str], period: Period) -> pd.DataFrame:
    """One row for each town: town_code, town, population, total_kits, total_calls."""
    counts = sums_by_area(connection, list(COUNTED), towns, period).rename(columns=COUNTED)
    frame = counts.reset_index(names="town_code")
    frame.insert(1, "town", [gazetteer.area_label(code) for code in towns])
    residents = [gazetteer.population(code, period.last).residents for code in towns]
    frame["population"] = pd.array(residents, dtype="Int64")
    return frame[["town_code", "town", "population", *COUNTED.values()]]


def _shared(found: pd.DataFrame, size: _Size, new: int) -> pd.DataFrame:
    kits, sizes = found["total_kits"], found[size.column]
    can_be_shared = not (kits.isna().any() or sizes.isna().any()) and bool(sizes.sum())
    shares = fair_share(kits.tolist(), sizes.tolist(), new) if can_be_shared else [pd.NA] * len(found)
    frame = found.assign(new_kits=pd.array(shares, dtype="Int64"))
    frame["kits_with_new"] = frame["total_kits"] + frame["new_kits"]
    divisor = sizes.astype("Float64").mask(sizes == 0)
    for before, after in (("total_kits", "coverage"), ("kits_with_new", "coverage_with_new")):
        frame[after] = (size.per * frame[before].astype("Float64") / divisor).round(size.decimals)
    return frame


def _notes_on_shares(frame: pd.DataFrame, size: _Size, new: int) -> tuple[list[str], list[str]]:
    """How the kits are shared out, and what must be said of these towns; what that tells of calls stays inside."""
    method = [
        f"One by one, each kit goes to the town with the fewest kits for its {size.words}, counting those of the last "
        "12 months; where towns are equal, to the larger one, and then by the alphabet. No town gives up a kit.",
        "It is arithmetic and no judgement: stock, roads and what people ask for may be good reasons to do otherwise, "
        "and with numbers this small kits per resident or call don't tell one town from another.",
        OTHER_CHANNELS_NOTE,
    ]
    if frame["new_kits"].isna().any():
        lacking = f"Without kits and {size.words} on record no share can be given."
        return ([lacking], []) if size is _SIZES["residents"] else (method, [lacking])
    left_out = frame.loc[frame[size.column] == 0, "town"]
    if new and len(left_out):
        return method, [f"Without a call, and so without a share when calls decide: {', '.join(left_out)}."]
    return method, []


def _notes_on_joining(reader: Reader, towns: Sequence[str], period: Period) -> list[str]:
    notes = []
    for code in towns:
        parts = memberships_within(period, memberships(reader, code))
        if parts and parts[0].first > period.first:
            notes.append(
                f"{gazetteer.area_label(code)} joined on {in_words(parts[0].first)}, so less was looked for there."
            )
    return notes


def _release(
    reader: Reader,
    connection: sa.Connection,
    frame: pd.DataFrame,
    title: str,
    period: Period,
    towns: Sequence[str],
    notes: Iterable[str],
    *,
    rests: Rests,
    inside: Iterable[str] = (),
    labels: dict[str, str] | None = None,
) -> Released:
    return describe_and_release(
        reader,
        connection,
        frame,
        title=title,
        period=period,
        towns=towns,
        feeds=FEEDS,
        notes=[
            *notes,
            *_notes_on_joining(reader, towns, period),
            *reports_missing(reader, connection, FEEDS, period),
            *notes_on_gaps(connection, list(COUNTED), period),
        ],
        inside_notes=inside,
        rests=rests,
        has_rate=True,
        extra_labels=labels,
    )
