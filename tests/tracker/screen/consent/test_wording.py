"""Words that somebody agreed to never change under the version that is stored with the answer."""

import hashlib

from tracker.screen.consent.wording import ASSENT, ASSENT_VERSION, GUARDIAN, GUARDIAN_VERSION, NOTES

# Whoever changes a sentence counts its version on, and adds a line here.
KNOWN = {
    "guardian 1": "138614687301da12",
    "assent 1": "2048405279ae28eb",
}


def fingerprint(words: tuple[tuple[str, str], ...]) -> str:
    return hashlib.sha256(repr(words).encode()).hexdigest()[:16]


def test_a_version_stands_for_its_words() -> None:
    assert KNOWN[GUARDIAN_VERSION] == fingerprint(GUARDIAN)
    assert KNOWN[ASSENT_VERSION] == fingerprint(ASSENT)


def test_the_clinics_limits_stand_below_what_is_said_of_notes() -> None:
    assert [lead for lead, _words in ASSENT].count(NOTES) == 1


def test_the_words_are_plain() -> None:
    for lead, words in (*GUARDIAN, *ASSENT):
        sentences = [part for part in words.replace("?", ".").split(".") if part.strip()]
        assert max(len(sentence.split()) for sentence in sentences) <= 24, words
        assert "!" not in lead + words
