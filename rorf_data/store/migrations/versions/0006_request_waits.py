"""How long requests took or have waited, by day and month of receipt, place and channel."""

import sqlalchemy as sa
from alembic import op

from rorf_data.store.sql import days_between, month_of

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the two tables, and fill them from the requests on record."""
    for name, time_column in (("request_waits", "received_date"), ("request_waits_monthly", "month")):
        op.create_table(
            name,
            sa.Column("ending", sa.Text(), nullable=False, comment="delivered, closed or open"),
            sa.Column(time_column, sa.Date(), nullable=False),
            sa.Column("area", sa.Text(), nullable=False),
            sa.Column("channel", sa.Text(), nullable=False, comment="empty where none is recorded"),
            sa.Column("days", sa.Integer(), autoincrement=False, nullable=False, comment="from received; 0 while open"),
            sa.Column("total", sa.BigInteger(), nullable=False),
            sa.PrimaryKeyConstraint("ending", time_column, "area", "channel", "days", name=op.f(f"pk_{name}")),
        )
    _fill()


def _fill() -> None:
    asked = sa.table(
        "requests",
        sa.column("received_date", sa.Date),
        sa.column("delivered_date", sa.Date),
        sa.column("closed_date", sa.Date),
        sa.column("area", sa.Text),
        sa.column("channel", sa.Text),
        sa.column("ended_by", sa.Integer),
    ).c
    ended = sa.func.coalesce(asked.delivered_date, asked.closed_date)
    ending = sa.case(
        (asked.delivered_date.is_not(None), "delivered"), (asked.closed_date.is_not(None), "closed"), else_="open"
    )
    rest = [
        asked.area.label("area"),
        sa.func.coalesce(asked.channel, "").label("channel"),
        sa.func.coalesce(days_between(asked.received_date, ended), 0).label("days"),
    ]
    for name, when in (
        ("request_waits", asked.received_date),
        ("request_waits_monthly", month_of(asked.received_date)),
    ):
        waits = sa.select(ending.label("ending"), when.label("received"), *rest).where(asked.ended_by.is_(None))
        found = waits.subquery().c
        sums = sa.select(*found, sa.func.count()).group_by(*found)
        time_column = "received_date" if name == "request_waits" else "month"
        if name == "request_waits_monthly":
            sums = sums.where(found.ending != "open")
        columns = ["ending", time_column, "area", "channel", "days", "total"]
        table = sa.table(name, *map(sa.column, columns))
        op.execute(table.insert().from_select(columns, sums))
