"""Every use case of a clinic's office, tried by everybody, with the numbers of the own clinic and of the other one.

A function that takes a unit of work is a use case and is tried here, or is a part of one and is named as that.
"""

import importlib
import inspect
import io
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa

import tracker.access
import tracker.consent
import tracker.exchange
import tracker.exchange.files
import tracker.office
from db.vocabulary import ConsentAnswer, Level, RelationshipKind, Role
from tests.cast import Cast, make_account
from tests.security.actors import ACTORS, LINKED, SIGNED_OUT, UNLINKED, World, build
from tests.security.test_matrix import BEHIND, expected, outcome
from tests.steps import NOON, TODAY, Clock
from tests.tracker.exchange.files.sent import EXAMINED
from tests.tracker.test_strangers import CALLS
from tracker.access import access_log, clinic_log, devices, notices
from tracker.access.policy import Action, ClinicAction
from tracker.access.work import Work
from tracker.consent import answers, asking, majority
from tracker.errors import NotFound, NotPermitted, SignedOut
from tracker.exchange.files import packing, storing, writing
from tracker.exchange.record import copy_of
from tracker.exchange.sheet import sheet_of
from tracker.measures import clinic_instruments
from tracker.office import (
    bulk,
    children,
    clinic_settings,
    closed_days,
    closing,
    cover,
    erasure,
    leaving,
    links,
    people,
    roles,
)
from tracker.office.children import NewChild
from tracker.office.links import NewRelationship

pytestmark = pytest.mark.everywhere

PACKAGES = (tracker.access, tracker.consent, tracker.exchange, tracker.exchange.files, tracker.office)
# One page of the settings is kept beside what it sets.
MODULES = (clinic_instruments,)
YES = ConsentAnswer.YES
GUARDIAN, RECORD = RelationshipKind.GUARDIAN, Level.RECORD
FACTS = NewChild("Mia", date(2015, 5, 1))


@dataclass(frozen=True)
class Numbers:
    """A child, a colleague's account and a link of one clinic."""

    child: int
    colleague: int
    relationship: int


OfTheOffice = Callable[[Work, Numbers], object]
People, Settings = ClinicAction.MANAGE_PEOPLE, ClinicAction.CHANGE_SETTINGS
Close, Erase = ClinicAction.CLOSE_RECORD, ClinicAction.ERASE_RECORD


def _therapist(work: Work) -> RelationshipKind | None:
    return RelationshipKind.PHYSICAL_THERAPIST if work.actor.role is Role.CLINICIAN else None


WORDS = {"clinician": Role.CLINICIAN}

