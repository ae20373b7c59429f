"""The two calendar functions that SQLite and PostgreSQL spell differently."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class month_of(FunctionElement[date]):  # noqa: N801 - reads as the SQL function that it is
    """The first day of the month that a date lies in."""

    type = sa.Date()
    name = "month_of"
    inherit_cache = True


class days_between(FunctionElement[int]):  # noqa: N801 - reads as the SQL function that it is
    """Calendar days from the first date to the second; the same day is 0."""

    type = sa.Integer()
    name = "days_between"
    inherit_cache = True


@compiles(month_of, "sqlite")
def _month_sqlite(element: month_of, compiler: Any, **kwargs: Any) -> str:
    return f"date({compiler.process(element.clauses, **kwargs)}, 'start of month')"


@compiles(month_of, "postgresql")
def _month_postgresql(element: month_of, compiler: Any, **kwargs: Any) -> str:
    return f"CAST(date_trunc('month', {compiler.process(element.clauses, **kwargs)}) AS DATE)"


@compiles(days_between, "sqlite")
def _days_sqlite(element: days_between, compiler: Any, **kwargs: Any) -> str:
    first, last = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _days_postgresql(element: days_between, compiler: Any, **kwargs: Any) -> str:
    first, last = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"({last} - {first})"
