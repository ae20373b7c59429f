"""One transaction for each file: its rows are staged, compared with what is current, and become versions and totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from rorf_data.errors import FileRefused
from rorf_data.intake.batches import Batch, read_batches
from rorf_data.intake.read import SourceFile
from rorf_data.intake.recognise import Recognised
from rorf_data.model import Feed, Issue
from rorf_data.settings import Settings
from rorf_data.store import tables
from rorf_data.store.bulk import insert_rows
from rorf_data.store.coverage import add_reported_months
from rorf_data.store.database import writing
from rorf_data.store.stage import Stage
from rorf_data.store.totals import update_totals


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of every row of one file; ``read`` equals the sum of the five counts after it."""

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
    left_out_columns: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report with plain values, as ``rorf load --json`` prints it."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        plain["left_out_columns"] = list(self.left_out_columns)
        plain["issues"] = [
            {"row": issue.row, "column": issue.column, "problem": issue.problem, "outcome": issue.outcome.value}
            for issue in self.issues
        ]
        return plain | {"feed": self.feed.value}


@dataclass(slots=True)
class _Tally:
    read: int = 0
    held: int = 0
    refused: int = 0
    joined: int = 0
    issues: list[Issue] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        self.read += batch.read
        self.held += len(batch.held)
        self.refused += batch.read - len(batch.rows) - len(batch.held) - batch.joined
        self.joined += batch.joined
        self.issues += batch.issues


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
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda rows_read: None,
) -> LoadReport:
    """Load one recognised file, whole or not at all, and account for every row of it.

    A row whose record is not yet on record is *new*; one that is there with the same content is *unchanged*, and so
    is one that this very file (by its SHA-256) brought before and another file has since corrected; any other
    replaces the current version and is *changed*. With ``dry_run`` everything is done and then undone. ``now`` is in
    UTC.

    Raises :class:`FileRefused` when the file breaks off in a way that leaves its rows unreadable, or is on record under
    another source already; nothing is stored then.
    """
    batches = read_batches(file, recognised, settings=settings, today=today, token_key=token_key)
    with writing(engine) as connection:
        report = _load(
            connection, batches, _blank_report(file, recognised), now=now, loaded_by=loaded_by, progress=progress
        )
        if dry_run and (transaction := connection.get_transaction()):
            transaction.rollback()
    return report


def _blank_report(file: SourceFile, recognised: Recognised) -> LoadReport:
    return LoadReport(
        file=file.name,
        sha256=file.sha256,
        source=recognised.source.name,
        feed=recognised.source.feed,
        left_out_columns=recognised.left_out_columns,
    )


def _load(
    connection: sa.Connection,
    batches: Iterable[Batch],
    report: LoadReport,
    *,
    now: datetime,
    loaded_by: str,
    progress: Callable[[int], None],
) -> LoadReport:
    load_id = _begin(connection, report, now, loaded_by)
    stage = Stage(connection, report.feed, report.source, report.sha256, load_id)
    tally = _stage_batches(connection, batches, stage, report, load_id, progress)
    verdicts = stage.settle()
    repeated = stage.repeated_identifiers()
    issues = sorted([*tally.issues, *repeated], key=lambda issue: issue.row)
    done = replace(
        report,
        read=tally.read,
        new=verdicts.get("new", 0),
        changed=verdicts.get("changed", 0),
        unchanged=verdicts.get("unchanged", 0) + tally.joined,
        held=tally.held + len(repeated),
        refused=tally.refused,
        issues=tuple(issues),
    )
    if done.read != done.new + done.changed + done.unchanged + done.held + done.refused:
        raise RuntimeError(f"a row of {done.file} is unaccounted for; nothing was stored")
    stage.apply()
    add_reported_months(connection, report.feed, report.source, load_id, stage.months(), stage.agencies())
    update_totals(connection, report.feed, load_id)
    _finish(connection, done, load_id, stage.span())
    stage.drop()
    return done


def _stage_batches(
    connection: sa.Connection,
    batches: Iterable[Batch],
    stage: Stage,
    report: LoadReport,
    load_id: int,
    progress: Callable[[int], None],
) -> _Tally:
    tally = _Tally()
    for batch in batches:
        tally.add(batch)
        stage.add(batch.rows)
        _keep_held(connection, batch, report, load_id)
        progress(tally.read)
    return tally


def _begin(connection: sa.Connection, report: LoadReport, now: datetime, loaded_by: str) -> int:
    _check_not_loaded_as_another(connection, report)
    values = report.as_json() | {"loaded_at": now, "loaded_by": loaded_by}
    columns = set(tables.loads.columns.keys())
    inserted = connection.execute(tables.loads.insert().values({k: v for k, v in values.items() if k in columns}))
    assert inserted.inserted_primary_key is not None, "a load has a number of its own"
    load_id: int = inserted.inserted_primary_key[0]
    _end_held_rows_of_the_same_file(connection, report, load_id)
    return load_id


def _check_not_loaded_as_another(connection: sa.Connection, report: LoadReport) -> None:
    loads = tables.loads.c
    other = connection.scalar(
        sa.select(loads.source).where(
            loads.sha256 == report.sha256, loads.feed == report.feed.value, loads.source != report.source
        )
    )
    if other is not None:
        raise FileRefused(
            f"“{report.file}” is already on record as a file of the source {other}; "
            f"as one of {report.source} every row of it would count twice."
        )


def _end_held_rows_of_the_same_file(connection: sa.Connection, report: LoadReport, load_id: int) -> None:
    earlier = sa.select(tables.loads.c.load_id).where(
        tables.loads.c.sha256 == report.sha256,
        tables.loads.c.source == report.source,
        tables.loads.c.load_id != load_id,
    )
    held = tables.held_rows
    connection.execute(
        held.update().where(held.c.load_id.in_(earlier), held.c.ended_by.is_(None)).values(ended_by=load_id)
    )


def _keep_held(connection: sa.Connection, batch: Batch, report: LoadReport, load_id: int) -> None:
    if batch.held.empty:
        return
    held = tables.held_rows
    keys = list(batch.held["record_key"])
    for start in range(0, len(keys), 500):
        connection.execute(
            held.update()
            .where(
                held.c.source == report.source,
                held.c.record_key.in_(keys[start : start + 500]),
                held.c.load_id != load_id,
                held.c.ended_by.is_(None),
            )
            .values(ended_by=load_id)
        )
    shared = {"load_id": load_id, "source": report.source, "feed": report.feed.value}
    rows: list[Any] = batch.held.assign(sheet=batch.sheet).to_dict("records")
    connection.execute(held.insert().values(shared), rows)


def _finish(connection: sa.Connection, report: LoadReport, load_id: int, span: tuple[date | None, date | None]) -> None:
    values = {name: getattr(report, name) for name in ("read", "new", "changed", "unchanged", "held", "refused")}
    values |= {"first_date": span[0], "last_date": span[1]}
    connection.execute(tables.loads.update().where(tables.loads.c.load_id == load_id).values(values))
    rows = (
        (load_id, number, issue.row, issue.column, issue.problem, issue.outcome.value, issue.sheet)
        for number, issue in enumerate(report.issues, start=1)
    )
    insert_rows(connection, tables.issues, [column.name for column in tables.issues.columns], rows)
