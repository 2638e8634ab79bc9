"""A clinic into which texts are put through the use cases behind the fields of its screens."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from db.queries.base import table_of
from db.tables import Episode, Prescription
from db.vocabulary import DoseKind, EpisodeEnd, Level, RelationshipKind, Role
from tests.cast import ZONE, Cast, make_session
from tests.steps import prescribe_named
from tests.tracker.exchange.files.sent import EXAMINED
from tests.tracker.office.office import office
from tracker import clock
from tracker.access.accounts import NewClinic, create_account
from tracker.access.actor import OPERATOR
from tracker.access.work import reading, writing
from tracker.exchange.files.storing import import_as_new
from tracker.office.bulk import invite_all
from tracker.office.children import NewChild, add_child, change_child, child_of_clinic
from tracker.office.clinic_settings import change_settings, settings_of
from tracker.office.closed_days import add_closed_day
from tracker.office.links import NewRelationship, invite_and_link
from tracker.office.people import NewWayIn, invite
from tracker.plans.about import About, change_about
from tracker.plans.dose import Dose
from tracker.plans.episodes import end_episode, pause
from tracker.plans.plan import plan_of
from tracker.plans.prescriptions import enter_in_error, revise, stop
from tracker.plans.proposals import propose
from tracker.plans.schedule import Schedule
from tracker.plans.terms import Terms
from tracker.progress.paper import paper_week
from tracker.record.completions import Words, note_only
from tracker.record.occurrence import Occurrence
from tracker.record.paper_week import type_in

BORN = date(2014, 5, 1)
ONE_DAY = timedelta(days=1)
THERAPIST = RelationshipKind.PHYSICAL_THERAPIST
PASSWORD = "seventeen herons beside a cold canal"
STAFF = {"clinician": Role.CLINICIAN}


@dataclass
class Filling:
    """The cast's clinic at one moment, and what the fills below have made in it."""

    engine: sa.Engine
    cast: Cast
    plan: dict[str, int]
    children: list[int] = field(default_factory=list)  # added by Pat, with a plan to read
    exercises: list[int] = field(default_factory=list)  # of the library, with words to read
    videos: list[int] = field(default_factory=list)  # exercises of the library with a video
    invitations: list[NewWayIn] = field(default_factory=list)
    founders: list[str] = field(default_factory=list)  # of clinics, by the name of their session in the cast
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def today(self) -> date:
        with reading(self.cast.tokens["Pat"]) as work:
            return work.today_of_clinic

    @property
    def episode(self) -> int:
        table = table_of(Episode)
        with self.engine.connect() as connection:
            return int(
                connection.execute(
                    sa.select(table.c.id).where(table.c.child_id == self.cast.mia)
                ).scalar_one()
            )

    def line_of(self, prescription: int) -> int:
        table = table_of(Prescription)
        with self.engine.connect() as connection:
            return int(
                connection.execute(sa.select(table.c.line_id).where(table.c.id == prescription)).scalar_one()
            )

    def sign_in_name(self) -> str:
        return f"somebody{next(self.numbers)}@example.com"


Fill = Callable[[Filling, Sequence[str]], None]


def _only(name: str, text: str) -> dict[str, Any]:
    return {name: text}


def _terms(total: float = 10, instructions: str = "") -> Terms:
    return Terms(Dose(DoseKind.COUNT, total), Schedule(), instructions=instructions)


def add_exercise(at: Filling, name: str, instructions: str = "") -> int:
    terms = _terms(instructions=instructions)
    episode, today = at.episode, at.today
    with writing(at.cast.tokens["Pat"]) as work:
        return prescribe_named(work, at.cast.mia, episode, exercise=name, terms=terms, valid_from=today)


