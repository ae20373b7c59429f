"""Mutated files on the whole road from bytes into a database: each is refused in words, or accounted for whole."""

from __future__ import annotations

import csv
import io
import random
import shutil
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rorf_data.errors import RorfDataError
from rorf_data.intake.crosstab import LongSheet
from rorf_data.intake.delimited import Form, find_form
from rorf_data.intake.read import SourceFile, open_bytes
from rorf_data.intake.recognise import Recognised, recognise
from rorf_data.intake.sources import Source, read_sources
from rorf_data.model import Feed, Outcome
from rorf_data.settings import find_places, read_settings
from rorf_data.store import tables
from rorf_data.store.database import open_store
from rorf_data.store.load import Choices, LoadReport
from rorf_data.store.totals import MEASURES
from rorf_data.workplace import Workplace
from tests.mutations.files import Mutated, mutated, originals

FILES_IN_A_DATABASE = 100
COUNTS = ("read", "new", "changed", "unchanged", "held", "refused", "gone")
ERRORS_OF_EXCEL = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}

REQUESTS_ELSEWHERE = """
name = "volunteer-network"
title = "Volunteer network"
feed = "requests"
required = ["received_date"]
identity = ["matchkey", "enumcode"]

[columns]
received_date = ["matchCreated"]
ended_date = ["closedOrDelivered"]
status = ["matchstatus"]
kits = ["qty"]

[[refuse_when]]
column = "matchsubstatus"
values = ["test_match"]
reason = "is a test"
"""


class OnOneDay(Workplace):
    """An installation in which it is always the same day, so that a mutation does tomorrow what it does today.

    Nobody describes a new source there either, so that the files of these are read once.
    """

    def sources(self) -> tuple[Source, ...]:
        """The sources known from the start, and the one for the real requests."""
        return _sources(self.places.source_folder)

    def today(self) -> date:
        """The day on which every mutated file is loaded."""
        return date(2026, 11, 22)


@cache
def _sources(folder: Path) -> tuple[Source, ...]:
    return read_sources(folder)


@contextmanager
def installation(url: str, folder: Path) -> Iterator[Workplace]:
    """An empty installation with a database at ``url`` that knows a source for the real requests as well."""
    (folder / "sources").mkdir(parents=True)
    (folder / "sources" / "volunteer-network.toml").write_text(REQUESTS_ELSEWHERE, encoding="utf-8")
    places = find_places({"RORF_DATABASE_URL": url, "RORF_DATA_DIR": str(folder)}, folder)
    opened = OnOneDay(read_settings(), places, open_store(url))
    try:
        yield opened
    finally:
        opened.engine.dispose()


def try_on_sqlite(numbers: Iterable[int], folder: Path) -> Counter[str]:
    """Load the mutated files of these numbers, some into each of several databases; how many were loaded or refused.

    Raises what came out beside refusals, or AssertionError where anything is amiss; a note says which mutation it was.
    """
    waiting, found = list(numbers), Counter[str]()
    while some := waiting[:FILES_IN_A_DATABASE]:
        del waiting[:FILES_IN_A_DATABASE]
        with installation(f"sqlite:///{folder / 'of_one' / 'rorf.sqlite'}", folder / "of_one") as workplace:
            found += try_all(workplace, some)
        shutil.rmtree(folder / "of_one")
    return found


def try_all(workplace: Workplace, numbers: Iterable[int]) -> Counter[str]:
    """Load the mutated files of these numbers into one database, as :func:`try_on_sqlite` does."""
    found = Counter[str]()
    for number in numbers:
        file = mutated(number)
        with _noted(file):
            report = try_one(workplace, file)
            found["refused" if report is None else "loaded"] += 1
            found["with rows"] += bool(report and report.new + report.changed)
    return found


@contextmanager
def _noted(file: Mutated) -> Iterator[None]:
    try:
        yield
    except BaseException as problem:
        problem.add_note(f"This was {file}. tests.mutations.files.mutated({file.number}) makes it again.")
        raise


