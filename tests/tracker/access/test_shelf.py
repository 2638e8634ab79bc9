"""What was being typed waits for its own account, for a working day, and nowhere but in memory."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.access.shelf import KEPT_FOR, LARGEST, MOST_ACCOUNTS, MOST_TABS, Draft, Shelf

NOW = datetime(2026, 3, 11, 9, tzinfo=UTC)
PAT, LEE = 4, 6
OLD, NEW = 11, 12  # sessions
PLAN = "plan?child=1"


def draft(
    text: str = "Knees felt bet", *, session: int = OLD, place: str = PLAN, at: datetime = NOW
) -> Draft:
    return Draft(session, place, {"reason": text}, at)


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.keep(PAT, "tab", draft())
    return shelf


def taken(shelf: Shelf, account: int = PAT, place: str = PLAN, session: int = NEW, hours: float = 0) -> str:
    found = shelf.take(account, place, live={session}, now=NOW + timedelta(hours=hours))
    return str(found.get("reason", ""))


def test_it_is_given_once_to_the_next_session_of_its_account(shelf: Shelf) -> None:
    assert taken(shelf) == "Knees felt bet"
    assert taken(shelf) == ""


def test_nobody_else_gets_it_nor_another_place(shelf: Shelf) -> None:
    assert taken(shelf, account=LEE) == ""
    assert taken(shelf, place="plan?child=2") == ""
    assert taken(shelf) == "Knees felt bet"


def test_a_second_tab_of_the_same_session_does_not_take_what_is_being_typed(shelf: Shelf) -> None:
    assert taken(shelf, session=OLD) == ""
    assert taken(shelf) == "Knees felt bet"


def test_what_stands_in_a_tab_now_takes_the_place_of_what_stood_there(shelf: Shelf) -> None:
    shelf.keep(PAT, "tab", draft("Knees felt better"))
    shelf.keep(PAT, "other tab", draft("Elsewhere", place="people?child="))
    assert taken(shelf) == "Knees felt better"
    assert taken(shelf) == ""
    assert taken(shelf, place="people?child=") == "Elsewhere"


def test_of_two_tabs_at_one_place_the_one_used_last_comes_first(shelf: Shelf) -> None:
    shelf.keep(PAT, "other tab", draft("Later"))
    assert [taken(shelf), taken(shelf)] == ["Later", "Knees felt bet"]


def test_it_is_forgotten_at_sign_out_and_after_a_working_day(shelf: Shelf) -> None:
    hours = KEPT_FOR / timedelta(hours=1)
    assert taken(shelf, hours=hours) == ""
    shelf.keep(PAT, "tab", draft())
    assert taken(shelf, hours=hours - 0.01) == "Knees felt bet"
    shelf.keep(PAT, "tab", draft())
    shelf.forget(LEE)
    shelf.forget(PAT)
    assert taken(shelf) == ""


def test_nothing_stays_in_memory_for_longer_whoever_goes_on_typing(shelf: Shelf) -> None:
    shelf.keep(LEE, "tab", draft("Later", place="people?child=", at=NOW + KEPT_FOR))
    assert list(shelf._drafts) == [LEE]


def test_words_on_the_pages_of_a_child_go_with_its_record(shelf: Shelf) -> None:
    shelf.keep(LEE, "tab", draft(place="progress?child=1"))
    shelf.keep(LEE, "other", draft(place="plan?child=11"))
    shelf.forget_child(1)
    assert (taken(shelf), taken(shelf, LEE, "progress?child=1")) == ("", "")
    assert taken(shelf, LEE, "plan?child=11") == "Knees felt bet"


def test_it_is_bounded_in_accounts_tabs_and_size() -> None:
    shelf = Shelf()
    for account in range(MOST_ACCOUNTS + 3):
        shelf.keep(account, "tab", draft())
    assert taken(shelf, account=2) == ""
    assert taken(shelf, account=3) == "Knees felt bet"
    for tab in range(MOST_TABS + 2):
        shelf.keep(PAT, str(tab), draft(place=str(tab)))
    assert taken(shelf, place="1") == ""
    assert taken(shelf, place="2") == "Knees felt bet"
    shelf.keep(LEE, "tab", draft("x" * LARGEST, place="large"))
    assert taken(shelf, account=LEE, place="large") == ""
