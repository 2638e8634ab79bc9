"""Measures and how a clinic and a child use them, watch dates, concerns, appointments, and the clinic's phone."""

import sqlalchemy as sa
from alembic import op

from db.types import UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _add_measures()
    _add_concerns()
    _add_appointments()
    with op.batch_alter_table("clinic", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("phone_text", sa.String(length=2000), server_default="", nullable=False)
        )


def _add_measures() -> None:
    op.create_table(
        "instrument_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column(
            "instrument",
            sa.Enum(
                "functional_disability",
                "child_activity_limitations",
                "promis_mobility",
                "pedsql_total",
                "six_minute_walk",
                "sit_to_stand",
                "step_test",
                "grip",
                "sleep",
                "promis_pain_interference",
                "pain_intensity",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=True),
        sa.Column("families_enter", sa.Boolean(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "every_weeks BETWEEN 1 AND 26", name=op.f("ck_instrument_setting_every_weeks_range")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_instrument_setting_clinic_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_instrument_setting_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_setting")),
    )
    with op.batch_alter_table("instrument_setting", schema=None) as batch_op:
        batch_op.create_index("ix_instrument_setting_clinic", ["clinic_id", "instrument"], unique=False)
    op.create_table(
        "pain_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=True),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("by_child", sa.Boolean(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 26", name=op.f("ck_pain_setting_every_weeks_range")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_pain_setting_child_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_pain_setting_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pain_setting")),
    )
    with op.batch_alter_table("pain_setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pain_setting_child_id"), ["child_id"], unique=False)
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "instrument",
            sa.Enum(
                "functional_disability",
                "child_activity_limitations",
                "promis_mobility",
                "pedsql_total",
                "six_minute_walk",
                "sit_to_stand",
                "step_test",
                "grip",
                "sleep",
                "promis_pain_interference",
                "pain_intensity",
                name="instrument",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "reporter",
            sa.Enum(
                "child",
                "parent",
                "clinician",
                name="reporter",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum(
                "both", "left", "right", name="side", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("correction", sa.String(length=2000), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "replaces_id IS NULL OR length(correction) > 0", name=op.f("ck_measure_correction_has_a_reason")
        ),
        sa.CheckConstraint("value BETWEEN 0 AND 1000", name=op.f("ck_measure_value_range")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_measure_child_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_measure_recorded_by_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["measure.id"], name=op.f("fk_measure_replaces_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["account.id"], name=op.f("fk_measure_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(
            "ix_measure_child",
            ["child_id", "on_day", "instrument", "reporter", "withdrawn_at", "value", "recorded_by_id"],
            unique=False,
        )
        batch_op.create_index("ix_measure_replaces", ["replaces_id"], unique=False)
        batch_op.create_index(
            "uq_measure_live",
            ["child_id", "instrument", "reporter", "side", "on_day"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
    op.create_table(
        "watch_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("agreed_with", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("to_day >= from_day", name=op.f("ck_watch_date_days_in_order")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_watch_date_child_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_watch_date_created_by_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_watch_date_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_date")),
    )
    with op.batch_alter_table("watch_date", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_date_child_id"), ["child_id"], unique=False)


def _add_concerns() -> None:
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "more_of_the_same",
                "something_new",
                "for_appointment",
                name="concernkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "topic",
            sa.Enum(
                "fever",
                "injury",
                "new_symptom",
                "mood",
                "other",
                name="concerntopic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column(
            "readers",
            sa.Enum(
                "team_and_household",
                "team_only",
                name="readers",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("household", sa.String(length=80), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'something_new') = (topic IS NOT NULL)", name=op.f("ck_concern_topic_of_something_new")
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_concern_text_not_empty")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_concern_child_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["account.id"], name=op.f("fk_concern_withdrawn_by_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_concern_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("id", "child_id", name=op.f("uq_concern_id_child_id")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index("ix_concern_child", ["child_id", "written_at"], unique=False)
    op.create_table(
        "concern_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id", "child_id"],
            ["concern.id", "concern.child_id"],
            name=op.f("fk_concern_read_concern_id_child_id"),
        ),
        sa.ForeignKeyConstraint(["read_by_id"], ["account.id"], name=op.f("fk_concern_read_read_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_read")),
        sa.UniqueConstraint("concern_id", "read_by_id", name=op.f("uq_concern_read_concern_id_read_by_id")),
    )
    with op.batch_alter_table("concern_read", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_read_child_id"), ["child_id"], unique=False)
    op.create_table(
        "concern_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("in_person", sa.Boolean(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "in_person OR length(text) > 0", name=op.f("ck_concern_answer_text_unless_in_person")
        ),
        sa.ForeignKeyConstraint(
            ["concern_id", "child_id"],
            ["concern.id", "concern.child_id"],
            name=op.f("fk_concern_answer_concern_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_concern_answer_withdrawn_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_concern_answer_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_answer")),
    )
    with op.batch_alter_table("concern_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_answer_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_answer_concern_id"), ["concern_id"], unique=False)


def _add_appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("people", sa.String(length=2000), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_appointment_child_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["appointment.id"], name=op.f("fk_appointment_replaces_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_appointment_withdrawn_by_id")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_appointment_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_child_id"), ["child_id"], unique=False)
        batch_op.create_index("ix_appointment_replaces", ["replaces_id"], unique=False)
        batch_op.create_index(
            "uq_appointment_live",
            ["child_id", "on_day"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_decision_text_not_empty")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_decision_child_id")),
        sa.ForeignKeyConstraint(
            ["milestone_id", "child_id"],
            ["milestone.id", "milestone.child_id"],
            name=op.f("fk_decision_milestone_id_child_id"),
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_decision_proposal_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_decision_withdrawn_by_id")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_decision_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("ix_decision_child", ["child_id", "on_day"], unique=False)
        batch_op.create_index("ix_decision_milestone", ["milestone_id"], unique=False)
        batch_op.create_index("ix_decision_proposal", ["proposal_id"], unique=False)
