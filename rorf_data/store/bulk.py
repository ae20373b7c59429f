"""Many rows at once, by the quickest way that each database has, inside the transaction that is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa


def insert_frame(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    """Write a frame whose columns are columns of ``table``; missing values become NULL."""
    names = [column.name for column in table.columns if column.name in frame]
    columns = [_values_for(connection, table.c[name], frame[name]) for name in names]
    insert_rows(connection, table, names, zip(*columns, strict=True))


def insert_rows(
    connection: sa.Connection, table: sa.Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write ``rows`` (values in the order of ``columns``) into ``table``: COPY on PostgreSQL, ``executemany`` on
    SQLite.
    """
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    target = f"{connection.dialect.identifier_preparer.format_table(table)} ({names})"
    driver = connection.connection.driver_connection
    assert driver is not None, "an open connection has its driver's connection"
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    driver.executemany(f"INSERT INTO {target} VALUES ({marks})", rows)


def insert_selected(connection: sa.Connection, table: sa.Table, selected: sa.Select[Any]) -> int:
    """Copy what ``selected`` gives into the columns of ``table`` of the same names; the number of rows written."""
    names = [column.name for column in selected.selected_columns]
    statement = table.insert().from_select(names, selected).execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount


def add_to_totals(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add each row's ``total`` to the row of ``table`` with the same key, or write it as a new one."""
    if not rows:
        return
    statement = _upsert(connection, table)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={"total": table.c.total + statement.excluded.total},
        ),
        rows,
    )


def insert_missing(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows whose key ``table`` doesn't hold yet; leave the others as they are."""
    if rows:
        connection.execute(_upsert(connection, table).on_conflict_do_nothing(), rows)


def _values_for(connection: sa.Connection, column: sa.Column[Any], values: pd.Series[Any]) -> list[Any]:
    plain = values.astype(object).where(values.notna(), None).tolist()
    if isinstance(column.type, sa.Date) and connection.dialect.name == "sqlite":
        return [None if day is None else day.isoformat() for day in plain]
    return plain


def _upsert(connection: sa.Connection, table: sa.Table) -> Any:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(table)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(table)