def try_one(workplace: Workplace, file: Mutated) -> LoadReport | None:
    """Load one mutated file, and look at all that is there afterwards; None when it was refused."""
    draw = random.Random(f"choices of {file.number}")
    before = _contents(workplace.engine)
    try:
        opened = open_bytes(file.content, file.name)
        asked = _source_of(Path(file.name).stem) if draw.random() < 0.5 else None
        recognised = workplace.recognise(opened, source=asked)
        choices = _choices(draw)
        report = workplace.load(opened, recognised, loaded_by="a test", choices=choices)
    except RorfDataError as problem:
        _check_sentence(str(problem), file.name)
        assert before == _contents(workplace.engine), "a refused file left something behind"
        return None
    _check_report(report)
    _check_count(report, file, opened, recognised)
    with workplace.engine.connect() as connection:
        _check_stored(connection, report)
        check_totals(connection, report.feed)
    if draw.random() < 0.1:
        again = workplace.load(opened, recognised, loaded_by="a test", choices=choices)
        _check_unchanged(again, report)
    if draw.random() < 0.1:
        _undo(workplace, report)
    return report


def _choices(draw: random.Random) -> Choices:
    return Choices(
        replace=draw.choice((None, None, None, None, True, False)),
        date_order=draw.choice(("", "", "", "month-first", "day-first")),
        is_other_events=draw.random() < 0.5,
    )


@cache
def _source_of(name: str) -> str:
    """The source of the file with this name as long as it was unharmed."""
    of_real_files = {"deaths": "ct-deaths", "calls": "calls", "requests": "volunteer-network"}
    if name in of_real_files:
        return of_real_files[name]
    whole = next(one for one in originals() if Path(one.name).stem == name)
    return recognise(open_bytes(whole.content, whole.name), read_sources()).source.name


def _check_sentence(sentence: str, name: str) -> None:
    assert f"“{name}”" in sentence, f"a refusal that doesn't name the file: {sentence}"
    assert sentence.endswith("."), f"a refusal that is no sentence: {sentence}"
    assert "Cc" not in set(map(unicodedata.category, sentence)), f"a refusal with control characters: {sentence!r}"


def _check_report(report: LoadReport) -> None:
    """Every row read has one verdict, and each that is not taken a sentence of its own."""
    outcomes = Counter(issue.outcome for issue in report.issues)
    assert report.read == report.new + report.changed + report.unchanged + report.held + report.refused
    assert (report.held, report.refused) == (outcomes[Outcome.HELD], outcomes[Outcome.REFUSED])
    assert all(issue.problem.strip() for issue in report.issues)


def _check_count(report: LoadReport, file: Mutated, opened: SourceFile, recognised: Recognised) -> None:
    """The rows read are those that stand in the file, where these can be counted without the program."""
    rows = _rows_written(file, opened)
    if rows is None or isinstance(recognised.sheet, LongSheet):
        return
    expected = sum(1 for row in rows[recognised.header_row :] if not all(map(_is_blank, row)))
    assert report.read == expected, f"{report.read} rows were read of {expected}"


def _rows_written(file: Mutated, opened: SourceFile) -> list[Any] | None:
    if opened.kind == "xlsx":
        return file.rows
    if opened.kind != "delimited":
        return None
    form = find_form(lambda: io.BytesIO(file.content), opened.encoding)
    if form != Form(opened.delimiter):
        return None
    text = file.content.decode(opened.encoding, errors="replace")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=opened.delimiter))
    assert file.rows is None or _is_as_written(rows, file.rows, text, opened.delimiter)
    return rows


def _is_as_written(rows: list[Any], written: list[Any], text: str, delimiter: str) -> bool:
    """Whether there are as many rows as were written, unless the cells are told apart by another sign than theirs."""
    return len(rows) == len(written) or text.count(delimiter) < sum(len(row) - 1 for row in written if row)


def _is_blank(cell: Any) -> bool:
    text = "" if cell is None else str(cell)
    return not text.strip("\x00").strip() or text.startswith("=") or text in ERRORS_OF_EXCEL


