"""What the tables of versions have in common: their columns, their indexes, and how names are made."""

from __future__ import annotations

import sqlalchemy as sa

from rorf_data.model import Feed

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def versions_of(feed: Feed, *columns: sa.Column[object]) -> sa.Table:
    """The table of one feed: the columns that every feed shares, then its own."""
    name = feed.value
    table = sa.Table(
        name,
        METADATA,
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("record_key", sa.String(32), nullable=False, comment="keyed hash of what identifies the record"),
        sa.Column("occurrence", sa.Integer, nullable=False, comment="1 unless rows without an identifier are alike"),
        sa.Column("content", sa.String(32), nullable=False, comment="keyed hash of what is stored of the row"),
        sa.Column("load_id", sa.ForeignKey("loads.load_id"), nullable=False),
        sa.Column("ended_by", sa.ForeignKey("loads.load_id"), nullable=True),
        sa.Column("row", sa.Integer, nullable=False, comment="row in the file, header included"),
        sa.Column("area", sa.Text, nullable=False, comment="town code, outside or not-recorded"),
        sa.Column("place_name", sa.Text, nullable=True, comment="the place name as resolved; never an address"),
        sa.Column("decision_id", sa.Integer, nullable=True, comment="the person's decision that placed the row"),
        sa.Column("origin_id", sa.Integer, nullable=True, comment="the load of the file, where load_id is another's"),
        *columns,
    )
    current = table.c.ended_by.is_(None)
    sa.Index(
        f"ix_{name}_current",
        table.c.source,
        table.c.record_key,
        table.c.occurrence,
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    sa.Index(
        f"ix_{name}_origin_id",
        table.c.origin_id,
        sqlite_where=table.c.origin_id.is_not(None),
        postgresql_where=table.c.origin_id.is_not(None),
    )
    sa.Index(
        f"ix_{name}_ended_by",
        table.c.ended_by,
        sqlite_where=table.c.ended_by.is_not(None),
        postgresql_where=table.c.ended_by.is_not(None),
    )
    return table


def words(name: str) -> sa.Column[object]:
    """A column of words that may be missing."""
    return sa.Column(name, sa.Text, nullable=True)


def day(name: str, *, nullable: bool = True) -> sa.Column[object]:
    """A column of days."""
    return sa.Column(name, sa.Date, nullable=nullable)
