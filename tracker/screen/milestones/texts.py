"""Milestones in words."""

from collections.abc import Mapping
from datetime import date

from db.vocabulary import MilestoneArea, MilestoneEventKind
from tracker.milestones.shown import Event, MilestoneShown, State
from tracker.screen.dates import format_day, format_full_day
from tracker.screen.text import plain
from tracker.screen.words import N_, _

AREAS: Mapping[MilestoneArea, str] = {
    MilestoneArea.SCHOOL: N_("School"),
    MilestoneArea.SOCIAL: N_("Friends and family"),
    MilestoneArea.PHYSICAL: N_("Sport and moving"),
    MilestoneArea.HOME: N_("At home"),
}
EVENTS: Mapping[MilestoneEventKind, str] = {
    MilestoneEventKind.REACHED: N_("reached {day}"),
    MilestoneEventKind.SET_BACK: N_("a step back, {day}"),
}
ICONS: Mapping[State, str] = {
    State.TARGET: ":material/radio_button_unchecked:",
    State.REACHED: ":material/check_circle:",
    State.SET_BACK: ":material/history:",
}


def format_event(event: Event, today: date) -> str:
    """Give an event, in Markdown: "reached Mon 2 Nov, with a friend"."""
    said = _(EVENTS[event.kind]).format(day=format_near(event.day, today))
    return f"{said}, {plain(event.reason)}" if event.reason else said


def format_target(milestone: MilestoneShown, today: date) -> str:
    """Give its target, in Markdown: "by Fri 4 Dec, agreed with Mia and Ms. Lee"; empty where there is none."""
    target = milestone.target
    if target is None:
        return ""
    parts = []
    if target.day is not None:
        parts.append(_("by {day}").format(day=format_near(target.day, today)))
    if target.agreed_with:
        parts.append(_("agreed with {who}").format(who=plain(target.agreed_with)))
    return ", ".join(parts)


def format_near(day: date, today: date) -> str:
    """Give a day, with its year where it is another one."""
    return format_day(day) if day.year == today.year else format_full_day(day)