# Use cases that name nothing of a clinic's but work within the actor's own.
WITHOUT_NUMBERS: dict[str, tuple[ClinicAction, OfTheOffice]] = {
    "people": (People, lambda w, _: people.people(w)),
    "invite": (People, lambda w, _: people.invite(w, Role.CLINICIAN, "Noa", "noa@example.com")),
    "read_lines": (People, lambda w, _: bulk.read_lines(w, "Noa, noa@example.com, clinician", WORDS)),
    "invite_all": (People, lambda w, _: bulk.invite_all(w, "Noa, noa@example.com, clinician", WORDS)),
    "children_of_clinic": (People, lambda w, _: children.children_of_clinic(w)),
    "birth_months": (ClinicAction.ADD_CHILD, lambda w, _: children.birth_months(w)),
    "add_child": (
        ClinicAction.ADD_CHILD,
        lambda w, _: children.add_child(w, FACTS, therapist=_therapist(w)),
    ),
    "settings_of": (Settings, lambda w, _: clinic_settings.settings_of(w)),
    "change_settings": (Settings, lambda w, _: clinic_settings.change_settings(w, {}, seen={})),
    "changes": (Settings, lambda w, _: clinic_settings.changes(w)),
    "instruments_of": (Settings, lambda w, _: clinic_instruments.instruments_of(w)),
    "change_instruments": (Settings, lambda w, _: clinic_instruments.change_instruments(w, {}, seen={})),
    "closed_days": (Settings, lambda w, _: closed_days.closed_days(w)),
    "add_closed_day": (Settings, lambda w, _: closed_days.add_closed_day(w, TODAY)),
    "ground_of_new": (ClinicAction.ADD_CHILD, lambda w, _: storing.ground_of_new(w)),
    "records_to_erase": (Erase, lambda w, _: erasure.records_to_erase(w)),
    "clinic_log": (ClinicAction.SEE_CLINIC_LOG, lambda w, _: clinic_log.clinic_log(w, clinic_log.Filters())),
    "choices": (ClinicAction.SEE_CLINIC_LOG, lambda w, _: clinic_log.choices(w)),
}
# Use cases that are given numbers: those of another clinic are found nowhere.
WITH_NUMBERS: dict[str, tuple[ClinicAction, OfTheOffice]] = {
    "child_of_clinic": (People, lambda w, n: children.child_of_clinic(w, n.child)),
    "look_at_child": (People, lambda w, n: children.look_at_child(w, n.child, screen="people")),
    "change_child": (People, lambda w, n: children.change_child(w, n.child, FACTS, seen=FACTS)),
    "person_of": (People, lambda w, n: people.person_of(w, n.colleague)),
    "invite_again": (People, lambda w, n: people.invite_again(w, n.colleague)),
    "reset_sign_in": (People, lambda w, n: people.reset_sign_in(w, n.colleague)),
    "change_role": (People, lambda w, n: roles.change_role(w, n.colleague, Role.ADMINISTRATOR)),
    "close_sign_in": (People, lambda w, n: leaving.close_sign_in(w, n.colleague)),
    "open_again": (People, lambda w, n: leaving.open_again(w, n.colleague)),
    "link": (
        People,
        lambda w, n: links.link(w, n.child, n.colleague, RelationshipKind.CARE_TEAM, Level.SEE),
    ),
    "invite_and_link": (
        People,
        lambda w, n: links.invite_and_link(
            w, n.child, "Noa", "noa@example.com", NewRelationship(GUARDIAN, RECORD, "Home")
        ),
    ),
    "end_link": (People, lambda w, n: links.end_link(w, n.relationship)),
    "change_level": (People, lambda w, n: links.change_level(w, n.relationship, Level.SEE)),
    "links_with": (People, lambda w, n: links.links_with(w, n.colleague)),
    "cover": (People, lambda w, n: cover.cover(w, cover.NewCover(n.colleague, n.colleague, TODAY, TODAY))),
    "end_cover": (People, lambda w, n: cover.end_cover(w, n.colleague, n.colleague)),
    "remove_closed_day": (Settings, lambda w, _n: closed_days.remove_closed_day(w, 999)),
    "close_record": (Close, lambda w, n: closing.close_record(w, n.child)),
    "open_record": (Close, lambda w, n: closing.open_record(w, n.child)),
    "closing_of": (Close, lambda w, n: closing.closing_of(w, n.child)),
    "ask_to_erase": (Erase, lambda w, n: erasure.ask_to_erase(w, n.child, "Mia")),
    "erasure_of": (Erase, lambda w, n: erasure.erasure_of(w, n.child)),
    "withdraw_erasure": (Erase, lambda w, n: erasure.withdraw_erasure(w, n.child)),
}
# It gives the links of an account to the own clinic's children: of a foreign account, none.
LISTS = {"links_with"}
# Asked here for what is not there: a closed day that nobody has entered.
OF_WHAT_IS_NOT_THERE = {"remove_closed_day"}
FAMILIES = {"Mia", "Dana", "Ben", "Sam", "Iris"}

