"""Closing a sign-in, with the caseload handed over in the same step, and opening it again."""

from collections.abc import Iterable
from dataclasses import dataclass

from db.queries import accounts, relationships
from db.queries import people as rows
from db.queries.base import AnyRow
from db.vocabulary import Role
from tracker.access.one_time_links import withdraw_links_of
from tracker.access.passwords import NO_PASSWORD
from tracker.access.policy import LEVELS, ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict, InvalidInput
from tracker.office.links import NewRelationship, Span, end_links, insert_link
from tracker.office.people import NewWayIn, Person, PersonState, invite_again, locked_person
from tracker.office.roles import keep_an_administrator


@dataclass(frozen=True)
class Left:
    """How many links ended, and of how many children somebody else now has them."""

    ended: int
    handed_over: int


def close_sign_in(work: Work, account_id: int, *, successor_id: int | None = None) -> Left:
    """Close somebody's sign-in: signed out everywhere, open links withdrawn, and every link to a child ended.

    A successor gets, from today on, a link of the same kind and level to each child whom the leaver was linked to in
    their own name, unless they have one or the record is closed.
    Raises `Conflict` for an account that is closed, and for the last administrator who can sign in; `InvalidInput` for
    a successor who is not a clinician with an open sign-in.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    keep_an_administrator(work, without=account_id)
    person = locked_person(work, account_id, *filter(None, [successor_id]))
    if person.state is PersonState.CLOSED:
        raise Conflict("closed")
    if successor_id is not None:
        _check_successor(work, person, successor_id)
    found = relationships.live_links_with(work.connection, actor.clinic_id, account_id, work.today_of_clinic)
    own = [row for row in found if row.account_id == account_id]
    rows.lock_children(work.connection, actor.clinic_id, [row.child_id for row in own])
    end_links(work, own)
    handed_over = set() if successor_id is None else _hand_over(work, own, successor_id)
    rows.change_account(work.connection, account_id, {"disabled_at": work.now})
    accounts.revoke_sessions(work.connection, account_id, work.now)
    withdraw_links_of(work, account_id)
    work.log_for_clinic(actor.clinic_id, "close_sign_in", f"account {account_id}")
    return Left(len(own), len(handed_over))


def open_again(work: Work, account_id: int) -> NewWayIn:
    """Open a closed sign-in again, and give an invitation with which its owner chooses a password.

    The password from before opens nothing any more, and no link to a child comes back. Raises `Conflict` for a
    sign-in that is open.
    """
    actor = work.require(ClinicAction.MANAGE_PEOPLE)
    if locked_person(work, account_id).state is not PersonState.CLOSED:
        raise Conflict("not_closed")
    open_account(work, actor.clinic_id, account_id)
    return invite_again(work, account_id)


def open_account(work: Work, clinic_id: int, account_id: int) -> None:
    """Open an account in the caller's transaction, without a password, and log it. The caller has asked who may."""
    rows.change_account(work.connection, account_id, {"disabled_at": None, "password_hash": NO_PASSWORD})
    work.log_for_clinic(clinic_id, "open_sign_in", f"account {account_id}")


def _check_successor(work: Work, leaver: Person, successor_id: int) -> None:
    successor = locked_person(work, successor_id)
    fits = successor.role is Role.CLINICIAN and successor.state is not PersonState.CLOSED
    if leaver.role is not Role.CLINICIAN or not fits or successor_id == leaver.id:
        raise InvalidInput("successor", "not_a_colleague")


def _hand_over(work: Work, ended: Iterable[AnyRow], successor_id: int) -> set[int]:
    found = relationships.live_links_with(
        work.connection, work.actor.clinic_id, successor_id, work.today_of_clinic
    )
    own = {
        (row.child_id, row.kind): row for row in found if row.account_id == successor_id and not row.covers_id
    }
    children = set()
    for row in ended:
        there = own.get((row.child_id, row.kind))
        if (
            row.covers_id is not None
            or row.closed_at is not None
            or (there is not None and _reaches(there, row))
        ):
            continue
        if there is not None:
            # Two links of one kind would leave nobody sure which of them counts.
            end_links(work, [there])
        span = Span(max(work.today_of_clinic, row.starts_on), row.ends_on)
        insert_link(work, row.child_id, successor_id, NewRelationship(row.kind, row.level), span)
        children.add(row.child_id)
    return children


def _reaches(there: AnyRow, wanted: AnyRow) -> bool:
    return LEVELS.index(there.level) >= LEVELS.index(wanted.level)
