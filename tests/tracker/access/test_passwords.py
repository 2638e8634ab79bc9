"""Passwords: long enough, hard to guess, and nothing that an account without one could be opened with."""

import threading
import time
from collections.abc import Iterable

import pytest

from tracker.access import passwords
from tracker.access.passwords import (
    COMMON,
    NO_PASSWORD,
    SHORTEST,
    check_strength,
    hash_password,
    is_common,
    verify,
)
from tracker.errors import InvalidInput

ABOUT = ["Dana Fairweather", "dana.f@lakeshore.example", "Riverside Children's Clinic"]
GOOD = "boots under a lemon sky"


@pytest.mark.parametrize("length", [15, 200])
def test_the_shortest_and_the_longest_fit(length: int) -> None:
    password = "x" * length
    assert verify(password, hash_password(password)) == (True, None)


@pytest.mark.parametrize(
    ("length", "problem", "limit"), [(0, "too_short", 15), (14, "too_short", 15), (201, "too_long", 200)]
)
def test_shorter_and_longer_ones_are_refused_with_the_limit(length: int, problem: str, limit: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        hash_password("x" * length)
    assert (refused.value.field, refused.value.problem) == ("password", problem)
    assert refused.value.limits["limit"] == limit


@pytest.mark.parametrize("password", ["", NO_PASSWORD, "!" * 15, "x" * 10_000])
def test_no_password_opens_an_account_whose_owner_has_chosen_none(password: str) -> None:
    assert verify(password, NO_PASSWORD) == (False, None)


@pytest.mark.parametrize(
    "password",
    [
        "x" * 15,
        "x" * 200,
        " " * 15,
        "- - - - - - - - ",
        "🔑" * 15,
        "123456789012345",
        "qwertyuiopasdfgh",
        "passwordpassword",
        "password password",
        "stepwise-stepwise",
        "\0" * 15,
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput, match="password: guessable"):
        check_strength(password, about=ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "Dana Fairweather",
        "fairweather dana",
        "lakeshore lakeshore",
        "dana.f@lakeshore.example",
        "DANA.F@LAKESHORE.EXAMPLE",
        "ｆａｉｒｗｅａｔｈｅｒ　ｄａｎａ",
        "Riverside Children's Clinic",
    ],
)
def test_what_others_know_of_the_person_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput, match="password: guessable"):
        check_strength(password, about=ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "we hid the kite in grandma's attic",
        "Зимой снег падает тихо",
        "شجرة كبيرة في الحديقة",
        "vX7-kQ9z_Tm2.wLp",
        GOOD * 8,
        "İßŉ\u0301 \x00 \n \u202e wörter 🔑",
    ],
)
def test_a_sentence_of_one_s_own_passes(password: str) -> None:
    check_strength(password, about=[*ABOUT, "", "🔑", "x" * 500])


def test_only_the_first_72_characters_are_judged() -> None:
    with pytest.raises(InvalidInput, match="guessable"):
        check_strength("x" * 72 + GOOD, about=[])
    check_strength(GOOD + "x" * 177, about=[])


def test_two_people_at_once_are_judged_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library keeps what is known of a person in one place for all threads."""
    inside, most = set(), []

    def slow(password: str, user_inputs: Iterable[object]) -> dict[str, int]:
        inside.add(threading.get_ident())
        time.sleep(0.02)
        most.append(len(inside))
        inside.discard(threading.get_ident())
        return {"score": 4}

    monkeypatch.setattr(passwords, "zxcvbn", slow)
    threads = [threading.Thread(target=check_strength, args=(GOOD,), kwargs={"about": []}) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}


def test_the_list_is_in_the_form_in_which_passwords_are_looked_up() -> None:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 500
    assert lines == sorted(set(lines))
    assert all(line.isalnum() and line == line.casefold() for line in lines)
    assert sum(len(line) >= SHORTEST for line in lines) >= 300


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "Correct-Horse-Battery-Staple!",
        "CORRECTHORSEBATTERYSTAPLE2026",
        "this is my password",
        "This Is My Password 123!!!",
        "ｔｈｉｓ　ｉｓ　ｍｙ　ｐａｓｓｗｏｒｄ",
        "qwertyuiopasdfgh",
        "1qaz2wsx3edc4rfv",
        "may the force be with you",
        "I forgot my password...",
        "harry potter 2026 !!",
        "te quiero mucho 2026",
    ],
)
def test_what_many_people_choose_is_refused_however_it_is_dressed_up(password: str) -> None:
    assert is_common(password)
    with pytest.raises(InvalidInput, match="password: guessable"):
        check_strength(password, about=[])


@pytest.mark.parametrize(
    "password", [GOOD, "2026 harry potter lives in the shed", "", "12", "!?" * 10, "correct horse battery"]
)
def test_what_only_begins_or_ends_like_it_is_another_password(password: str) -> None:
    assert not is_common(password)