# Use cases of a child's record outside tracker.plans, .record and .progress.
OF_A_RECORD: dict[str, tuple[Action, Callable[[Work, int], object]]] = {
    "record_log": (Action.SEE_ACCESS_LOG, access_log.record_log),
    "answer_as_guardian": (Action.CONSENT, lambda w, c: answers.answer_as_guardian(w, c, YES, wording="1")),
    "answer_as_child": (Action.ASSENT, lambda w, c: answers.answer_as_child(w, c, YES, wording="1")),
    "agreement": (Action.SEE_ACCESS_LOG, answers.agreement),
    "question": (Action.SEE, asking.question),
    "told_to_team": (Action.SEE, asking.told_to_team),
    "renew": (Action.RENEW_LINKS, lambda w, c: majority.renew(w, c, {})),
    "renewal": (Action.SEE, majority.renewal),
    "copy_of": (Action.EXPORT, copy_of),
    "sheet_of": (Action.SEE, sheet_of),
    "ground_of": (Action.IMPORT, storing.ground_of),
    "import_files": (Action.IMPORT, lambda w, c: storing.import_files(w, c, EXAMINED)),
    "export_files": (Action.EXPORT_PLAN, lambda w, c: writing.export_files(w, c, lambda _: io.BytesIO())),
    "zipped_files": (Action.EXPORT_PLAN, packing.zipped_files),
    "closed_of": (Action.SEE, closing.closed_of),
}
OF_THE_OWN_ACCOUNT: dict[str, Callable[[Work], object]] = {
    "own_account": devices.own_account,
    "devices": devices.devices,
    "sign_out_device": lambda w: devices.sign_out_device(w, w.actor.session_id),
    "sign_out_elsewhere": devices.sign_out_elsewhere,
    "unread": notices.unread,
    "lately": notices.lately,
    "put_away": notices.put_away,
}
# Called by use cases that have asked for permission, or that the visitor at a form and the operator run.
PARTS = {
    "insert_account",
    "insert_child",
    "store_plan",
    "store_entries",
    "store_days",
    # Tried with a page that was written in tests/tracker/school/test_school_page.py.
    "school_page_of",
    # Tried in tests/security/test_import.py: one is for clinicians alone, the other for the operator.
    "import_as_new",
    "import_for_clinic",
    "insert_clinic",
    "begin_session",
    "is_seen",
    "hindrance",
    "standing",
    "is_new_look",
    "is_new_look_at_all",
    "who_did",
    "write",
    "tell",
    "look_at_invitation",
    "look_at_reset",
    "look_at_set_up",
    "new_invitation",
    "new_reset",
    "use_invitation",
    "use_reset",
    "use_set_up",
    "withdraw_links_of",
    "log_change",
    "record_of_clinic",
    "take_back",
    "open_account",
    "check_account",
    "check_age",
    "end_links",
    "insert_link",
    "link_entry",
    "hold_own_account",
    "locked_person",
    "first_days",
    "keep_an_administrator",
    "coming_of_age",
    "is_to_renew",
    "majority_day",
    "readable_answers",
    "soon_of_age",
    # Tried with the use cases of a record in tests/tracker/measures/measure_calls.py, which all ask it.
    "uses_for",
}


@pytest.fixture
def world(engine: sa.Engine, cast: Cast, clock: Clock) -> World:
    with engine.begin() as connection:
        cast.accounts["Noa"] = make_account(connection, cast.other_clinic, "Noa", Role.CLINICIAN)
    return build(engine, cast, NOON)


def ours(engine: sa.Engine, world: World, clinic: str = "own") -> Numbers:
    child = world.records[clinic].child
    with engine.connect() as connection:
        query = sa.text("SELECT min(id) FROM relationship WHERE child_id = :child")
        link = int(connection.execute(query, {"child": child}).scalar_one())
    return Numbers(child, world.cast.accounts["Pat" if clinic == "own" else "Noa"], link)


def test_no_use_case_is_left_out() -> None:
    of_packages = [
        importlib.import_module(f"{package.__name__}.{module.name}")
        for package in PACKAGES
        for module in pkgutil.iter_modules(package.__path__)
    ]
    found = {
        name
        for module in (*of_packages, *MODULES)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and list(inspect.signature(function).parameters)[:1] == ["work"]
    }
    tried = {*WITHOUT_NUMBERS, *WITH_NUMBERS, *OF_A_RECORD, *OF_THE_OWN_ACCOUNT}
    assert found == tried | PARTS
    assert tried.isdisjoint(PARTS)


