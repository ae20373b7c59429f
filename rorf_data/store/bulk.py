"""Many rows at once, by the quickest way that each database has, inside the transaction that is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa


def insert_frame(
    connection: sa.Connection, table: sa.Table, frame: pd.DataFrame, *, same: Mapping[str, str | int] | None = None
) -> None:
    """Write a frame whose columns are columns of ``table``; missing values become NULL.

    ``same`` are columns with one value for every row, which then need not be handed over row by row.
    """
    kept = [column for column in table.columns if column.name in frame]
    given = {column.name: _values_for(connection, column, frame[column.name]) for column in kept}
    columns = {name: values for name, values in given.items() if any(value is not None for value in values)}
    insert_rows(connection, table, list(columns), zip(*columns.values(), strict=True), same=same)


def insert_rows(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    same: Mapping[str, str | int] | None = None,
) -> None:
    """Write ``rows`` (values in the order of ``columns``) into ``table``: COPY on PostgreSQL, ``executemany`` on
    SQLite.
    """
    same = same or {}
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in (*columns, *same))
    target = f"{connection.dialect.identifier_preparer.format_table(table)} ({names})"
    driver = connection.connection.driver_connection
    assert driver is not None, "an open connection has its driver's connection"
    if connection.dialect.name == "postgresql":
        last = tuple(same.values())
        with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row((*row, *last))
        return
    marks = ", ".join(["?"] * len(columns) + [_literal(value) for value in same.values()])
    driver.executemany(f"INSERT INTO {target} VALUES ({marks})", rows)


def _literal(value: str | int) -> str:
    """A value of ours as SQLite reads it in the text of a statement."""
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def insert_selected(
    connection: sa.Connection, table: sa.Table, selected: sa.Select[Any] | sa.CompoundSelect[Any]
) -> int:
    """Copy what ``selected`` gives into the columns of ``table`` of the same names; the number of rows written."""
    names = [column.name for column in selected.selected_columns]
    statement = table.insert().from_select(names, selected).execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount


def add_to_totals(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add each row's ``total`` to the row of ``table`` with the same key, or write it as a new one."""
    if not rows:
        return
    fresh = sa.Table(
        "fresh_totals", sa.MetaData(), *(sa.Column(c.name, c.type) for c in table.columns), prefixes=["TEMPORARY"]
    )
    fresh.create(connection)
    insert_frame(connection, fresh, pd.DataFrame(rows))
    add_selected(connection, table, sa.select(fresh))
    fresh.drop(connection)


def add_selected(connection: sa.Connection, table: sa.Table, selected: sa.Select[Any]) -> None:
    """Add each selected ``total`` to the row of ``table`` with the same key, or write it as a new one.

    The selected columns are those of the table, in its order, and each key comes once.
    """
    found = selected.subquery()
    names = [column.name for column in table.columns]
    statement = _upsert(connection, table)
    # SQLite takes ON CONFLICT behind a SELECT for a join's ON unless the SELECT has a WHERE.
    added = statement.from_select(names, sa.select(*(found.c[name] for name in names)).where(sa.true()))
    connection.execute(
        added.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={"total": table.c.total + statement.excluded.total},
        )
    )


def insert_missing(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows whose key ``table`` doesn't hold yet; leave the others as they are."""
    if rows:
        connection.execute(_upsert(connection, table).on_conflict_do_nothing(), rows)


def _values_for(connection: sa.Connection, column: sa.Column[Any], values: pd.Series[Any]) -> list[Any]:
    plain = values.tolist() if values.dtype == object else values.astype(object).where(values.notna(), None).tolist()
    if isinstance(column.type, sa.Date) and connection.dialect.name == "sqlite":
        texts = {day: day and day.isoformat() for day in set(plain)}
        return [texts[day] for day in plain]
    return plain


def _upsert(connection: sa.Connection, table: sa.Table) -> Any:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(table)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(table)
