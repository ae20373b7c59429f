"""What may be shown outside the programme, what was cleared for it, and every file that was taken away."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the four tables."""
    _shared()
    _cleared()
    _taken_away()


def _shared() -> None:
    op.create_table(
        "shared_releases",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False, comment="the measures that were decided on together"),
        sa.Column("policy", sa.Text(), nullable=False, comment="its name, its smallest count, whether zeros are shown"),
        sa.Column("data_version", sa.Integer(), nullable=False, comment="the newest load that the figures know of"),
        sa.Column("last_month", sa.Date(), nullable=False, comment="the newest that was over and on record"),
        sa.Column("members", sa.Text(), nullable=False, comment="the codes of the towns together, in order"),
        sa.Column("groups", sa.JSON(), nullable=False, comment="names of towns shown together, with their codes"),
        sa.Column("on_record", sa.JSON(), nullable=False, comment="first days of the months on record"),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_shared_releases")),
        sa.UniqueConstraint(
            "family",
            "policy",
            "data_version",
            "last_month",
            "members",
            name=op.f("uq_shared_releases_family_policy_data_version_last_month_members"),
        ),
        comment="what may be shown outside the programme, decided once for each state of the data",
    )
    op.create_table(
        "shared_cells",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, comment="town code, or the name of a group"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True, comment="empty where it is hidden"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["shared_releases.release_id"], name=op.f("fk_shared_cells_release_id")
        ),
        sa.PrimaryKeyConstraint("release_id", "measure", "place", "first", "last", name=op.f("pk_shared_cells")),
    )


def _cleared() -> None:
    op.create_table(
        "clearings",
        sa.Column("clearing_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("cleared_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True, comment="UTC"),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("clearing_id", name=op.f("pk_clearings")),
        comment="sources that may not leave the programme until somebody says so",
    )


def _taken_away() -> None:
    op.create_table(
        "taken_away",
        sa.Column("taken_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False, comment="internal or shared"),
        sa.Column("form", sa.Text(), nullable=False, comment="csv, xlsx, png, svg, pptx, pdf, html, zip"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "asked", sa.Text(), nullable=False, comment="the question as JSON; empty where it can't be asked again"
        ),
        sa.Column("filters", sa.Text(), nullable=False, comment="period and towns in words"),
        sa.Column("policy", sa.Text(), nullable=False, comment="empty for an internal file"),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False, comment="of the figures"),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("check_code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("taken_id", name=op.f("pk_taken_away")),
        comment="every file that was made for somebody",
    )
    op.create_index("ix_taken_away_check_code", "taken_away", ["check_code"])