@pytest.mark.parametrize("actor", ACTORS)
def test_the_office_is_for_those_whose_role_it_is(engine: sa.Engine, world: World, actor: str) -> None:
    for name, (action, call) in {**WITHOUT_NUMBERS, **WITH_NUMBERS}.items():
        got = outcome(world.credential(actor), _with(call, ours(engine, world)))
        if actor in SIGNED_OUT:
            assert got is SignedOut, name
        elif actor == "administrator":
            assert got is (NotFound if name in OF_WHAT_IS_NOT_THERE else None), name
        elif actor == "administrator of the other clinic":
            assert got == (NotFound if name in set(WITH_NUMBERS) - LISTS else None), name
        else:
            adds = action is ClinicAction.ADD_CHILD and _name_of(actor) not in FAMILIES
            assert got is (None if adds else NotPermitted), name


def _name_of(actor: str) -> str:
    return LINKED[actor][0] if actor in LINKED else UNLINKED[actor]


def _with(call: OfTheOffice, numbers: Numbers) -> Callable[[Work], object]:
    return lambda work: call(work, numbers)


def test_the_numbers_of_another_clinic_are_found_nowhere(engine: sa.Engine, world: World) -> None:
    theirs = ours(engine, world, "other clinic")
    mine = ours(engine, world)
    for name, (_, call) in WITH_NUMBERS.items():
        for numbers in (
            theirs,
            Numbers(theirs.child, mine.colleague, theirs.relationship),
            Numbers(2**40, 2**40, 2**40),
        ):
            got = outcome(world.credential("administrator"), _with(call, numbers))
            uses_colleague_only = name in {
                "person_of",
                "invite_again",
                "reset_sign_in",
                "change_role",
                "close_sign_in",
                "open_again",
                "links_with",
                "cover",
                "end_cover",
            }
            if not (uses_colleague_only and numbers.colleague == mine.colleague):
                assert got == (None if name in LISTS else NotFound), (name, numbers)


@pytest.mark.parametrize("record", ["own", "same clinic", "other clinic", "closed", "erased"])
@pytest.mark.parametrize("actor", ACTORS)
def test_a_use_case_of_a_record_lets_in_whom_its_action_does(world: World, actor: str, record: str) -> None:
    for name, (action, call) in OF_A_RECORD.items():
        got = outcome(world.credential(actor), _of(call, world.records[record].child))
        wanted = expected(actor, record, action)
        if (name, actor, record) == ("answer_as_child", "guardian", "own"):
            wanted = NotPermitted  # Mia has a sign-in: nobody answers in her place
        assert got == wanted, name


def _of(call: Callable[[Work, int], object], child: int) -> Callable[[Work], object]:
    return lambda work: call(work, child)


@pytest.mark.parametrize("name", OF_THE_OWN_ACCOUNT)
def test_an_own_account_is_for_whoever_is_signed_in(world: World, name: str) -> None:
    for actor in ACTORS:
        got = outcome(world.credential(actor), OF_THE_OWN_ACCOUNT[name])
        assert got == (SignedOut if actor in SIGNED_OUT else None), actor


def test_every_action_has_a_use_case() -> None:
    tried = {*BEHIND.values(), *(action for action, _ in OF_A_RECORD.values())}
    assert set(CALLS) == set(BEHIND)
    # Entered on Today beside the others, by those who may: their own tests try them.
    assert set(Action) - tried <= {Action.RECORD_LATE, Action.EXCUSE, Action.KEEP_COUNSELING}
    of_the_office = {action for action, _ in (WITHOUT_NUMBERS | WITH_NUMBERS).values()}
    # The library's are tried in tests/security/test_library.py.
    assert of_the_office == set(ClinicAction) - {ClinicAction.KEEP_LIBRARY}
