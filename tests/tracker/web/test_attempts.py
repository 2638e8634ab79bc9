"""Guessing passwords is slow; mistyping one is not; nobody is locked out for good."""

import pytest

from tracker.web.attempts import (
    ADDRESS,
    MOST_KEYS,
    NAME,
    PAIR,
    QUIET_SECONDS,
    Attempt,
    Attempts,
    Limit,
    SignInAttempts,
    TooSoon,
)

HERE, OWNER = "10.0.0.1", "192.0.2.7"


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(clock: Clock) -> SignInAttempts:
    return SignInAttempts(clock)


def waits(attempts: SignInAttempts, address: str, name: str, known: str = "") -> int:
    """Try; give the seconds that were asked for, 0 for an attempt that was let through."""
    try:
        attempts.begin(address, name, known=known)
    except TooSoon as too_soon:
        return too_soon.seconds
    return 0


def guesses_in(attempts: SignInAttempts, clock: Clock, seconds: float, *, new_address: bool = False) -> int:
    """Guess at Dana's password without pause, waiting as long as is asked; give how many guesses were looked at."""
    until, looked_at, number = clock.seconds + seconds, 0, 0
    while clock.seconds < until:
        number += 1
        wait = waits(attempts, f"10.{number >> 8}.{number & 255}.1" if new_address else HERE, "dana")
        looked_at += wait == 0
        clock.seconds += wait
    return looked_at


def test_the_wait_doubles_from_two_seconds_up_to_its_limit(clock: Clock) -> None:
    counts = Attempts(Limit(3, 20), clock)
    seen = []
    for _ in range(9):
        wait = counts.wait("dana")
        seen.append(wait)
        clock.seconds += wait
        counts.count("dana")
    assert seen == [0, 0, 0, 2, 4, 8, 16, 20, 20]


def test_a_wait_runs_from_the_last_attempt_and_is_over_by_itself(clock: Clock) -> None:
    counts = Attempts(Limit(1, 300), clock)
    counts.count("dana")
    assert counts.wait("dana") == 2
    clock.seconds += 1.5
    assert counts.wait("dana") == 0.5
    clock.seconds += 0.5
    assert counts.wait("dana") == 0
    assert counts.wait("ben") == 0


def test_an_hour_of_quiet_forgets_it(clock: Clock) -> None:
    counts = Attempts(Limit(1, 10 * QUIET_SECONDS), clock)
    for _ in range(15):
        counts.count("dana")
    clock.seconds += QUIET_SECONDS - 1
    assert counts.wait("dana") > 0
    clock.seconds += 1
    assert counts.wait("dana") == 0
    counts.count("dana")
    assert counts.wait("dana") == 2


def test_so_many_tries_that_no_float_could_double_them_still_end(clock: Clock) -> None:
    counts = Attempts(PAIR, clock)
    for _ in range(5000):
        counts.count("dana")
    assert counts.wait("dana") == PAIR.longest


def test_a_flood_of_names_does_not_fill_the_memory(clock: Clock) -> None:
    counts = Attempts(PAIR, clock)
    for number in range(MOST_KEYS + 5):
        counts.count(number)
    assert len(counts._counts) == MOST_KEYS
    assert 4 not in counts._counts


def test_one_attempt_is_taken_back_and_no_other(clock: Clock) -> None:
    counts = Attempts(Limit(2, 60), clock)
    counts.count("dana")
    counts.count("dana")
    assert counts.wait("dana") == 2
    counts.take_back("dana")
    counts.take_back("ben")
    assert counts.wait("dana") == 0
    counts.take_back("dana")
    assert not counts._counts


def test_what_is_refused_unseen_does_not_make_the_wait_longer(attempts: SignInAttempts, clock: Clock) -> None:
    for _ in range(PAIR.free):
        assert waits(attempts, HERE, "dana") == 0
    assert [waits(attempts, HERE, "dana") for _ in range(50)] == [2] * 50
    clock.seconds += 2
    assert waits(attempts, HERE, "dana") == 0


def test_a_day_of_guessing_from_one_address_is_some_three_hundred_guesses(
    attempts: SignInAttempts, clock: Clock
) -> None:
    assert guesses_in(attempts, clock, 24 * 3600) <= 24 * 3600 / PAIR.longest + 20


def test_a_day_of_guessing_from_everywhere_is_some_fifteen_hundred_guesses(
    attempts: SignInAttempts, clock: Clock
) -> None:
    assert guesses_in(attempts, clock, 24 * 3600, new_address=True) <= 24 * 3600 / NAME.longest + 40


def test_spraying_many_names_from_one_address_is_as_slow(attempts: SignInAttempts, clock: Clock) -> None:
    until, looked_at, number = clock.seconds + 3600, 0, 0
    while clock.seconds < until:
        wait = waits(attempts, HERE, f"name {number}")
        looked_at += wait == 0
        number += 1
        clock.seconds += wait
    assert looked_at <= ADDRESS.free + 3600 / ADDRESS.longest + 10
    assert waits(attempts, OWNER, "name 3") == 0


@pytest.mark.parametrize("new_address", [False, True], ids=["one address", "many addresses"])
def test_the_owner_gets_in_from_elsewhere_within_a_minute(
    attempts: SignInAttempts, clock: Clock, new_address: bool
) -> None:
    guesses_in(attempts, clock, 6 * 3600, new_address=new_address)
    waits(attempts, "10.99.99.99", "dana")
    waited = waits(attempts, OWNER, "dana")
    assert 2 <= waited <= 60
    clock.seconds += waited
    assert waits(attempts, OWNER, "dana") == 0


def test_not_even_a_crowd_keeps_out_a_browser_in_which_the_owner_has_been(
    attempts: SignInAttempts, clock: Clock
) -> None:
    guesses_in(attempts, clock, 3600, new_address=True)
    waits(attempts, "10.99.99.99", "dana")
    assert waits(attempts, OWNER, "dana") > 0
    assert waits(attempts, OWNER, "dana", known="mark") == 0


def test_a_known_browser_may_not_guess_either(attempts: SignInAttempts, clock: Clock) -> None:
    for number in range(PAIR.free):
        assert waits(attempts, f"10.0.0.{number}", "dana", known="mark") == 0
    assert waits(attempts, "10.0.0.99", "dana", known="mark") == 2


def test_many_at_once_each_count(attempts: SignInAttempts) -> None:
    """None of them has been answered yet."""
    assert [waits(attempts, HERE, "dana") for _ in range(60)].count(0) == PAIR.free


def begun(attempts: SignInAttempts, address: str, name: str) -> Attempt:
    return attempts.begin(address, name)


def test_success_forgets_this_person_s_mistakes_and_nobody_else_s(attempts: SignInAttempts) -> None:
    for number in range(ADDRESS.free - PAIR.free):
        begun(attempts, HERE, f"name {number}")
    for _ in range(PAIR.free - 1):
        begun(attempts, HERE, "dana")
    begun(attempts, HERE, "dana").succeeded()
    assert waits(attempts, HERE, "dana") == 0
    assert waits(attempts, HERE, "ben") == 2


def test_an_attempt_that_told_nothing_does_not_count(attempts: SignInAttempts) -> None:
    for _ in range(ADDRESS.free + 1):
        begun(attempts, HERE, "dana").take_back()


def test_links_have_a_limit_of_their_own_by_address(attempts: SignInAttempts) -> None:
    for _ in range(ADDRESS.free):
        attempts.begin_link(HERE)
    with pytest.raises(TooSoon):
        attempts.begin_link(HERE)
    attempts.begin_link(OWNER)
    assert waits(attempts, HERE, "dana") == 0
