"""Stock of kits, settlement money and places for help: a table of versions for each, like those of the other feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the three tables; nothing that is on record is touched."""
    _make_versions(
        "help_places",
        sa.Column("listed_date", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kinds", sa.Text(), nullable=True, comment="of naloxone, treatment, disposal, other help; commas between"
        ),
        sa.Column("address", sa.Text(), nullable=True, comment="of a public place; no other table has one"),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("hours", sa.Text(), nullable=True),
    )
    _make_versions(
        "settlement",
        sa.Column("entry_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="contribution or spending"),
        sa.Column("fund", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=False, comment="negative for money that was paid back"),
    )
    _make_versions(
        "stock",
        sa.Column("move_date", sa.Date(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False, comment="received, issued, returned, expired or lost"),
        sa.Column("store", sa.Text(), nullable=False, comment="the place where the kits are kept"),
        sa.Column("agency", sa.Text(), nullable=True, comment="to whom, or from whom"),
        sa.Column("kits", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=True),
        sa.Column("expiry_date", sa.Date(), nullable=True, comment="as printed; a month stands for its last day"),
    )


def _make_versions(name: str, *columns: sa.Column[object]) -> None:
    """The table of one feed with the columns and indexes that every feed has in this schema."""
    op.create_table(
        name,
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "record_key", sa.String(length=32), nullable=False, comment="keyed hash of what identifies the record"
        ),
        sa.Column("occurrence", sa.Integer(), nullable=False, comment="1 unless rows without an identifier are alike"),
        sa.Column("content", sa.String(length=32), nullable=False, comment="keyed hash of what is stored of the row"),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False, comment="row in the file, header included"),
        sa.Column("area", sa.Text(), nullable=False, comment="town code, outside or not-recorded"),
        sa.Column("place_name", sa.Text(), nullable=True, comment="the place name as resolved; never an address"),
        sa.Column("decision_id", sa.Integer(), nullable=True, comment="the person's decision that placed the row"),
        sa.Column("origin_id", sa.Integer(), nullable=True, comment="the load of the file, where load_id is another's"),
        *columns,
        sa.ForeignKeyConstraint(["ended_by"], ["loads.load_id"], name=op.f(f"fk_{name}_ended_by")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f(f"fk_{name}_load_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f(f"pk_{name}")),
    )
    current, origin, ended = (
        sa.text(f"{column} IS {word}")
        for column, word in (("ended_by", "NULL"), ("origin_id", "NOT NULL"), ("ended_by", "NOT NULL"))
    )
    op.create_index(
        f"ix_{name}_current",
        name,
        ["source", "record_key", "occurrence"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    op.create_index(f"ix_{name}_origin_id", name, ["origin_id"], sqlite_where=origin, postgresql_where=origin)
    op.create_index(f"ix_{name}_ended_by", name, ["ended_by"], sqlite_where=ended, postgresql_where=ended)
