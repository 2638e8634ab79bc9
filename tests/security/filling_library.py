"""Texts put into a clinic's library and into what it explains."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from db.vocabulary import Audience, Category
from tests.security import filling
from tests.security.filling import Fill, Filling
from tests.tracker.office.office import office
from tracker.errors import Conflict
from tracker.library.exercises import Words, add_exercise
from tracker.library.explanations import write_explanation


def _add(at: Filling, name: str, **more: Any) -> int:
    return office(at.cast, "Pat", add_exercise, Words(name, Category.BALANCE, **more), approve=True)


def names(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        # One that is prescribed in this clinic is in its library already.
        with suppress(Conflict):
            _add(at, text)
        filling.add_exercise(at, " ".join(text.split()))


def words(name: str) -> Fill:
    def fill(at: Filling, texts: Sequence[str]) -> None:
        at.exercises.append(_add(at, f"One with {name}", **{name: "\n".join(texts)}))

    return fill


def videos(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        address = f"https://pwned.example/{quote(text)}"
        at.videos.append(_add(at, f"One with a video {next(at.numbers)}", video=address))


def explanations(at: Filling, texts: Sequence[str]) -> None:
    for audience, before in ((Audience.CHILD, ""), (Audience.CARERS, "# ")):
        text = "\n".join(f"{before}{text}" for text in texts)
        office(at.cast, "Pat", write_explanation, audience, text, seen=None, approve=True)
