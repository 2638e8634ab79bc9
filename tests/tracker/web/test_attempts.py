"""Guessing passwords is slow; mistyping one is not."""

from tracker.web.attempts import (
    MOST_ATTEMPTS,
    MOST_FOR_NAME,
    MOST_FROM_ADDRESS,
    MOST_KEYS,
    WINDOW_SECONDS,
    Attempts,
    SignInAttempts,
)


def test_ten_attempts_close_the_door_for_five_minutes() -> None:
    seconds = 0.0
    attempts = Attempts(now=lambda: seconds)
    for _ in range(MOST_ATTEMPTS):
        assert not attempts.too_many("Dana")
        attempts.count("Dana")
    assert attempts.too_many("Dana")
    assert not attempts.too_many("Ben")
    seconds = WINDOW_SECONDS
    assert not attempts.too_many("Dana")


def test_one_attempt_is_taken_back_and_no_other() -> None:
    seconds = 0.0
    attempts = Attempts(2, lambda: seconds)
    first = attempts.count("Dana")
    seconds = 1.0
    attempts.count("Dana")
    attempts.take_back("Dana", first)
    attempts.take_back("Dana", first)
    attempts.take_back("Ben", first)
    assert not attempts.too_many("Dana")
    attempts.count("Dana")
    assert attempts.too_many("Dana")


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    attempts = Attempts()
    for number in range(MOST_KEYS + 5):
        attempts.count(number)
    assert len(attempts._moments) == MOST_KEYS
    assert 4 not in attempts._moments


def test_what_was_taken_back_leaves_nothing_in_the_memory() -> None:
    attempts = Attempts()
    attempts.take_back("Dana", attempts.count("Dana"))
    assert not attempts._moments


def began(attempts: SignInAttempts, address: str, name: str) -> bool:
    return attempts.begin(address, name) is not None


def test_one_address_may_not_try_every_name() -> None:
    attempts = SignInAttempts()
    assert all(began(attempts, "10.0.0.1", f"name {number}") for number in range(MOST_FROM_ADDRESS))
    assert not began(attempts, "10.0.0.1", "Dana")
    assert began(attempts, "10.0.0.2", "Dana")


def test_many_addresses_may_not_guess_at_one_name_and_a_family_waits_five_minutes_at_most() -> None:
    seconds = 0.0
    attempts = SignInAttempts(lambda: seconds)
    assert all(began(attempts, f"10.0.0.{number}", "Dana") for number in range(MOST_FOR_NAME))
    assert not began(attempts, "10.0.1.1", "Dana")
    assert began(attempts, "10.0.1.1", "Ben")
    seconds = WINDOW_SECONDS
    assert began(attempts, "10.0.1.1", "Dana")


def test_what_is_refused_unseen_does_not_make_the_wait_longer() -> None:
    seconds = 0.0
    attempts = SignInAttempts(lambda: seconds)
    for _ in range(MOST_ATTEMPTS):
        attempts.begin("10.0.0.1", "Dana")
    seconds = WINDOW_SECONDS - 1
    assert not began(attempts, "10.0.0.1", "Dana")
    seconds = WINDOW_SECONDS
    assert began(attempts, "10.0.0.1", "Dana")


def test_success_forgets_this_person_s_mistakes_and_nobody_else_s() -> None:
    attempts = SignInAttempts()
    for number in range(MOST_FROM_ADDRESS - MOST_ATTEMPTS):
        attempts.begin("10.0.0.1", f"name {number}")
    for _ in range(MOST_ATTEMPTS - 1):
        attempts.begin("10.0.0.1", "Dana")
    last = attempts.begin("10.0.0.1", "Dana")
    assert last is not None
    last.succeeded()
    assert began(attempts, "10.0.0.1", "Dana")
    assert not began(attempts, "10.0.0.1", "Ben")


def test_an_attempt_that_told_nothing_does_not_count() -> None:
    attempts = SignInAttempts()
    for _ in range(MOST_FROM_ADDRESS + 1):
        attempt = attempts.begin("10.0.0.1", "Dana")
        assert attempt is not None
        attempt.take_back()
