"""Facts of the office as its screens word them."""

from collections.abc import Mapping
from datetime import date

from tracker.office.links import LinkEntry
from tracker.office.people import Person, PersonState
from tracker.screen.dates import format_day, format_full_day, format_month
from tracker.screen.text import KINDS, LEVELS, ROLES, plain
from tracker.screen.words import N_, _

STATES: Mapping[PersonState, tuple[str, str]] = {
    PersonState.ACTIVE: (N_("can sign in"), "green"),
    PersonState.INVITED: (N_("invited until {day}"), "blue"),
    PersonState.EXPIRED: (N_("invitation expired"), "orange"),
    PersonState.CLOSED: (N_("sign-in closed"), "gray"),
}


def format_born(birth_month: date | None) -> str:
    """Give "born May 2012"; empty where the month is not known."""
    return "" if birth_month is None else _("born {month}").format(month=format_month(birth_month))


def format_state(person: Person) -> str:
    """Give a badge (Markdown) that says whether somebody can sign in."""
    words, colour = STATES[person.state]
    day = "" if person.until is None else format_day(person.until)
    return f":{colour}-badge[{_(words).format(day=day)}]"


def format_person(person: Person) -> str:
    """Give somebody's role and state as Markdown."""
    return f":small[{_(ROLES[person.role])}] {format_state(person)}"


def format_kind(link: LinkEntry) -> str:
    """Give as what somebody is linked: "Guardian · Home", or "Physical therapist · covers for Pat"."""
    covers = _("covers for {name}").format(name=plain(link.covers)) if link.covers else ""
    return " · ".join(filter(None, (_(KINDS[link.kind]), plain(link.household), covers)))


def format_may(link: LinkEntry) -> str:
    """Give what a link permits, and on which days."""
    if link.over_since is not None:
        words = _("Ended on {day}, when {child} came of age.")
        return words.format(day=format_full_day(link.over_since), child=plain(link.child))
    level, first = _(LEVELS[link.level]), format_full_day(link.starts_on)
    if link.last_day is None:
        return _("May {level}, since {day}.").format(level=level, day=first)
    last = format_full_day(link.last_day)
    return _("May {level}, from {first} to {last}.").format(level=level, first=first, last=last)