def exercises(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        add_exercise(at, text)


def instructions(at: Filling, texts: Sequence[str]) -> None:
    add_exercise(at, "One with lines", "\n".join(texts))


def changed_instructions(at: Filling, texts: Sequence[str]) -> None:
    old, terms = add_exercise(at, "One that changes"), _terms(20, "\n".join(texts))
    tomorrow = at.today + ONE_DAY
    with writing(at.cast.tokens["Pat"]) as work:
        revise(work, at.cast.mia, old, terms=terms, valid_from=tomorrow, reason="It was easy")


def reasons_of_changes(at: Filling, texts: Sequence[str]) -> None:
    last = add_exercise(at, "One that changes often")
    for days, text in enumerate(texts, 1):
        first = at.today + days * ONE_DAY
        with writing(at.cast.tokens["Pat"]) as work:
            last = revise(work, at.cast.mia, last, terms=_terms(10 + days), valid_from=first, reason=text)


def reasons_of_stops(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        stopped, end = add_exercise(at, f"Stopped {next(at.numbers)}"), at.today + ONE_DAY
        with writing(at.cast.tokens["Pat"]) as work:
            stop(work, at.cast.mia, stopped, on=end, reason=text)


def reasons_of_errors(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        wrong = add_exercise(at, f"Wrong {next(at.numbers)}")
        with writing(at.cast.tokens["Pat"]) as work:
            enter_in_error(work, at.cast.mia, wrong, reason=text)


def proposals(at: Filling, texts: Sequence[str]) -> None:
    line = at.line_of(at.plan["Stairs"])
    for text in texts:
        with writing(at.cast.tokens["Lee"]) as work:
            propose(work, at.cast.mia, line, text=text)


def reasons_of_pauses(at: Filling, texts: Sequence[str]) -> None:
    episode, today = at.episode, at.today
    for number, text in enumerate(texts, 1):
        day = today + timedelta(days=10 * number)
        with writing(at.cast.tokens["Pat"]) as work:
            pause(work, at.cast.mia, episode, from_day=day, to_day=day, reason=text)


def note_of_the_end(at: Filling, texts: Sequence[str]) -> None:
    episode, end = at.episode, at.today + timedelta(days=300)
    why, note = EpisodeEnd.OTHER, "\n".join(texts)
    with writing(at.cast.tokens["Pat"]) as work:
        end_episode(work, at.cast.mia, episode, end=end, reason=why, note=note)


def about_mia(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        with writing(at.cast.tokens["Pat"]) as work:
            now = plan_of(work, at.cast.mia).about
            change_about(work, at.cast.mia, replace(now, **_only(name, "\n".join(texts))), seen=now)

    return fill


def about_a_new_child(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        about = replace(About(), **_only(name, "\n".join(texts)))
        new = NewChild(f"Child {next(at.numbers)}", BORN)
        at.children.append(office(at.cast, "Pat", add_child, new, therapist=THERAPIST, about=about))

    return fill


def new_child(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        for text in texts:
            new = replace(NewChild(f"Child {next(at.numbers)}", BORN), **_only(name, text))
            office(at.cast, "Pat", add_child, new, therapist=THERAPIST, about=About())

    return fill


def imported_child(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        with writing(at.cast.tokens["Pat"]) as work:
            import_as_new(work, NewChild(text, BORN), THERAPIST, EXAMINED)


def changed_child(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        for text in texts:
            new = NewChild(f"Child {next(at.numbers)}", BORN)
            child = office(at.cast, "Ada", add_child, new)
            with writing(at.cast.tokens["Ada"]) as work:
                _, seen = child_of_clinic(work, child)
                change_child(work, child, replace(seen, **_only(name, text)), seen=seen)

    return fill


def clinic_text(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        with writing(at.cast.tokens["Ada"]) as work:
            change_settings(work, {name: "\n".join(texts)}, seen=settings_of(work).values)

    return fill


def closed_days(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        day = at.today + timedelta(days=next(at.numbers))
        office(at.cast, "Ada", add_closed_day, day, text)


def names_of_colleagues(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        at.invitations.append(office(at.cast, "Ada", invite, Role.CLINICIAN, text, at.sign_in_name()))


def sign_in_names_of_colleagues(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        name = f"Colleague {next(at.numbers)}"
        at.invitations.append(office(at.cast, "Ada", invite, Role.CLINICIAN, name, text))


def many_colleagues(at: Filling, texts: Sequence[str]) -> None:
    # The first of these signs that a line holds parts it, so each text is pasted by itself.
    for text in texts:
        line = io.StringIO()
        csv.writer(line, delimiter=";" if ";" in text else ",").writerow(
            (text, at.sign_in_name(), "clinician")
        )
        [(_, link)] = office(at.cast, "Ada", invite_all, line.getvalue(), STAFF)
        at.invitations.append(link)


def link_somebody(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        for text in texts:
            values = {
                "name": f"Guardian {next(at.numbers)}",
                "sign_in_name": at.sign_in_name(),
                "household": f"Home {next(at.numbers)}",
                name: text,
            }
            new = NewRelationship(RelationshipKind.GUARDIAN, Level.RECORD, values.pop("household"))
            child = at.cast.mia
            link = office(at.cast, "Ada", invite_and_link, child, values["name"], values["sign_in_name"], new)
            at.invitations.append(link)

    return fill


def notes(at: Filling, texts: Sequence[str]) -> None:
    where = Occurrence(at.plan["Stairs"], at.today, 1)
    note = Words("\n".join(texts))
    with writing(at.cast.tokens["Dana"]) as work:
        note_only(work, at.cast.mia, where, note)


def reasons_of_late_ticks(at: Filling, texts: Sequence[str]) -> None:
    for days, text in enumerate(texts, start=4):
        where = Occurrence(at.plan["Towel rub"], at.today - timedelta(days=days))
        with writing(at.cast.tokens["Pat"]) as work:
            entry = paper_week(work, at.cast.mia, where.day).entries.get(
                (where.prescription_id, where.day, 1)
            )
            undone = [] if entry is None else [(where, entry.id)]
            type_in(work, at.cast.mia, [], undone=undone, late_reason=text)
            type_in(work, at.cast.mia, [where], late_reason=text)


def founded(name: str) -> Fill:
    """Set up clinics as the first visitor and the operator do; their administrators are then signed in."""

    def fill(at: Filling, texts: Sequence[str]) -> None:
        for text in texts:
            number = next(at.numbers)
            values = {"clinic": f"Clinic {number} {at.cast.clinic}", "name": f"Founder {number}"}
            values |= {"sign_in_name": at.sign_in_name(), name: text}
            clinic = NewClinic(values["clinic"], ZONE)
            account = create_account(
                OPERATOR, clinic, Role.ADMINISTRATOR, values["name"], values["sign_in_name"], PASSWORD
            )
            founder = f"founder {account}"
            at.founders.append(founder)
            with at.engine.begin() as connection:
                at.cast.tokens[founder] = make_session(connection, account, clock.now())

    return fill
