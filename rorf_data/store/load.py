"""One transaction for each file: its rows are staged, compared with what is current, and become versions and totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from rorf_data.errors import FileRefused
from rorf_data.intake.ahead import reader_of
from rorf_data.intake.batches import Batch
from rorf_data.intake.canonical import LISTS
from rorf_data.intake.date_order import DateOrders, find_date_orders
from rorf_data.intake.doubted_days import Accepted
from rorf_data.intake.fix_list import Reference, is_fix_list
from rorf_data.intake.read import SourceFile
from rorf_data.intake.recognise import Recognised
from rorf_data.model import Feed, Issue, Outcome
from rorf_data.settings import Settings
from rorf_data.store import tables
from rorf_data.store.alike import check_not_told_already
from rorf_data.store.bulk import insert_rows
from rorf_data.store.changes import Change, changes_of
from rorf_data.store.coverage import add_reported_months, end_coverage
from rorf_data.store.database import writing
from rorf_data.store.date_orders import earlier_orders, remember_order
from rorf_data.store.days_on_record import days_on_record
from rorf_data.store.decided import decisions_for
from rorf_data.store.gone import Gone, find_gone, let_go_of_earlier_list
from rorf_data.store.held import end_held_rows_of, keep_held_rows, keep_repeated_rows
from rorf_data.store.mended import answered_rows, end_answered_rows, origins_of_loads, without_answered
from rorf_data.store.records import Actor, begin_load, check_version, finish_load, loads_in_force
from rorf_data.store.stage import Stage
from rorf_data.store.totals import update_totals

DATES_ACCEPTED = "Days before the programme or far from the file's others were said to be right."


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said about one load.

    ``replace``: whether the file is the whole of its months, so that what it no longer holds is withdrawn; None where
    that is left to :mod:`rorf_data.store.gone`. ``date_order``: ``month-first`` or ``day-first``, where the file can't
    settle it. ``is_other_events``: that the file tells of other events than a source whose records look alike.
    ``accept_dates``: that days before the programme, or far from the file's others, are right; none in the future is.
    ``expected_version``: the newest load that the person has seen; a later one stops the load.
    """

    replace: bool | None = None
    date_order: str = ""
    is_other_events: bool = False
    accept_dates: bool = False
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of every row of one file; ``read`` equals the sum of the five counts after it.

    ``gone``: records on file that the load withdrew, which are no rows of the file. ``asks_about_gone``: records that
    the file doesn't hold stayed, because a person must say whether it replaces its months or adds to them; ``gone`` is
    then how many there are. ``load_id`` is None for a load that was only tried. ``further``: what else is wrong with
    rows that an issue has decided of.
    """

    file: str
    sha256: str
    source: str
    feed: Feed
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    refused: int = 0
    gone: int = 0
    asks_about_gone: bool = False
    load_id: int | None = None
    left_out_columns: tuple[str, ...] = ()
    date_evidence: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    issues: tuple[Issue, ...] = ()
    further: tuple[Issue, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report with plain values, as ``rorf load --json`` prints it."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return plain | {
            "feed": self.feed.value,
            "left_out_columns": list(self.left_out_columns),
            "date_evidence": list(self.date_evidence),
            "changes": [asdict(change) | {"day": change.day.isoformat()} for change in self.changes],
            "issues": [asdict(issue) | {"outcome": issue.outcome.value} for issue in self.issues],
            "further": [asdict(issue) | {"outcome": issue.outcome.value} for issue in self.further],
        }


@dataclass(slots=True)
class _Tally:
    """What the batches came to so far; ``sheets`` says which numbers the rows of each sheet go on from."""

    read: int = 0
    held: int = 0
    refused: int = 0
    joined: int = 0
    issues: list[Issue] = field(default_factory=list)
    further: list[Issue] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    sheets: list[tuple[int, str]] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        self.read += batch.read
        self.held += len(batch.held)
        self.refused += batch.read - len(batch.rows) - len(batch.held) - batch.joined
        self.joined += batch.joined
        self.issues += batch.issues
        self.further += batch.further
        self.references += [reference for _, reference in batch.references]
        if (batch.above, batch.sheet) not in self.sheets:
            self.sheets.append((batch.above, batch.sheet))

    def where(self, number: int) -> tuple[str, int]:
        """The sheet and the row in it that a row of the file is."""
        above, sheet = max((entry for entry in self.sheets if entry[0] < number), default=(0, ""))
        return sheet, number - above

    def in_order(self, more: Iterable[Issue]) -> tuple[Issue, ...]:
        places = {sheet: place for place, (_, sheet) in enumerate(self.sheets)}
        return tuple(sorted([*self.issues, *more], key=lambda issue: (places.get(issue.sheet, 0), issue.row)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything that loading one file depends on."""

    file: SourceFile
    recognised: Recognised
    settings: Settings
    token_key: bytes
    today: date
    actor: Actor
    choices: Choices
    progress: Callable[[int], None]


