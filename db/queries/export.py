"""The rows of a child's record for the copy that its family takes. Who may read which is not decided here.

Every person comes with name, role and account, since both decide what a reader learns of them.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from db.queries.audit import IN_CASELOAD, naming
from db.queries.base import AnyRow, given, table_of
from db.tables import (
    AccessLog,
    Account,
    Child,
    ChildBodyArea,
    ChildTimeZone,
    Completion,
    Consent,
    CriterionFinding,
    DayMark,
    DischargeCriterion,
    Episode,
    EpisodePhase,
    ExerciseVersion,
    Line,
    Note,
    PlanPause,
    Prescription,
    Relationship,
)
from db.types import AccessibleChildId

account = table_of(Account)
body_area = table_of(ChildBodyArea)
child = table_of(Child)
completion = table_of(Completion)
consent = table_of(Consent)
episode = table_of(Episode)
criterion = table_of(DischargeCriterion)
finding = table_of(CriterionFinding)
line = table_of(Line)
phase = table_of(EpisodePhase)
version = table_of(ExerciseVersion)
log = table_of(AccessLog)
mark = table_of(DayMark)
note = table_of(Note)
pause = table_of(PlanPause)
prescription = table_of(Prescription)
relationship = table_of(Relationship)
zone = table_of(ChildTimeZone)

_MAKER, _WITHDRAWER = account.alias("maker"), account.alias("withdrawer")
_PEOPLE = (
    _MAKER.c.name.label("by"),
    _MAKER.c.role.label("by_role"),
    _WITHDRAWER.c.name.label("withdrawn_by"),
    _WITHDRAWER.c.role.label("withdrawn_by_role"),
)


def of_child(
    table: sa.Table, maker: str, *order: str, withdrawer: str | None = "withdrawn_by_id"
) -> sa.Select[tuple[object, ...]]:
    """Ask for a child's rows of a table, with who made and, where there is such a column, who withdrew each."""
    query = sa.select(table, *_PEOPLE[: 4 if withdrawer else 2]).outerjoin(
        _MAKER, _MAKER.c.id == table.c[maker]
    )
    if withdrawer:
        query = query.outerjoin(_WITHDRAWER, _WITHDRAWER.c.id == table.c[withdrawer])
    query = query.where(table.c.child_id == given("child_id", table.c.child_id))
    return query.order_by(*(table.c[name] for name in order))


_STATEMENTS = {
    "child": sa.select(child).where(child.c.id == given("child_id", child.c.id)),
    "body_areas": sa.select(body_area.c.body_area)
    .where(body_area.c.child_id == given("child_id", body_area.c.child_id))
    .order_by(body_area.c.body_area),
    "time_zones": sa.select(zone.c.valid_from, zone.c.time_zone)
    .where(zone.c.child_id == given("child_id", zone.c.child_id))
    .order_by(zone.c.valid_from),
    "episodes": of_child(episode, "created_by_id", "starts_on", "id"),
    "phases": of_child(phase, "created_by_id", "starts_on", "id"),
    "criteria": of_child(criterion, "created_by_id", "episode_id", "id"),
    "findings": of_child(finding, "found_by_id", "id", withdrawer=None),
    "pauses": of_child(pause, "created_by_id", "from_day", "id"),
    "prescriptions": of_child(prescription, "created_by_id", "line_id", "valid_from", "id").add_columns(
        line.c.exercise, line.c.category, version.c.about, version.c.steps
    )
    .join(line, line.c.id == prescription.c.line_id)
    .outerjoin(version, version.c.id == prescription.c.exercise_version_id),
    "completions": of_child(completion, "recorded_by_id", "performed_on", "prescription_id", "slot", "id"),
    "day_marks": of_child(mark, "recorded_by_id", "day", "id"),
    "notes": of_child(note, "written_by_id", "performed_on", "prescription_id", "slot", "id"),
    "links": of_child(relationship, "account_id", "starts_on", "id", withdrawer=None),
    "consents": of_child(consent, "given_by_id", "given_at", "id", withdrawer=None),
}  # fmt: skip
_LOG = (
    sa.select(
        log.c.at,
        log.c.account_id,
        log.c.access,
        log.c.what,
        log.c.subject,
        _MAKER.c.name,
        _MAKER.c.role,
    )
    .outerjoin(_MAKER, _MAKER.c.id == log.c.account_id)
    .where(
        log.c.clinic_id == given("clinic_id", log.c.clinic_id),
        sa.or_(
            log.c.child_id == given("child_id", log.c.child_id),
            IN_CASELOAD,
        ),
    )
    .order_by(log.c.id)
)


def rows(connection: sa.Connection, child_id: AccessibleChildId, what: str) -> Sequence[AnyRow]:
    """Give all rows of one kind, such as "completions", withdrawn ones among them."""
    return connection.execute(_STATEMENTS[what], {"child_id": child_id}).all()


def log_rows(connection: sa.Connection, child_id: AccessibleChildId, clinic_id: int) -> Sequence[AnyRow]:
    """Give all that the access log holds of a child, in order, looks at caseloads with the child among them."""
    values = {"child_id": child_id, "clinic_id": clinic_id, "named": naming(child_id)}
    return connection.execute(_LOG, values).all()
