"""The clinic's library and templates, drafts, phases and criteria of an episode, textures, and results of timed tasks."""

import sqlalchemy as sa
from alembic import op

from db.types import UtcDateTime

revision = "0004"
down_revision = "0003"

RULES = {
    "dosekind": "dose_kind IN ('sets_reps', 'minutes', 'texture_minutes', 'metres', 'count', 'timed_task', 'open')",
    "taskunit": "task_unit IN ('seconds', 'count')",
    "better": "task_better IN ('lower', 'higher')",
    "parts_of_day_range": "parts_of_day BETWEEN 0 AND 7",
    "texture_of_its_dose": "(dose_kind = 'texture_minutes') = (texture <> '')",
    "task_of_a_timed_task": (
        "CASE WHEN dose_kind = 'timed_task' THEN task_unit IS NOT NULL AND task_better IS NOT NULL"
        " ELSE task_unit IS NULL AND task_better IS NULL AND NOT best_shown AND NOT ceiling_closed END"
    ),
}


def upgrade() -> None:
    _add_the_library()
    _add_to_episodes_and_plans()
    _add_to_completions_and_prescriptions()


def _add_the_library() -> None:
    op.create_table(
        "exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_exercise_added_by_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_exercise_clinic_id")),
        sa.ForeignKeyConstraint(["retired_by_id"], ["account.id"], name=op.f("fk_exercise_retired_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise")),
        sa.UniqueConstraint("id", "clinic_id", name=op.f("uq_exercise_id_clinic_id")),
    )
    with op.batch_alter_table("exercise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exercise_clinic_id"), ["clinic_id"], unique=False)

    op.create_table(
        "exercise_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("height BETWEEN 1 AND 2000", name=op.f("ck_exercise_picture_height_range")),
        sa.CheckConstraint("width BETWEEN 1 AND 2000", name=op.f("ck_exercise_picture_width_range")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_exercise_picture_added_by_id")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_exercise_picture_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_picture")),
        sa.UniqueConstraint("id", "clinic_id", name=op.f("uq_exercise_picture_id_clinic_id")),
    )
    with op.batch_alter_table("exercise_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exercise_picture_clinic_id"), ["clinic_id"], unique=False)

    op.create_table(
        "explanation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("child", "carers", name="audience", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=8000), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_explanation_text_not_empty")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_explanation_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_explanation_clinic_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_explanation_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
    )
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_explanation_clinic_id"), ["clinic_id"], unique=False)

    op.create_table(
        "template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=2000), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_template_name_not_empty")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_template_clinic_id")),
        sa.ForeignKeyConstraint(["retired_by_id"], ["account.id"], name=op.f("fk_template_retired_by_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name=op.f("fk_template_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
        sa.UniqueConstraint("id", "clinic_id", name=op.f("uq_template_id_clinic_id")),
    )
    with op.batch_alter_table("template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_template_clinic_id"), ["clinic_id"], unique=False)

    op.create_table(
        "exercise_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
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
            nullable=True,
        ),
        sa.Column("about", sa.String(length=2000), nullable=False),
        sa.Column("steps", sa.String(length=2000), nullable=False),
        sa.Column("video", sa.String(length=500), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "video = '' OR video LIKE 'https://%'", name=op.f("ck_exercise_version_video_is_https")
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_exercise_version_name_not_empty")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_exercise_version_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id", "clinic_id"],
            ["exercise.id", "exercise.clinic_id"],
            name=op.f("fk_exercise_version_exercise_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["picture_id", "clinic_id"],
            ["exercise_picture.id", "exercise_picture.clinic_id"],
            name=op.f("fk_exercise_version_picture_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_exercise_version_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_version")),
        sa.UniqueConstraint("exercise_id", "number", name=op.f("uq_exercise_version_exercise_id_number")),
    )
    with op.batch_alter_table("exercise_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exercise_version_picture_id"), ["picture_id"], unique=False)

    op.create_table(
        "template_item",
        sa.Column("weekdays", sa.Integer(), nullable=True),
        sa.Column("times_per_day", sa.Integer(), nullable=False),
        sa.Column("times_per_week", sa.Integer(), nullable=True),
        sa.Column("parts_of_day", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "dose_kind",
            sa.Enum(
                "sets_reps",
                "minutes",
                "texture_minutes",
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
        sa.Column("texture", sa.String(length=80), server_default="", nullable=False),
        sa.Column(
            "task_unit",
            sa.Enum(
                "seconds", "count", name="taskunit", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column(
            "task_better",
            sa.Enum("lower", "higher", name="better", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("best_shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ceiling_closed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("instructions", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(dose_kind = 'texture_minutes') = (texture <> '')",
            name=op.f("ck_template_item_texture_of_its_dose"),
        ),
        sa.CheckConstraint(
            "(dose_kind IN ('timed_task', 'open')) = (total IS NULL)",
            name=op.f("ck_template_item_total_of_countable_doses"),
        ),
        sa.CheckConstraint(
            "CASE WHEN dose_kind = 'sets_reps' THEN sets IS NOT NULL AND reps IS NOT NULL AND total = sets * reps ELSE sets IS NULL AND reps IS NULL END",
            name=op.f("ck_template_item_sets_reps_total"),
        ),
        sa.CheckConstraint(
            "CASE WHEN dose_kind = 'timed_task' THEN task_unit IS NOT NULL AND task_better IS NOT NULL ELSE task_unit IS NULL AND task_better IS NULL AND NOT best_shown AND NOT ceiling_closed END",
            name=op.f("ck_template_item_task_of_a_timed_task"),
        ),
        sa.CheckConstraint(
            "(weekdays IS NULL) <> (times_per_week IS NULL)", name=op.f("ck_template_item_one_schedule")
        ),
        sa.CheckConstraint("parts_of_day BETWEEN 0 AND 7", name=op.f("ck_template_item_parts_of_day_range")),
        sa.CheckConstraint(
            "times_per_day BETWEEN 1 AND 12", name=op.f("ck_template_item_times_per_day_range")
        ),
        sa.CheckConstraint(
            "times_per_week BETWEEN 1 AND 7", name=op.f("ck_template_item_times_per_week_range")
        ),
        sa.CheckConstraint(
            "times_per_week IS NULL OR times_per_day = 1", name=op.f("ck_template_item_weekly_once_a_day")
        ),
        sa.CheckConstraint("total IS NULL OR total > 0", name=op.f("ck_template_item_total_positive")),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_template_item_weekdays_range")),
        sa.ForeignKeyConstraint(
            ["exercise_id", "clinic_id"],
            ["exercise.id", "exercise.clinic_id"],
            name=op.f("fk_template_item_exercise_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["template_id", "clinic_id"],
            ["template.id", "template.clinic_id"],
            name=op.f("fk_template_item_template_id_clinic_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_item")),
        sa.UniqueConstraint("template_id", "position", name=op.f("uq_template_item_template_id_position")),
    )
    with op.batch_alter_table("template_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_template_item_exercise_id"), ["exercise_id"], unique=False)


def _add_to_episodes_and_plans() -> None:
    op.create_table(
        "discharge_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "function",
                "school",
                name="criterionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_discharge_criterion_text_not_empty")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_discharge_criterion_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "child_id"],
            ["episode.id", "episode.child_id"],
            name=op.f("fk_discharge_criterion_episode_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_discharge_criterion_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discharge_criterion")),
        sa.UniqueConstraint("id", "child_id", name=op.f("uq_discharge_criterion_id_child_id")),
    )
    with op.batch_alter_table("discharge_criterion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discharge_criterion_episode_id"), ["episode_id"], unique=False)

    op.create_table(
        "episode_phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "intensive",
                "home",
                "maintenance",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_episode_phase_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id", "child_id"],
            ["episode.id", "episode.child_id"],
            name=op.f("fk_episode_phase_episode_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_episode_phase_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode_phase")),
    )
    with op.batch_alter_table("episode_phase", schema=None) as batch_op:
        batch_op.create_index(
            "uq_episode_phase_live",
            ["episode_id", "starts_on"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "criterion_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("found_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["criterion_id", "child_id"],
            ["discharge_criterion.id", "discharge_criterion.child_id"],
            name=op.f("fk_criterion_finding_criterion_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["found_by_id"], ["account.id"], name=op.f("fk_criterion_finding_found_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_finding")),
    )
    with op.batch_alter_table("criterion_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criterion_finding_criterion_id"), ["criterion_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("weekdays", sa.Integer(), nullable=True),
        sa.Column("times_per_day", sa.Integer(), nullable=False),
        sa.Column("times_per_week", sa.Integer(), nullable=True),
        sa.Column("parts_of_day", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "dose_kind",
            sa.Enum(
                "sets_reps",
                "minutes",
                "texture_minutes",
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
        sa.Column("texture", sa.String(length=80), server_default="", nullable=False),
        sa.Column(
            "task_unit",
            sa.Enum(
                "seconds", "count", name="taskunit", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column(
            "task_better",
            sa.Enum("lower", "higher", name="better", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("best_shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ceiling_closed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("instructions", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("revises_id", sa.Integer(), nullable=True),
        sa.Column("revises_to", sa.Date(), nullable=True),
        sa.Column("exercise_version_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(dose_kind = 'texture_minutes') = (texture <> '')", name=op.f("ck_draft_texture_of_its_dose")
        ),
        sa.CheckConstraint(
            "(dose_kind IN ('timed_task', 'open')) = (total IS NULL)",
            name=op.f("ck_draft_total_of_countable_doses"),
        ),
        sa.CheckConstraint(
            "CASE WHEN dose_kind = 'sets_reps' THEN sets IS NOT NULL AND reps IS NOT NULL AND total = sets * reps ELSE sets IS NULL AND reps IS NULL END",
            name=op.f("ck_draft_sets_reps_total"),
        ),
        sa.CheckConstraint(
            "CASE WHEN dose_kind = 'timed_task' THEN task_unit IS NOT NULL AND task_better IS NOT NULL ELSE task_unit IS NULL AND task_better IS NULL AND NOT best_shown AND NOT ceiling_closed END",
            name=op.f("ck_draft_task_of_a_timed_task"),
        ),
        sa.CheckConstraint(
            "(line_id IS NULL) <> (exercise_version_id IS NULL)", name=op.f("ck_draft_new_or_revised")
        ),
        sa.CheckConstraint(
            "(weekdays IS NULL) <> (times_per_week IS NULL)", name=op.f("ck_draft_one_schedule")
        ),
        sa.CheckConstraint("parts_of_day BETWEEN 0 AND 7", name=op.f("ck_draft_parts_of_day_range")),
        sa.CheckConstraint("times_per_day BETWEEN 1 AND 12", name=op.f("ck_draft_times_per_day_range")),
        sa.CheckConstraint("times_per_week BETWEEN 1 AND 7", name=op.f("ck_draft_times_per_week_range")),
        sa.CheckConstraint(
            "times_per_week IS NULL OR times_per_day = 1", name=op.f("ck_draft_weekly_once_a_day")
        ),
        sa.CheckConstraint("total IS NULL OR total > 0", name=op.f("ck_draft_total_positive")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_draft_days_in_order")),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_draft_weekdays_range")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["account.id"], name=op.f("fk_draft_changed_by_id")),
        sa.ForeignKeyConstraint(
            ["episode_id", "child_id"],
            ["episode.id", "episode.child_id"],
            name=op.f("fk_draft_episode_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["exercise_version_id"], ["exercise_version.id"], name=op.f("fk_draft_exercise_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id", "episode_id", "child_id"],
            ["line.id", "line.episode_id", "line.child_id"],
            name=op.f("fk_draft_line_id_episode_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["revises_id", "line_id"],
            ["prescription.id", "prescription.line_id"],
            name=op.f("fk_draft_revises_id_line_id"),
        ),
        sa.CheckConstraint(
            "(line_id IS NULL) = (revises_id IS NULL)", name=op.f("ck_draft_revises_of_a_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("line_id", name=op.f("uq_draft_line_id")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_revises_id"), ["revises_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_draft_exercise_version_id"), ["exercise_version_id"], unique=False
        )


def _add_to_completions_and_prescriptions() -> None:
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("result", sa.Float(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_completion_result_of_what_was_done"),
            "result IS NULL OR (result > 0 AND state IN ('done', 'partly'))",
        )

    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parts_of_day", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("texture", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(sa.Column("task_unit", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("task_better", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("best_shown", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("ceiling_closed", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("is_renewal", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("exercise_version_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_prescription_exercise_version_id"), ["exercise_version_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_prescription_exercise_version_id"),
            "exercise_version",
            ["exercise_version_id"],
            ["id"],
        )
    op.execute(
        "UPDATE prescription SET parts_of_day ="
        " CASE part_of_day WHEN 'morning' THEN 1 WHEN 'afternoon' THEN 2 WHEN 'evening' THEN 4 ELSE 0 END"
    )
    # Until now a timed task did not say in what it is timed: seconds, and the fewer the better.
    op.execute(
        "UPDATE prescription SET task_unit = 'seconds', task_better = 'lower' WHERE dose_kind = 'timed_task'"
    )
    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_prescription_partofday"), type_="check")
        batch_op.drop_column("part_of_day")
        batch_op.drop_constraint(batch_op.f("ck_prescription_dosekind"), type_="check")
        for name, rule in RULES.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_prescription_{name}"), rule)
