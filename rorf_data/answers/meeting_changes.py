"""What changed since a meeting: new months, old months that moved, and who has not reported.

Old months are those up to the month that the meeting was about; whatever is on record of later ones is new. An old
month moves by *late* rows, which weren't on record then, and by *corrected* ones, which were and are changed or
withdrawn. Of calls, requests and deaths even that a month moved tells something, so what may leave of these frames is
asked for with ``of="kits"`` and doesn't know of the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

import pandas as pd

from rorf_data.answers.asking import answer
from rorf_data.answers.history import MEASURE_WORDS
from rorf_data.answers.labels import FEED_WORDS
from rorf_data.answers.meetings import month_of_meeting, reader_of_meeting
from rorf_data.answers.reader import Reader, describe_and_release
from rorf_data.answers.reporting import AGENCY_LABEL, as_days, ledger, months_over, newest_months
from rorf_data.answers.resting import each_of, resting_on
from rorf_data.answers.series import FEED_OF, grids
from rorf_data.disclosure.release import Released
from rorf_data.disclosure.rests import INSIDE, Rests, free
from rorf_data.measures.counts import over_areas
from rorf_data.measures.reporting import MonthReport, Status
from rorf_data.model import Feed, Filters, Period, add_months, last_of_month
from rorf_data.store.changes_since import NEW, WATCHED, load_changes_since
from rorf_data.store.ledger import Reporter, months_in_words
from rorf_data.store.meetings import Meeting, load_meeting
from rorf_data.store.queries import load_reported_months
from rorf_data.towns import gazetteer

Of = Literal["all", "kits"]
COUNTED: Final = ("kits", "calls", "requests", "deaths")
TOWN_COUNTS: Final = {"kits": "total_kits", "calls": "total_calls", "requests": "total_requests"}
MONTHS_WATCHED: Final = 12
MOST_MONTHS_NAMED: Final = 3

OLD_NOTE = (
    "Late rows came after the meeting for days of months that it already looked at; corrected rows were on record then "
    "and are changed or withdrawn now."
)
NEW_NOTE = "New months are those after the month that the meeting was about, as far as they are on record."
TOWNS_NOTE = "Counted are the member towns together."
ROWS_NOTE = "Rows of all places on record, also of those outside the member towns."
LABELS_OF_CHANGES = {
    "before": "Then",
    "now": "Now",
    "new_since": "New since",
    "late_rows": "Late",
    "corrected_rows": "Corrected",
}


@dataclass(frozen=True)
class _Since:
    """Two states of the data: that of a meeting, and that of the reader."""

    reader: Reader
    meeting: Meeting
    measures: tuple[str, ...]

    @classmethod
    def of(cls, reader: Reader, number: int, of: Of) -> _Since:
        with reader.engine.connect() as connection:
            meeting = load_meeting(connection, number)
        return cls(reader, meeting, COUNTED if of == "all" else ("kits",))

    @property
    def old(self) -> date:
        """The first day of the newest old month."""
        return self.meeting.month

    @cached_property
    def on_record(self) -> dict[str, list[date]]:
        """The months on record now of each measure."""
        with self.reader.connect() as connection:
            return {name: load_reported_months(connection, FEED_OF[name]) for name in self.measures}

    @property
    def months(self) -> Period:
        """From the first month on record to the newest one, or to the month of the meeting."""
        every = [self.old, *(month for months in self.on_record.values() for month in months)]
        return Period(min(every), last_of_month(max(every)))

    @property
    def new_months(self) -> Period:
        """The months after that of the meeting, up to the newest on record or the month before today's."""
        first = add_months(self.old, 1)
        return Period(first, max(self.months.last, last_of_month(first)))

    def totals(self, reader: Reader) -> dict[str, pd.Series]:
        """The member towns' counts by month, as that reader sees them."""
        towns = self.reader.towns_of(Filters(month_of_meeting(self.meeting)))
        with reader.connect() as connection:
            found = grids(connection, self.measures, towns, self.months)
        return {name: over_areas(grid) for name, grid in found.items()}

    @cached_property
    def then_and_now(self) -> pd.DataFrame:
        """One row for each measure and month: measure, month_start, before, now."""
        then, now = self.totals(reader_of_meeting(self.reader, self.meeting.number)), self.totals(self.reader)
        each = [
            pd.DataFrame({"measure": name, "month_start": now[name].index, "before": then[name].array,
                          "now": now[name].array})
            for name in self.measures
        ]  # fmt: skip
        return pd.concat(each, ignore_index=True)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The records that are other than they were: feed, what, who, day, area, kits, month."""
        feeds = [feed for feed in WATCHED if any(FEED_OF[name] is feed for name in self.measures)]
        with self.reader.connect() as connection:
            each = [
                load_changes_since(connection, feed, self.meeting.data_version).assign(feed=feed.value)
                for feed in feeds
            ]
        found = pd.concat(each, ignore_index=True)
        return found.assign(month=[day.replace(day=1) for day in found["day"]])

    @property
    def old_rows(self) -> pd.DataFrame:
        """Those of old months."""
        is_old = [month <= self.old for month in self.rows["month"]]
        return self.rows[pd.Series(is_old, index=self.rows.index, dtype=bool)]

    @property
    def said(self) -> str:
        return f"meeting {self.meeting.number}"


@answer
def new_months(reader: Reader, since: int, of: Of = "all") -> Released:
    """One row for each measure and month after the one that the meeting was about, as far as on record, newest first.

    Columns: measure, month_start, month, now, new_since (how many more than at the meeting), for the member towns
    together. ``of="kits"`` tells of kits alone.
    """
    asked = _Since.of(reader, since, of)
    found = asked.then_and_now
    is_new = [
        start.date() > asked.old and start.date() in asked.on_record[name]
        for name, start in zip(found["measure"], found["month_start"], strict=True)
    ]
    new = found[is_new].sort_values("month_start", ascending=False, kind="stable").reset_index(drop=True)
    frame = _with_words(new).assign(now=new["now"], new_since=new["now"] - new["before"].fillna(0))
    towns = reader.towns_of(Filters(month_of_meeting(asked.meeting)))
    spans = [Period.of_month(start.date()) for start in new["month_start"]]
    rests = free(["measure", "month_start", "month"], len(frame)) | {
        "now": [resting_on(name, towns, span) for name, span in zip(new["measure"], spans, strict=True)],
        "new_since": [() if name == "kits" else INSIDE for name in new["measure"]],
    }
    return _release(asked, frame, f"New since {asked.said}", asked.new_months, [NEW_NOTE, TOWNS_NOTE], rests, towns)


@answer
def new_by_town(reader: Reader, since: int) -> Released:
    """One row for each member town and month after the one that the meeting was about, newest month first, A to Z:
    town, month_start, month, total_kits, total_calls, total_requests. Missing where the month isn't on record.
    """
    asked = _Since.of(reader, since, "all")
    towns = reader.towns_of(Filters(asked.new_months))
    with reader.connect() as connection:
        found = grids(connection, list(TOWN_COUNTS), towns, asked.new_months)
    on_record = {month for name in TOWN_COUNTS for month in asked.on_record[name]}
    months = [month for month in sorted(asked.new_months.months(), reverse=True) if month in on_record]
    rows = [(month, code) for month in months for code in towns]
    starts = pd.DatetimeIndex([month for month, _ in rows])
    frame = pd.DataFrame({"town_code": [code for _, code in rows], "month_start": starts})
    frame = frame.assign(month=[f"{month:%b %Y}" for month, _ in rows], town=_names(code for _, code in rows))
    for name, column in TOWN_COUNTS.items():
        values: list[Any] = [found[name].loc[pd.Timestamp(month), code] for month, code in rows]
        frame[column] = pd.array(values, dtype="Int64")
    rests = free(["town_code", "month_start", "month", "town", "total_kits"], len(rows)) | {
        column: [each_of(name, [code], Period.of_month(month))[0] for month, code in rows]
        for name, column in TOWN_COUNTS.items()
        if name != "kits"
    }
    return _release(asked, frame, f"New since {asked.said}, by town", asked.new_months, [NEW_NOTE], rests, towns)


@answer
def old_months_moved(reader: Reader, since: int, of: Of = "all") -> Released:
    """One row for each measure and old month whose figure is another now than at the meeting, newest month first.

    Columns: measure, month_start, month, before, now, late_rows, corrected_rows. ``of="kits"`` tells of kits alone; the
    rest stays inside the programme.
    """
    asked = _Since.of(reader, since, of)
    found = asked.then_and_now
    is_old = found["month_start"] <= pd.Timestamp(asked.old)
    moved = found[is_old & (found["before"].fillna(-1) != found["now"].fillna(-1))]
    moved = moved.sort_values("month_start", ascending=False, kind="stable").reset_index(drop=True)
    towns = reader.towns_of(Filters(month_of_meeting(asked.meeting)))
    own = asked.old_rows[asked.old_rows["area"].isin(towns)]
    counted = Counter(zip(own["feed"], own["month"], own["what"] == NEW, strict=True))
    keys = [
        (FEED_OF[name].value, start.date()) for name, start in zip(moved["measure"], moved["month_start"], strict=True)
    ]
    frame = _with_words(moved).assign(
        before=moved["before"],
        now=moved["now"],
        late_rows=pd.array([counted[(*key, True)] for key in keys], dtype="Int64"),
        corrected_rows=pd.array([counted[(*key, False)] for key in keys], dtype="Int64"),
    )
    rests = free(frame.columns, len(frame)) if of == "kits" else {}
    return _release(
        asked, frame, f"Old months that moved since {asked.said}", Period(asked.months.first, last_of_month(asked.old)),
        [OLD_NOTE, TOWNS_NOTE], rests, towns,
    )  # fmt: skip


@answer
def rows_by_agency(reader: Reader, since: int, of: Of = "all") -> Released:
    """One row for each agency (or source, where none is recorded) that sent rows of old months since the meeting.

    Columns: agency, feed, late_rows, corrected_rows, months (in words); those with most rows first. ``of="kits"`` tells
    of kit logs alone; the rest stays inside the programme.
    """
    asked = _Since.of(reader, since, of)
    by_sender: dict[tuple[str, str], list[tuple[str, date]]] = defaultdict(list)
    for row in asked.old_rows.to_dict("records"):
        by_sender[row["feed"], row["who"]].append((row["what"], row["month"]))
    ordered = sorted(by_sender.items(), key=lambda one: (-len(one[1]), one[0]))
    frame = pd.DataFrame(
        {
            "agency": [who for (_, who), _ in ordered],
            "feed": [FEED_WORDS[Feed(feed)] for (feed, _), _ in ordered],
            "late_rows": pd.array([sum(what == NEW for what, _ in rows) for _, rows in ordered], dtype="Int64"),
            "corrected_rows": pd.array([sum(what != NEW for what, _ in rows) for _, rows in ordered], dtype="Int64"),
            "months": [_months_named({month for _, month in rows}) for _, rows in ordered],
        }
    )
    rests = free(frame.columns, len(frame)) if of == "kits" else {}
    old = Period(asked.months.first, last_of_month(asked.old))
    title = f"Late and corrected rows since {asked.said}"
    return _release(asked, frame, title, old, [OLD_NOTE, ROWS_NOTE], rests, ())


@answer
def missing_reports(reader: Reader) -> Released:
    """One row for each agency or source of which an expected report is missing after its day, the longest first.

    Columns: agency, feed, last_month (the newest on record; missing where there is none), months (those missing, in
    words), reports_missing, days_late (of the oldest); of the last twelve months that are over.
    """
    wanted = months_over(reader, MONTHS_WATCHED)
    with reader.connect() as connection:
        late: dict[Reporter, list[MonthReport]] = defaultdict(list)
        for report in ledger(reader, connection, wanted):
            if report.status is Status.MISSING:
                late[report.reporter].append(report)
        newest = newest_months(connection)
        ordered = sorted(late.items(), key=_longest_first)
        frame = pd.DataFrame(
            {
                "agency": [who.name for who, _ in ordered],
                "feed": [FEED_WORDS[who.feed] for who, _ in ordered],
                "last_month": as_days(newest.get(who) for who, _ in ordered),
                "months": [_months_named({report.month for report in found}) for _, found in ordered],
                "reports_missing": pd.array([len(found) for _, found in ordered], dtype="Int64"),
                "days_late": pd.array([max(r.days_late or 0 for r in found) for _, found in ordered], dtype="Int64"),
            }
        )
        return describe_and_release(
            reader,
            connection,
            frame,
            title="Who has not reported",
            period=Period(min(wanted), last_of_month(max(wanted))),
            towns=(),
            feeds=dict.fromkeys(who.feed for who, _ in ordered) or [Feed.DISTRIBUTIONS],
            extra_labels=AGENCY_LABEL | {"months": "Months missing", "reports_missing": "Reports missing"},
            rests=free(frame.columns, len(frame)),
            is_over_time=False,
        )


def _longest_first(late: tuple[Reporter, Sequence[MonthReport]]) -> tuple[int, bool, Reporter]:
    """Of those that are as late, agencies come before sources."""
    who, found = late
    return -max(report.days_late or 0 for report in found), not who.agency, who


def _with_words(found: pd.DataFrame) -> pd.DataFrame:
    """measure in words, month_start, month."""
    return pd.DataFrame(
        {
            "measure": [MEASURE_WORDS[name] for name in found["measure"]],
            "month_start": found["month_start"].array,
            "month": [f"{start:%b %Y}" for start in found["month_start"]],
        }
    )


def _names(codes: Iterable[str]) -> list[str]:
    return [gazetteer.area_label(code) for code in codes]


def _months_named(months: Iterable[date]) -> str:
    """``March and April 2026``; of more than three the newest, and how many others."""
    ordered = sorted(months)
    if len(ordered) <= MOST_MONTHS_NAMED:
        return months_in_words(ordered)
    return f"{ordered[-1]:%B %Y} and {len(ordered) - 1} earlier months"


def _release(
    asked: _Since,
    frame: pd.DataFrame,
    title: str,
    period: Period,
    notes: Sequence[str],
    rests: Rests,
    towns: Sequence[str],
) -> Released:
    with asked.reader.connect() as connection:
        return describe_and_release(
            asked.reader,
            connection,
            frame,
            title=title,
            period=period,
            towns=towns,
            feeds=dict.fromkeys(FEED_OF[name] for name in asked.measures),
            notes=notes,
            extra_labels=AGENCY_LABEL | LABELS_OF_CHANGES | {"months": "Months"},
            rests=rests,
            is_over_time=False,
        )
