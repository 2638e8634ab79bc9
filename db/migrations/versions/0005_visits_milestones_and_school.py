"""Visits and their series, milestones, school with its calendar and page, and the region of a clinic's holidays."""

import sqlalchemy as sa
from alembic import op

from db.types import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _add_visits()
    _add_milestones()
    _add_school()
    with op.batch_alter_table("clinic", schema=None) as batch_op:
        batch_op.add_column(sa.Column("region", sa.String(length=16), server_default="", nullable=False))


def _add_visits() -> None:
    op.create_table(
        "visit_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "discipline",
            sa.Enum(
                "physical_therapy",
                "occupational_therapy",
                "counseling",
                "medical",
                name="discipline",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "visibility",
            sa.Enum(
                "counselor_only",
                "care_team",
                "care_team_and_family",
                name="seriesvisibility",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("shown_to_child", sa.Boolean(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("per_week", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("begins_at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "modality",
            sa.Enum(
                "in_person", "video", name="modality", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "discipline = 'counseling' OR (visibility = 'care_team_and_family' AND shown_to_child AND kept_by_id IS NULL)",
            name=op.f("ck_visit_series_only_counseling_is_kept"),
        ),
        sa.CheckConstraint(
            "visibility <> 'counselor_only' OR kept_by_id IS NOT NULL",
            name=op.f("ck_visit_series_somebody_keeps_it"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= first_day", name=op.f("ck_visit_series_days_in_order")
        ),
        sa.CheckConstraint("minutes BETWEEN 5 AND 600", name=op.f("ck_visit_series_minutes_range")),
        sa.CheckConstraint("per_week BETWEEN 1 AND 21", name=op.f("ck_visit_series_per_week_range")),
        sa.CheckConstraint("weeks BETWEEN 1 AND 104", name=op.f("ck_visit_series_weeks_range")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_visit_series_child_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_visit_series_created_by_id")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_visit_series_ended_by_id")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["account.id"], name=op.f("fk_visit_series_kept_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_series")),
        sa.UniqueConstraint("id", "child_id", name=op.f("uq_visit_series_id_child_id")),
    )
    with op.batch_alter_table("visit_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_series_child_id"), ["child_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "modality",
            sa.Enum(
                "in_person", "video", name="modality", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("moved_from_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 5 AND 600", name=op.f("ck_visit_minutes_range")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_visit_created_by_id")),
        sa.ForeignKeyConstraint(
            ["moved_from_id", "child_id"],
            ["visit.id", "visit.child_id"],
            name=op.f("fk_visit_moved_from_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "child_id"],
            ["visit_series.id", "visit_series.child_id"],
            name=op.f("fk_visit_series_id_child_id"),
        ),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["account.id"], name=op.f("fk_visit_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("id", "child_id", name=op.f("uq_visit_id_child_id")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_child", ["child_id", "starts_at"], unique=False)
        batch_op.create_index("ix_visit_moved_from", ["moved_from_id"], unique=False)
        batch_op.create_index("ix_visit_series", ["series_id", "starts_at"], unique=False)

    op.create_table(
        "visit_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "attended",
                "no_show",
                "cancelled_by_family",
                "cancelled_by_clinic",
                "moved",
                name="visitoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "insurance",
                "distance",
                "ill",
                "school",
                "other",
                name="cancelreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(reason IS NOT NULL) = (outcome IN ('cancelled_by_family', 'cancelled_by_clinic'))",
            name=op.f("ck_visit_record_reason_of_a_cancellation"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_visit_record_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id", "child_id"],
            ["visit.id", "visit.child_id"],
            name=op.f("fk_visit_record_visit_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_visit_record_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_record")),
    )
    with op.batch_alter_table("visit_record", schema=None) as batch_op:
        batch_op.create_index("ix_visit_record_child", ["child_id"], unique=False)
        batch_op.create_index(
            "uq_visit_record_live",
            ["visit_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )


def _add_milestones() -> None:
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column(
            "area",
            sa.Enum(
                "school",
                "social",
                "physical",
                "home",
                name="milestonearea",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(area = 'school') = (periods IS NOT NULL)", name=op.f("ck_milestone_periods_of_a_step_of_school")
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_milestone_name_not_empty")),
        sa.CheckConstraint("periods BETWEEN 0 AND 12", name=op.f("ck_milestone_periods_range")),
        sa.CheckConstraint("position BETWEEN 1 AND 200", name=op.f("ck_milestone_position_range")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_milestone_child_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_milestone_created_by_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_milestone_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("id", "child_id", name=op.f("uq_milestone_id_child_id")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_child_id"), ["child_id"], unique=False)

    op.create_table(
        "milestone_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reached",
                "set_back",
                name="milestoneeventkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["milestone_id", "child_id"],
            ["milestone.id", "milestone.child_id"],
            name=op.f("fk_milestone_event_milestone_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_milestone_event_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_milestone_event_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_event")),
    )
    with op.batch_alter_table("milestone_event", schema=None) as batch_op:
        batch_op.create_index("ix_milestone_event_child", ["child_id"], unique=False)
        batch_op.create_index(
            "uq_milestone_event_live",
            ["milestone_id", "on_day", "kind"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "milestone_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("agreed_with", sa.String(length=80), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["milestone_id", "child_id"],
            ["milestone.id", "milestone.child_id"],
            name=op.f("fk_milestone_target_milestone_id_child_id"),
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_milestone_target_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_target")),
    )
    with op.batch_alter_table("milestone_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_target_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_target_milestone_id"), ["milestone_id"], unique=False)


def _add_school() -> None:
    op.create_table(
        "accommodation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("agreed_with", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("faded_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "faded_on IS NULL OR faded_on >= starts_on", name=op.f("ck_accommodation_fade_in_order")
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_accommodation_text_not_empty")),
        sa.CheckConstraint(
            "review_on IS NULL OR review_on >= starts_on", name=op.f("ck_accommodation_review_in_order")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_accommodation_child_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_accommodation_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_accommodation_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodation")),
    )
    with op.batch_alter_table("accommodation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accommodation_child_id"), ["child_id"], unique=False)

    op.create_table(
        "school_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_school_closure_days_in_order")),
        sa.CheckConstraint("periods BETWEEN 0 AND 12", name=op.f("ck_school_closure_periods_range")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_school_closure_child_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_school_closure_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_school_closure_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_closure")),
    )
    with op.batch_alter_table("school_closure", schema=None) as batch_op:
        batch_op.create_index("ix_school_closure_child", ["child_id", "first_day"], unique=False)

    op.create_table(
        "school_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("all_planned", sa.Boolean(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "ill",
                "appointment",
                "tired",
                "a_hard_day",
                "chose_not_to",
                "other",
                name="schoolreason",
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
        sa.CheckConstraint("periods BETWEEN 0 AND 12", name=op.f("ck_school_day_periods_range")),
        sa.CheckConstraint("reason IS NULL OR NOT all_planned", name=op.f("ck_school_day_reason_of_less")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_school_day_child_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_school_day_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["school_day.id"], name=op.f("fk_school_day_replaces_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_school_day_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_day")),
    )
    with op.batch_alter_table("school_day", schema=None) as batch_op:
        batch_op.create_index("ix_school_day_replaces", ["replaces_id"], unique=False)
        batch_op.create_index(
            "uq_school_day_live",
            ["child_id", "day"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "school_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(length=2000), nullable=False),
        sa.Column("break_place", sa.String(length=2000), nullable=False),
        sa.Column("before_home", sa.String(length=2000), nullable=False),
        sa.Column("when_to_call", sa.String(length=2000), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_school_page_child_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_school_page_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_page")),
        sa.UniqueConstraint("id", "child_id", name=op.f("uq_school_page_id_child_id")),
    )
    with op.batch_alter_table("school_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_page_child_id"), ["child_id"], unique=False)

    op.create_table(
        "school_timetable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("periods BETWEEN 1 AND 12", name=op.f("ck_school_timetable_periods_range")),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_school_timetable_weekdays_range")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_school_timetable_child_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_school_timetable_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_school_timetable_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_timetable")),
    )
    with op.batch_alter_table("school_timetable", schema=None) as batch_op:
        batch_op.create_index(
            "uq_school_timetable_live",
            ["child_id", "valid_from"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "school_page_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column(
            "line",
            sa.Enum(
                "planned_periods",
                "contact",
                "break_place",
                "before_home",
                "when_to_call",
                "diagnosis",
                name="schoolpageline",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum(
                "guardian", "child", name="pageside", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("ticked_at", UtcDateTime(), nullable=False),
        sa.Column("ticked_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id", "child_id"],
            ["school_page.id", "school_page.child_id"],
            name=op.f("fk_school_page_tick_page_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["ticked_by_id"], ["account.id"], name=op.f("fk_school_page_tick_ticked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_page_tick")),
    )
    with op.batch_alter_table("school_page_tick", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_page_tick_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_page_tick_page_id"), ["page_id"], unique=False)

    op.create_table(
        "school_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("agreed_with", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_school_plan_created_by_id")),
        sa.ForeignKeyConstraint(
            ["milestone_id", "child_id"],
            ["milestone.id", "milestone.child_id"],
            name=op.f("fk_school_plan_milestone_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_school_plan_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_plan")),
    )
    with op.batch_alter_table("school_plan", schema=None) as batch_op:
        batch_op.create_index("ix_school_plan_milestone", ["milestone_id"], unique=False)
        batch_op.create_index(
            "uq_school_plan_live",
            ["child_id", "starts_on"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
