"""The first tables"""

import sqlalchemy as sa
from alembic import op

from db.types import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column(
            "access",
            sa.Enum("look", "change", name="access", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index("ix_access_log_child", ["child_id", "at"], unique=False)
        batch_op.create_index("ix_access_log_look", ["session_id", "child_id", "what", "at"], unique=False)

    op.create_table(
        "clinic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("adherence_line_percent", sa.Integer(), nullable=False),
        sa.Column("least_coverage_percent", sa.Integer(), nullable=False),
        sa.Column("back_fill_days", sa.Integer(), nullable=False),
        sa.Column("days_without_entries", sa.Integer(), nullable=False),
        sa.Column("ill_days", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "adherence_line_percent BETWEEN 50 AND 100", name=op.f("ck_clinic_adherence_line_percent_range")
        ),
        sa.CheckConstraint("back_fill_days BETWEEN 0 AND 7", name=op.f("ck_clinic_back_fill_days_range")),
        sa.CheckConstraint(
            "days_without_entries BETWEEN 1 AND 14", name=op.f("ck_clinic_days_without_entries_range")
        ),
        sa.CheckConstraint("ill_days BETWEEN 1 AND 14", name=op.f("ck_clinic_ill_days_range")),
        sa.CheckConstraint(
            "least_coverage_percent BETWEEN 0 AND 100", name=op.f("ck_clinic_least_coverage_percent_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "family",
                "clinician",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sign_in_name", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("disabled_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("sign_in_name = lower(sign_in_name)", name=op.f("ck_account_sign_in_name_lower")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_account_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("id", "clinic_id", name=op.f("uq_account_id_clinic_id")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_account_sign_in_name")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_clinic_id"), ["clinic_id"], unique=False)

    op.create_table(
        "child",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("chosen_name", sa.String(length=80), nullable=False),
        sa.Column("birth_month", sa.Date(), nullable=True),
        sa.Column(
            "amps_type",
            sa.Enum(
                "complex_regional",
                "diffuse",
                "intermittent",
                "localized",
                name="ampstype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("other_conditions", sa.String(length=2000), nullable=False),
        sa.Column("precautions", sa.String(length=2000), nullable=False),
        sa.Column("supporting_medication", sa.String(length=2000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_child_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
        sa.UniqueConstraint("id", "clinic_id", name=op.f("uq_child_id_clinic_id")),
    )
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_clinic_id"), ["clinic_id"], unique=False)

    op.create_table(
        "child_body_area",
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "body_area",
            sa.Enum(
                "head",
                "neck",
                "back",
                "chest",
                "abdomen",
                "shoulder",
                "arm",
                "hand",
                "hip",
                "leg",
                "knee",
                "foot",
                "whole_body",
                name="bodyarea",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_child_body_area_child_id")),
        sa.PrimaryKeyConstraint("child_id", "body_area", name=op.f("pk_child_body_area")),
    )
    op.create_table(
        "child_time_zone",
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_child_time_zone_child_id")),
        sa.PrimaryKeyConstraint("child_id", "valid_from", name=op.f("pk_child_time_zone")),
    )
    op.create_table(
        "day_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum("ill", "away", name="mark", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("late_reason", sa.String(length=2000), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_day_mark_child_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_day_mark_recorded_by_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_day_mark_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_mark")),
    )
    with op.batch_alter_table("day_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_day_mark_child_id"), ["child_id"], unique=False)
        batch_op.create_index(
            "uq_day_mark_live",
            ["child_id", "day"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "episode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "setting",
            sa.Enum(
                "home",
                "outpatient",
                "day_programme",
                "inpatient",
                name="setting",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("expected_weeks", sa.Integer(), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "goals_reached",
                "insurance",
                "distance",
                "family_choice",
                "other_care",
                "other",
                name="episodeend",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("end_note", sa.String(length=2000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name=op.f("ck_episode_days_in_order")),
        sa.CheckConstraint("expected_weeks BETWEEN 1 AND 104", name=op.f("ck_episode_expected_weeks_range")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_episode_child_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_episode_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode")),
        sa.UniqueConstraint("child_id", "number", name=op.f("uq_episode_child_id_number")),
        sa.UniqueConstraint("id", "child_id", name=op.f("uq_episode_id_child_id")),
    )
    op.create_table(
        "relationship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "guardian",
                "child",
                "physical_therapist",
                "occupational_therapist",
                "counselor",
                "care_team",
                name="relationshipkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "see",
                "record",
                "propose",
                "prescribe",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("household", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_relationship_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "clinic_id"],
            ["account.id", "account.clinic_id"],
            name=op.f("fk_relationship_account_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id", "clinic_id"],
            ["child.id", "child.clinic_id"],
            name=op.f("fk_relationship_child_id_clinic_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship")),
    )
    with op.batch_alter_table("relationship", schema=None) as batch_op:
        batch_op.create_index("ix_relationship_account_child", ["account_id", "child_id"], unique=False)
        batch_op.create_index("ix_relationship_child", ["child_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("exercise", sa.String(length=80), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "aerobic",
                "strength",
                "functional",
                "balance",
                "flexibility",
                "desensitization",
                "relaxation",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "child_id"],
            ["episode.id", "episode.child_id"],
            name=op.f("fk_line_episode_id_child_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("id", "episode_id", "child_id", name=op.f("uq_line_id_episode_id_child_id")),
    )
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_episode_id"), ["episode_id"], unique=False)

    op.create_table(
        "plan_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("to_day >= from_day", name=op.f("ck_plan_pause_days_in_order")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_plan_pause_created_by_id")),
        sa.ForeignKeyConstraint(
            ["episode_id", "child_id"],
            ["episode.id", "episode.child_id"],
            name=op.f("fk_plan_pause_episode_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_plan_pause_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_pause")),
    )
    with op.batch_alter_table("plan_pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_pause_episode_id"), ["episode_id"], unique=False)

    op.create_table(
        "prescription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("weekdays", sa.Integer(), nullable=True),
        sa.Column("times_per_day", sa.Integer(), nullable=False),
        sa.Column("times_per_week", sa.Integer(), nullable=True),
        sa.Column(
            "part_of_day",
            sa.Enum(
                "morning",
                "afternoon",
                "evening",
                "any",
                name="partofday",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "dose_kind",
            sa.Enum(
                "sets_reps",
                "minutes",
                "metres",
                "count",
                "timed_task",
                "open",
                name="dosekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sets", sa.Integer(), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=True),
        sa.Column("hold_seconds", sa.Integer(), nullable=True),
        sa.Column("total", sa.Float(), nullable=True),
        sa.Column("instructions", sa.String(length=2000), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("stop_reason", sa.String(length=2000), nullable=False),
        sa.Column("entered_in_error_at", UtcDateTime(), nullable=True),
        sa.Column("entered_in_error_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_in_error_reason", sa.String(length=2000), nullable=False),
        sa.CheckConstraint(
            "(dose_kind IN ('timed_task', 'open')) = (total IS NULL)",
            name=op.f("ck_prescription_total_of_countable_doses"),
        ),
        sa.CheckConstraint(
            "CASE WHEN dose_kind = 'sets_reps' THEN sets IS NOT NULL AND reps IS NOT NULL AND total = sets * reps ELSE sets IS NULL AND reps IS NULL END",
            name=op.f("ck_prescription_sets_reps_total"),
        ),
        sa.CheckConstraint(
            "(weekdays IS NULL) <> (times_per_week IS NULL)", name=op.f("ck_prescription_one_schedule")
        ),
        sa.CheckConstraint(
            "times_per_day BETWEEN 1 AND 12", name=op.f("ck_prescription_times_per_day_range")
        ),
        sa.CheckConstraint(
            "times_per_week BETWEEN 1 AND 7", name=op.f("ck_prescription_times_per_week_range")
        ),
        sa.CheckConstraint(
            "times_per_week IS NULL OR times_per_day = 1", name=op.f("ck_prescription_weekly_once_a_day")
        ),
        sa.CheckConstraint("total IS NULL OR total > 0", name=op.f("ck_prescription_total_positive")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_prescription_days_in_order")
        ),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_prescription_weekdays_range")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_prescription_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_in_error_by_id"], ["account.id"], name=op.f("fk_prescription_entered_in_error_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id", "episode_id", "child_id"],
            ["line.id", "line.episode_id", "line.child_id"],
            name=op.f("fk_prescription_line_id_episode_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id", "line_id"],
            ["prescription.id", "prescription.line_id"],
            name=op.f("fk_prescription_replaces_id_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_prescription_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription")),
        sa.UniqueConstraint("id", "child_id", name=op.f("uq_prescription_id_child_id")),
        sa.UniqueConstraint("id", "line_id", name=op.f("uq_prescription_id_line_id")),
    )
    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prescription_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prescription_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prescription_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prescription_replaces_id"), ["replaces_id"], unique=False)

    op.create_table(
        "completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("prescription_id", sa.Integer(), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "done",
                "partly",
                "not_done",
                "excused",
                name="completionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column(
            "barrier",
            sa.Enum(
                "no_time",
                "tired",
                "forgot",
                "chose_not_to",
                "no_place_or_equipment",
                "a_hard_day",
                "other",
                name="barrier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
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
        sa.Column("late_reason", sa.String(length=2000), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "amount IS NULL OR (state = 'partly' AND amount >= 0)",
            name=op.f("ck_completion_amount_of_partly"),
        ),
        sa.CheckConstraint(
            "barrier IS NULL OR state = 'not_done'", name=op.f("ck_completion_barrier_of_not_done")
        ),
        sa.CheckConstraint("slot BETWEEN 1 AND 24", name=op.f("ck_completion_slot_range")),
        sa.ForeignKeyConstraint(
            ["prescription_id", "child_id"],
            ["prescription.id", "prescription.child_id"],
            name=op.f("fk_completion_prescription_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_completion_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["completion.id"], name=op.f("fk_completion_replaces_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_completion_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
    )
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.create_index(
            "ix_completion_figures",
            ["child_id", "performed_on", "prescription_id", "slot", "state", "amount", "withdrawn_at"],
            unique=False,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_index("ix_completion_replaces", ["replaces_id"], unique=False)
        batch_op.create_index(
            "uq_completion_live",
            ["prescription_id", "performed_on", "slot"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("prescription_id", sa.Integer(), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
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
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_note_text_not_empty")),
        sa.CheckConstraint("slot BETWEEN 1 AND 24", name=op.f("ck_note_slot_range")),
        sa.ForeignKeyConstraint(
            ["prescription_id", "child_id"],
            ["prescription.id", "prescription.child_id"],
            name=op.f("fk_note_prescription_id_child_id"),
        ),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["account.id"], name=op.f("fk_note_withdrawn_by_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_note_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index("ix_note_day", ["child_id", "performed_on"], unique=False)
        batch_op.create_index(
            "uq_note_live",
            ["prescription_id", "performed_on", "slot", "written_by_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