def load_file(
    engine: sa.Engine,
    file: SourceFile,
    recognised: Recognised,
    *,
    settings: Settings,
    token_key: bytes,
    today: date,
    now: datetime,
    loaded_by: str,
    choices: Choices | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda rows_read: None,
) -> LoadReport:
    """Load one recognised file, whole or not at all, and account for every row of it.

    A row whose record is not yet on record is *new*; one that is there with the same content is *unchanged*, and so
    is one that this very file (by its SHA-256) brought before and another file has since corrected; any other
    replaces the current version and is *changed*. What a file without identifiers no longer holds of its months is
    *gone*. With ``dry_run`` everything is done and then undone. ``now`` is in UTC.

    Raises :class:`FileRefused` when the file breaks off in a way that leaves its rows unreadable, or is on record under
    another source already, and :class:`StoreRefused` when ``choices`` expect an older state; nothing is stored then.
    """
    asked = _Asked(file, recognised, settings, token_key, today, Actor(loaded_by, now), choices or Choices(), progress)
    with writing(engine) as connection:
        check_version(connection, asked.choices.expected_version)
        report = _load(connection, asked)
        if dry_run and (transaction := connection.get_transaction()):
            transaction.rollback()
            report = replace(report, load_id=None)
    return report


def _load(connection: sa.Connection, asked: _Asked) -> LoadReport:
    blank = _blank_report(asked)
    _check_not_loaded_as_another(connection, blank)
    load_id = _begin(connection, blank, asked)
    earlier = loads_in_force(connection, blank.sha256, blank.source, before=load_id)
    end_held_rows_of(connection, earlier, ended_by=load_id)
    stage = Stage(connection, blank.feed, blank.source, load_id, token_key=asked.token_key, earlier_loads=earlier)
    is_back = is_fix_list(asked.recognised)
    origins = origins_of_loads(connection, blank.source) if is_back else {}
    with reader_of(asked.file, asked.recognised) as read:
        orders = _date_orders(connection, asked)
        batches = read(
            settings=asked.settings,
            today=asked.today,
            token_key=asked.token_key,
            decisions=decisions_for(connection, blank.source),
            date_orders=orders,
            accepted=_accepted(connection, stage, asked, orders),
            origins=origins,
        )
        answered = answered_rows(connection, earlier, blank.sha256)
        told_anew = (without_answered(batch, answered) for batch in batches)
        tally = _stage_batches(connection, told_anew, stage, asked.progress)
    remember_order(connection, load_id, asked.recognised, orders)
    end_answered_rows(connection, tally.references, origins, source=blank.source, ended_by=load_id)
    report = _settle(connection, stage, tally, replace(blank, load_id=load_id, date_evidence=orders.evidence))
    gone = Gone() if is_back or _adds_only(asked, blank.feed, earlier) else find_gone(connection, stage)
    return _apply(connection, stage, report, gone, asked)


def _begin(connection: sa.Connection, blank: LoadReport, asked: _Asked) -> int:
    return begin_load(
        connection,
        asked.actor,
        file=blank.file,
        sha256=blank.sha256,
        source=blank.source,
        feed=blank.feed,
        left_out_columns=blank.left_out_columns,
        note=DATES_ACCEPTED if asked.choices.accept_dates else "",
    )


def _date_orders(connection: sa.Connection, asked: _Asked) -> DateOrders:
    return find_date_orders(
        asked.recognised,
        settings=asked.settings,
        today=asked.today,
        told=asked.choices.date_order,
        earlier=earlier_orders(connection, asked.recognised),
    )


def _adds_only(asked: _Asked, feed: Feed, earlier: Sequence[int]) -> bool:
    """Whether nothing on record is missing from the file: its records have numbers, or it is on record already.

    Such a one withdraws what it lacks only when somebody says now that it is whole.
    """
    has_numbers = asked.recognised.has_own_identity and feed not in LISTS
    return has_numbers or (bool(earlier) and asked.choices.replace is not True)


def _accepted(connection: sa.Connection, stage: Stage, asked: _Asked, orders: DateOrders) -> Accepted:
    if asked.choices.accept_dates:
        return Accepted(every=True)
    return Accepted(days=days_on_record(connection, stage.feed, stage.source, among=orders.in_doubt))


def _blank_report(asked: _Asked) -> LoadReport:
    source = asked.recognised.source
    return LoadReport(
        file=asked.file.name,
        sha256=asked.file.sha256,
        source=source.name,
        feed=source.feed,
        left_out_columns=asked.recognised.left_out_columns,
    )