def _check_stored(connection: sa.Connection, report: LoadReport) -> None:
    """The database holds just what the report says."""
    load_id, versions, held = report.load_id, tables.VERSIONS[report.feed].c, tables.held_rows.c
    kept = connection.execute(sa.select(tables.loads).where(tables.loads.c.load_id == load_id)).mappings().one()
    gone = 0 if report.asks_about_gone else report.gone

    assert {name: kept[name] for name in COUNTS} == {name: getattr(report, name) for name in COUNTS} | {"gone": gone}
    assert _count(connection, versions.load_id == load_id) == report.new + report.changed
    assert _count(connection, versions.ended_by == load_id) == report.changed + gone
    assert _count(connection, held.load_id == load_id) == report.held
    assert _issues(connection, load_id) == [
        (issue.row, issue.column, issue.problem, issue.outcome.value, issue.sheet) for issue in report.issues
    ]


def _count(connection: sa.Connection, which: sa.ColumnElement[bool]) -> int:
    return connection.scalar(sa.select(sa.func.count()).where(which)) or 0


def _issues(connection: sa.Connection, load_id: int | None) -> list[tuple[Any, ...]]:
    issues = tables.issues.c
    query = sa.select(issues.row, issues.column, issues.problem, issues.outcome, issues.sheet)
    return [tuple(row) for row in connection.execute(query.where(issues.load_id == load_id).order_by(issues.number))]


def check_totals(connection: sa.Connection, feed: Feed) -> None:
    """Every sum that is kept of a feed is the sum over its current versions."""
    for measure in (one for one in MEASURES if one.feed is feed):
        versions = tables.VERSIONS[feed].c
        query = sa.select(measure.day, versions.area, measure.amount).where(measure.only, versions.ended_by.is_(None))
        by_day: dict[tuple[date, str], int] = defaultdict(int)
        by_month: dict[tuple[date, str], int] = defaultdict(int)
        for day, area, amount in connection.execute(query):
            by_day[day, area] += amount
            by_month[day.replace(day=1), area] += amount
        assert _kept(connection, tables.daily_totals, measure.name) == _without_zeros(by_day)
        assert _kept(connection, tables.monthly_totals, measure.name) == _without_zeros(by_month)


def _kept(connection: sa.Connection, totals: sa.Table, measure: str) -> dict[tuple[date, str], int]:
    _, time_column, area, total = totals.columns
    query = sa.select(time_column, area, total).where(totals.c.measure == measure)
    return _without_zeros({(day, where): count for day, where, count in connection.execute(query)})


def _without_zeros(sums: dict[tuple[date, str], int]) -> dict[tuple[date, str], int]:
    return {key: total for key, total in sums.items() if total}


def _check_unchanged(again: LoadReport, first: LoadReport) -> None:
    """The same file loaded again brings nothing, and the same rows of it are held and refused."""
    assert (again.new, again.changed) == (0, 0)
    assert (again.read, again.held, again.refused) == (first.read, first.held, first.refused)


def _undo(workplace: Workplace, report: LoadReport) -> None:
    """Undo what was just loaded; nothing that it brought is left, and the sums are right again."""
    assert report.load_id is not None
    workplace.undo(report.load_id, by="a test")
    versions = tables.VERSIONS[report.feed].c
    with workplace.engine.connect() as connection:
        assert _count(connection, sa.and_(versions.load_id == report.load_id, versions.ended_by.is_(None))) == 0
        check_totals(connection, report.feed)


def _contents(engine: sa.Engine) -> dict[str, tuple[int, ...]]:
    """How many rows each table holds, and which of them have ended."""
    with engine.connect() as connection:
        return {
            table.name: tuple(connection.execute(sa.select(sa.func.count(), _ended(table)).select_from(table)).one())
            for table in tables.metadata.sorted_tables
            if table is not tables.facts
        }


def _ended(table: sa.Table) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(table.c.ended_by), 0) if "ended_by" in table.c else sa.literal(0)
