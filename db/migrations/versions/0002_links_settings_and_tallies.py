"""One-time links, a clinic's settings and who changed them, a child's school, tallies, and withdrawn episodes."""

import sqlalchemy as sa
from alembic import op

from db.types import UtcDateTime

revision = "0002"
down_revision = "0001"
AGES = ("guardian_consent_below_age", "assent_from_age", "own_account_from_age", "majority_age")


def upgrade() -> None:
    op.create_table(
        "demo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_demo_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo")),
    )
    op.create_table(
        "closed_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_closed_day_clinic_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_closed_day_created_by_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_closed_day_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_day")),
    )
    with op.batch_alter_table("closed_day", schema=None) as batch_op:
        batch_op.create_index(
            "uq_closed_day_live",
            ["clinic_id", "day"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "set_up",
                "invitation",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "CASE WHEN purpose = 'set_up' THEN account_id IS NULL AND clinic_id IS NULL"
            " ELSE account_id IS NOT NULL AND clinic_id IS NOT NULL END",
            name=op.f("ck_one_time_link_whose"),
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_one_time_link_moments_in_order")),
        sa.ForeignKeyConstraint(
            ["account_id", "clinic_id"],
            ["account.id", "account.clinic_id"],
            name=op.f("fk_one_time_link_account_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_one_time_link_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index("ix_one_time_link_account", ["account_id"], unique=False)

    op.create_table(
        "setting_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("setting", sa.String(length=80), nullable=False),
        sa.Column("before", sa.String(length=2000), nullable=False),
        sa.Column("after", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["account.id"], name=op.f("fk_setting_change_changed_by_id")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_setting_change_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_change")),
    )
    with op.batch_alter_table("setting_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_setting_change_clinic_id"), ["clinic_id"], unique=False)

    op.create_table(
        "week_tally",
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("prescription_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("next_day", sa.Date(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.Column("without_entry", sa.Integer(), nullable=False),
        sa.Column("credit", sa.Float(), nullable=False),
        sa.Column("full", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id", "child_id"],
            ["episode.id", "episode.child_id"],
            name=op.f("fk_week_tally_episode_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["prescription_id", "child_id"],
            ["prescription.id", "prescription.child_id"],
            name=op.f("fk_week_tally_prescription_id_child_id"),
        ),
        sa.PrimaryKeyConstraint("episode_id", "week", "prescription_id", name=op.f("pk_week_tally")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("week_tally", schema=None) as batch_op:
        batch_op.create_index("ix_week_tally_child", ["child_id", "next_day"], unique=False)

    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.alter_column(
            "subject",
            existing_type=sa.VARCHAR(length=80),
            type_=sa.String(length=8000),
            existing_nullable=False,
        )

    with op.batch_alter_table("episode", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_episode_withdrawn_by_id"), "account", ["withdrawn_by_id"], ["id"]
        )

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("school_class", sa.String(length=80), server_default="", nullable=False)
        )

    with op.batch_alter_table("clinic", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("emergency_text", sa.String(length=2000), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("crisis_text", sa.String(length=2000), server_default="", nullable=False)
        )
        for age in AGES:
            batch_op.add_column(sa.Column(age, sa.Integer(), nullable=True))
        for age in AGES:
            batch_op.create_check_constraint(op.f(f"ck_clinic_{age}_range"), f"{age} BETWEEN 0 AND 30")