def _stage_batches(
    connection: sa.Connection, batches: Iterable[Batch], stage: Stage, progress: Callable[[int], None]
) -> _Tally:
    tally = _Tally()
    for batch in batches:
        tally.add(batch)
        stage.add(batch.rows)
        keep_held_rows(connection, batch, load_id=stage.load_id, source=stage.source, feed=stage.feed)
        progress(tally.read)
    return tally


def _settle(connection: sa.Connection, stage: Stage, tally: _Tally, report: LoadReport) -> LoadReport:
    """The report with every row accounted for."""
    verdicts = stage.settle()
    repeated = keep_repeated_rows(
        connection, stage.repeats, tally.where, load_id=stage.load_id, source=stage.source, feed=stage.feed
    )
    done = replace(
        report,
        read=tally.read,
        new=verdicts.get("new", 0),
        changed=verdicts.get("changed", 0),
        unchanged=verdicts.get("unchanged", 0) + tally.joined,
        held=tally.held + len(repeated),
        refused=tally.refused,
        issues=tally.in_order(repeated),
        further=tuple(tally.further),
    )
    if done.read != done.new + done.changed + done.unchanged + done.held + done.refused:
        raise RuntimeError(f"a row of {done.file} is unaccounted for; nothing was stored")
    return done


def _apply(connection: sa.Connection, stage: Stage, report: LoadReport, gone: Gone, asked: _Asked) -> LoadReport:
    stage.apply()
    if not asked.choices.is_other_events:
        check_not_told_already(connection, stage, report.file)
    withdraws = gone.is_sure if asked.choices.replace is None else asked.choices.replace
    if withdraws:
        _withdraw(connection, stage, gone)
    if gone.is_of_a_list and asked.choices.replace is not False:
        let_go_of_earlier_list(connection, stage)
    asks = asked.choices.replace is None and gone.is_doubtful
    add_reported_months(
        connection, stage.feed, stage.source, stage.load_id, sorted(stage.seen.named_months), stage.reporting_agencies()
    )
    end_coverage(connection, stage.feed, stage.source, stage.load_id)
    update_totals(connection, stage.feed, stage.load_id)
    done = replace(
        report,
        gone=len(gone.version_ids) if withdraws or asks else 0,
        asks_about_gone=asks,
        changes=tuple(changes_of(connection, stage.feed, stage.load_id)),
        issues=(*report.issues, *_notes_on_gone(gone, withdraws, asks)),
    )
    _finish(connection, done, stage, withdrawn=done.gone if withdraws else 0)
    stage.drop()
    return done


def _withdraw(connection: sa.Connection, stage: Stage, gone: Gone) -> None:
    versions = stage.versions
    for start in range(0, len(gone.version_ids), 500):
        some = gone.version_ids[start : start + 500]
        connection.execute(versions.update().where(versions.c.version_id.in_(some)).values(ended_by=stage.load_id))


def _notes_on_gone(gone: Gone, withdraws: bool, asks: bool) -> list[Issue]:
    count = len(gone.version_ids)
    if not count or not (withdraws or asks):
        return []
    records, are, were = ("1 record", "is", "was") if count == 1 else (f"{count:,} records", "are", "were")
    if withdraws and gone.is_of_a_list:
        sentence = f"{records} on file from this source's list before it {are} not in this one and {were} withdrawn."
    elif withdraws:
        sentence = f"{records} on file for the months of this file {are} not in it any more and {were} withdrawn."
    else:
        sentence = (
            f"{records} on file for the months of this file {are} not in it, and {were} kept. If the file is the whole "
            "of its months, load it once more and say that it replaces them."
        )
    return [Issue(1, "", sentence, Outcome.NOTED)]


def _check_not_loaded_as_another(connection: sa.Connection, report: LoadReport) -> None:
    loads = tables.loads.c
    other = connection.scalar(
        sa.select(loads.source).where(
            loads.sha256 == report.sha256,
            loads.feed == report.feed.value,
            loads.source != report.source,
            loads.undone_by.is_(None),
        )
    )
    if other is not None:
        raise FileRefused(
            f"“{report.file}” is already on record as a file of the source {other}; "
            f"as one of {report.source} every row of it would count twice."
        )


def _finish(connection: sa.Connection, report: LoadReport, stage: Stage, *, withdrawn: int) -> None:
    counts = {name: getattr(report, name) for name in ("read", "new", "changed", "unchanged", "held", "refused")}
    finish_load(connection, stage.load_id, counts | {"gone": withdrawn}, stage.seen.span)
    rows = (
        (stage.load_id, number, issue.row, issue.column, issue.problem, issue.outcome.value, issue.sheet)
        for number, issue in enumerate(report.issues, start=1)
    )
    insert_rows(connection, tables.issues, [column.name for column in tables.issues.columns], rows)
