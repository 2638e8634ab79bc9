"""Reasons to look, in words: the rule, the numbers and the dates. A fact and never a verdict."""

from collections.abc import Mapping
from datetime import date
from math import floor

from tracker.progress.reasons import (
    ENDING_WINDOW,
    MISSED_WINDOW,
    FewEntries,
    IllDays,
    Kind,
    MilestoneOverdue,
    NewConcern,
    NoEntries,
    NoPlan,
    PlanEnds,
    Proposals,
    Reason,
    Thresholds,
    UnderTheLine,
    VisitMissed,
)
from tracker.progress.weeks import Tally
from tracker.screen.dates import format_day, format_number
from tracker.screen.questions.texts import format_doors
from tracker.screen.visits.visit_text import DISCIPLINES
from tracker.screen.words import N_, _, ngettext

KINDS: Mapping[Kind, str] = {
    Kind.NEW_CONCERN: N_("New question"),
    Kind.NO_ENTRIES: N_("No entries"),
    Kind.UNDER_THE_LINE: N_("Under the line"),
    Kind.FEW_ENTRIES: N_("Few entries"),
    Kind.ILL_DAYS: N_("Ill days"),
    Kind.VISIT_MISSED: N_("Visit not attended"),
    Kind.MILESTONE_OVERDUE: N_("Overdue milestone"),
    Kind.PLAN_ENDS: N_("Plan ends"),
    Kind.PROPOSALS: N_("Proposals"),
    Kind.NO_PLAN: N_("No plan yet"),
}


def format_reason(reason: Reason, last_entry: date | None) -> tuple[str, str]:
    """Give what stands out, and when and by how much: ("No entries for 4 days", "since Thu 19 Nov")."""
    match reason:
        case NewConcern(count=count, since=since, doors=doors):
            head = ngettext("{n} new question", "{n} new questions", count).format(n=count)
            said = _("not read since {day} ({about})")
            found = head, said.format(day=format_day(since), about=format_doors(doors))
        case NoEntries():
            found = _no_entries(reason, last_entry)
        case UnderTheLine(line_percent=line, weeks=(before, latest)):
            said = _("in weeks {n} and {m}: {before} and {latest}").format(
                n=before.week,
                m=latest.week,
                before=_under(before.tally, line),
                latest=_under(latest.tally, line),
            )
            found = _("Under the line ({percent} %)").format(percent=line), said
        case FewEntries(week=week):
            said = _("in week {week}: {n} of {m} logged").format(
                week=week.week, n=week.tally.answered, m=week.tally.settled
            )
            found = _("Few entries"), said
        case IllDays(days=days, since=since, of=of):
            head = ngettext("{n} ill day", "{n} ill days", days).format(n=days)
            found = head, _("in the last {n} days, since {day}").format(n=of, day=format_day(since))
        case VisitMissed(discipline=discipline, day=day):
            found = _("Visit not attended"), f"{_(DISCIPLINES[discipline])}, {format_day(day)}"
        case MilestoneOverdue(count=count, name=name, day=day):
            head = ngettext("Milestone overdue", "{n} milestones overdue", count).format(n=count)
            found = head, _("{name}, by {day}").format(name=name, day=format_day(day))
        case PlanEnds() | Proposals() | NoPlan():
            found = _about_plan(reason)
    return found


def _about_plan(reason: PlanEnds | Proposals | NoPlan) -> tuple[str, str]:
    match reason:
        case PlanEnds(last=last, is_over=is_over):
            head = _("Plan ended") if is_over else _("Plan ends")
            return head, _("with its last exercise, {day}").format(day=format_day(last))
        case Proposals(count=count, since=since):
            head = ngettext("{n} proposal to answer", "{n} proposals to answer", count).format(n=count)
            return head, _("since {day}").format(day=format_day(since))
        case NoPlan():
            return _("No plan yet"), ""


def _no_entries(reason: NoEntries, last_entry: date | None) -> tuple[str, str]:
    head = ngettext("No entries for {n} day", "No entries for {n} days", reason.days).format(n=reason.days)
    if last_entry is None or last_entry < reason.since:
        return head, _("since {day}").format(day=format_day(reason.since))
    # Something was entered after all, for today or for a day that asked for nothing: "since" would not be true.
    first, last = format_day(reason.since), format_day(reason.last)
    return head, first if first == last else _("{first} to {last}").format(first=first, last=last)


def _under(tally: Tally, line: int) -> str:
    """Give "68 % (26 of 38)"; what is just under the line is not rounded up to it."""
    share, credit = 100 * (tally.observed or 0), tally.credit
    percent = str(round(share))
    if round(share) >= line:
        percent, credit = format_number(_floor(share)), _floor(credit)
    part = _("{n} of {m}").format(n=format_number(credit), m=tally.answered)
    return _("{percent} % ({part})").format(percent=percent, part=part)


def _floor(value: float) -> float:
    return floor(10 * value) / 10


def rules(clinic: Thresholds) -> list[str]:
    """Give each rule with what the clinic has set."""
    return [
        _(
            "New question: a family asked or worried, and nobody of the team has read it for a whole working day. "
            "Weekends, public holidays and the clinic’s closed days are no working days."
        ),
        _("No entries: nothing was entered on the last {n} days on which something was due, or more.").format(
            n=clinic.days_without_entries
        ),
        _(
            "Under the line: of what was logged, less than {line} % was done, in each of the last two full weeks, and "
            "at least {coverage} % of both was logged."
        ).format(line=clinic.line_percent, coverage=clinic.least_coverage_percent),
        _(
            "Few entries: less than {coverage} % of the last full week was logged, so nothing else is said."
        ).format(coverage=clinic.least_coverage_percent),
        _("Ill days: more than {n} of the last 14 days were marked as ill.").format(n=clinic.ill_days),
        _(
            "Visit not attended: a no-show in the last {n} days, and no visit of the same kind attended after it. "
            "Only what you may know of is said."
        ).format(n=MISSED_WINDOW),
        _("Overdue milestone: the day of its target is over, and it is not reached, or back for now."),
        _(
            "Plan ends: the last exercise of the running treatment ends within {n} days, today among them, or has "
            "ended, and nothing is given that follows. Drafts do not count. Nothing is said where the treatment "
            "itself ends within these days."
        ).format(n=ENDING_WINDOW),
        _("Proposals: a colleague proposes a change, and nobody has answered yet."),
        _("No plan yet: no course of treatment has been started or planned."),
    ]
