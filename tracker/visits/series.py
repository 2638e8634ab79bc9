"""Plan a series of visits, add one to it, show it to the child, and end it from a day on."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from db.queries import children, visits
from db.queries.base import AnyRow, insert_row
from db.queries.plans import withdrawn
from db.tables import Visit, VisitSeries
from db.types import AccessibleChildId
from db.vocabulary import Discipline, Modality, SeriesVisibility, VisitOutcome
from tracker import clock
from tracker.access.policy import Action
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput, NotPermitted
from tracker.visits.clinic_days import ClinicDays, clinic_days
from tracker.visits.door import log_visits, open_for_visits, open_series
from tracker.visits.free import check_free, met_by
from tracker.visits.outcomes import TOOK_PLACE
from tracker.visits.planning import (
    MOST_VISITS,
    Preview,
    SeriesPlan,
    checked,
    checked_minutes,
    last_day_of,
    lay_out,
    moment_of,
)
from tracker.visits.sight import FOR_ALL, sight_of

FURTHEST = timedelta(days=366)
# What took place, or was moved, stays known, also where its series is ended before that day.
STAYS = TOOK_PLACE | {VisitOutcome.MOVED}


def preview_series(work: Work, child_id: int, plan: SeriesPlan, *, on_holidays: bool = False) -> Preview:
    """Give what `plan_series` would plan, and which visits it would meet; raises the same."""
    child = open_for_visits(work, child_id, plan.discipline)
    preview = _laid_out(clinic_days(work, child), plan, on_holidays=on_holidays)
    return replace(preview, meets=met_by(work, child, preview, plan.minutes))


def plan_series(
    work: Work,
    child_id: int,
    plan: SeriesPlan,
    *,
    visibility: SeriesVisibility = FOR_ALL,
    shown_to_child: bool = False,
    on_holidays: bool = False,
) -> int:
    """Plan a series with its visits, at most 200, and give its id.

    `visibility` and `shown_to_child` are for counseling; everything else is for all. A counselor keeps the series that
    it plans; for anybody else `COUNSELOR_ONLY` is no choice, and `shown_to_child` a counselor's to turn on. No visit is
    planned on a day on which the clinic is closed, nor on a public holiday unless `on_holidays`.

    Raises `InvalidInput` for what is out of its limits, and where no visit would be left.
    """
    child = open_for_visits(work, child_id, plan.discipline)
    visibility, kept_by, shown = _sight_to_be(work, child, plan.discipline, visibility, shown=shown_to_child)
    children.lock(work.connection, child)
    clinic = clinic_days(work, child)
    preview = _laid_out(clinic, plan, on_holidays=on_holidays)
    if not preview.visits:
        raise InvalidInput("visit_day", "all_left_out", first=preview.left_out[0].day)
    series_id = insert_row(
        work.connection,
        VisitSeries(
            child_id=child,
            discipline=plan.discipline,
            visibility=visibility,
            shown_to_child=shown,
            kept_by_id=kept_by,
            per_week=plan.per_week,
            weeks=plan.weeks,
            first_day=preview.first_day,
            begins_at=plan.begins_at,
            minutes=plan.minutes,
            modality=plan.modality,
            time_zone=clinic.zone.key,
            rule=preview.rule,
            created_at=work.now,
            created_by_id=work.account_id,
        ),
    )
    for visit in preview.visits:
        insert_visit(work, child, series_id, visit.starts_at, plan.minutes, plan.modality)
    log_visits(work, child, "plan_series", f"visit_series {series_id}", visibility)
    return series_id


def add_visit(
    work: Work,
    child_id: int,
    series_id: int,
    *,
    day: date,
    begins_at: time,
    minutes: int | None = None,
    modality: Modality | None = None,
) -> int:
    """Add a visit to a series, at a time on the clinic's clocks, and give its id.

    It is as long and in the same manner as the series unless told otherwise, and may be on a public holiday. Raises
    `InvalidInput` for a day that is more than a year away, on which the clinic is closed or on which the series is
    over, and `Conflict` where the series has a visit at that time.
    """
    child, series = open_series(work, child_id, series_id)
    clinic = clinic_days(work, child)
    check_day(clinic, day, series)
    starts_at = moment_of(day, begins_at, clinic.zone)
    check_free(work, child, series_id, starts_at)
    number = visits.number_of_visits(work.connection, child, sight_of(work, child), series_id)
    if number >= MOST_VISITS:
        raise InvalidInput("visit_day", "most_visits", n=MOST_VISITS + 1, limit=MOST_VISITS)
    visit_id = insert_visit(
        work,
        child,
        series_id,
        starts_at,
        series.minutes if minutes is None else checked_minutes(minutes),
        modality or series.modality,
    )
    log_visits(work, child, "add_visit", f"visit {visit_id}", series.visibility)
    return visit_id


def end_series(work: Work, child_id: int, series_id: int, *, on: date, seen: date | None = None) -> int:
    """End a series: `on` is the first day without it, today or later; give how many visits are withdrawn.

    Its visits from that day on count nowhere. Those stay that were attended, missed or moved, that were cancelled on a
    day that has come, and that have begun already and wait for a mark. A series that has not begun by then ends on its
    own first day. Raises `InvalidInput` for a day that is over, and `Conflict` where the end is
    another than was `seen`, or earlier.
    """
    child, series = open_series(work, child_id, series_id)
    clinic = clinic_days(work, child)
    today = clinic.day_of(work.now)
    if on < today:
        raise InvalidInput("end", "before_today", today=today)
    if on - today > FURTHEST:
        raise InvalidInput("end", "range", low=today, high=today + FURTHEST)
    if series.ends_on != seen or (series.ends_on is not None and series.ends_on <= on):
        raise Conflict("changed")
    since = clock.midnight(on, clinic.zone)
    sight = sight_of(work, child)
    gone = [
        row.id
        for row in visits.visits_of_series(work.connection, child, sight, series_id, since)
        if row.outcome not in STAYS and not _has_come(work, child, row)
    ]
    visits.withdraw_visits(work.connection, gone, withdrawn(work.now, work.account_id))
    values = {"ends_on": max(on, series.first_day), "ended_at": work.now, "ended_by_id": work.account_id}
    visits.change_series(work.connection, series_id, values)
    log_visits(work, child, "end_series", f"visit_series {series_id}", series.visibility)
    return len(gone)


def show_to_child(work: Work, child_id: int, series_id: int, *, shown: bool) -> None:
    """Let a counseling series be there for the child's own account, or not any more.

    Only its counselor decides that; of a series that nobody keeps, any counselor of the child does. Raises
    `InvalidInput` for what is not counseling.
    """
    child, series = open_series(work, child_id, series_id)
    if series.discipline != Discipline.COUNSELING:
        raise InvalidInput("discipline", "only_counseling")
    work.child(child_id, Action.KEEP_COUNSELING)
    if series.kept_by_id not in {None, work.account_id}:
        raise NotPermitted
    if series.shown_to_child == shown:
        return
    visits.change_series(work.connection, series_id, {"shown_to_child": shown})
    log_visits(work, child, "show_series", f"visit_series {series_id}", series.visibility)


def check_day(clinic: ClinicDays, day: date, series: AnyRow) -> None:
    """Refuse a day on which a visit of a series cannot be; raises `InvalidInput`."""
    today = clinic.today
    if abs(day - today) > FURTHEST:
        raise InvalidInput("visit_day", "range", low=today - FURTHEST, high=today + FURTHEST)
    if day in clinic.off(day, day).closed:
        raise InvalidInput("visit_day", "clinic_closed", day=day)
    if series.ends_on is not None and day >= series.ends_on:
        raise InvalidInput("visit_day", "series_over", last=series.ends_on - timedelta(days=1))


def insert_visit(
    work: Work,
    child: AccessibleChildId,
    series_id: int,
    starts_at: datetime,
    minutes: int,
    modality: Modality,
    *,
    moved_from_id: int | None = None,
) -> int:
    """Insert a visit and give its id. The caller has asked whether its moment is free."""
    row = Visit(
        child_id=child,
        series_id=series_id,
        starts_at=starts_at,
        minutes=minutes,
        modality=modality,
        moved_from_id=moved_from_id,
        created_at=work.now,
        created_by_id=work.account_id,
    )
    return insert_row(work.connection, row)


def _has_come(work: Work, child: AccessibleChildId, row: AnyRow) -> bool:
    """Say whether a visit counts already, or waits for its mark."""
    if row.outcome is None:
        return bool(row.starts_at <= work.now)
    return work.day_of(child, row.starts_at) <= work.today_of(child)


def _sight_to_be(
    work: Work,
    child: AccessibleChildId,
    discipline: Discipline,
    visibility: SeriesVisibility,
    *,
    shown: bool,
) -> tuple[SeriesVisibility, int | None, bool]:
    """Give who may know of a new series, who keeps it, and whether it is there for the child."""
    if discipline is not Discipline.COUNSELING:
        if visibility is not FOR_ALL:
            raise InvalidInput("visibility", "only_counseling")
        return FOR_ALL, None, True
    if work.account_id is not None and work.may(child, Action.KEEP_COUNSELING):
        return visibility, work.account_id, shown
    if visibility is SeriesVisibility.COUNSELOR_ONLY:
        raise InvalidInput("visibility", "not_yours")
    if shown:
        raise NotPermitted
    return visibility, None, False


def _laid_out(clinic: ClinicDays, plan: SeriesPlan, *, on_holidays: bool) -> Preview:
    if abs(plan.first_day - clinic.today) > FURTHEST:
        low, high = clinic.today - FURTHEST, clinic.today + FURTHEST
        raise InvalidInput("valid_from", "range", low=low, high=high)
    plan = checked(plan)
    return lay_out(plan, clinic.zone, clinic.off(plan.first_day, last_day_of(plan)), on_holidays=on_holidays)
