"""The words of an exercise, and the versions in which a clinic's library keeps them."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from db.queries.base import AnyRow
from db.vocabulary import BodyArea, Category
from tracker.library.addresses import checked_address
from tracker.text import checked_text

LONGEST_NAME = 80
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Words:
    """What an exercise is and how it is done: `steps` has one step a line, `video` is empty or an https address.

    `body_area` is None where it is for no one part of the body. There is no dose in it.
    """

    name: str
    category: Category
    body_area: BodyArea | None = None
    about: str = ""
    steps: str = ""
    video: str = ""
    picture_id: int | None = None


@dataclass(frozen=True)
class Version:
    """The words of an exercise from one edit to the next; `number` counts them from 1."""

    exercise_id: int
    version_id: int
    number: int
    words: Words

    @property
    def name(self) -> str:
        """Give the exercise's name in this version."""
        return self.words.name

    @property
    def category(self) -> Category:
        """Give what the exercise trains in this version."""
        return self.words.category


@dataclass(frozen=True)
class Entry(Version):
    """A version with who wrote and who approved it; days are the clinic's.

    `written_by` is empty for what the product brought along. `approved_on` is None until somebody has approved it.
    """

    written_by: str
    written_on: date
    approved_by: str
    approved_on: date | None


def checked_words(words: Words) -> Words:
    """Give words as they are stored; raises `InvalidInput` naming the field and its limit."""
    steps = "\n".join(step.strip() for step in words.steps.splitlines() if step.strip())
    name = checked_text("name", words.name, required=True, limit=LONGEST_NAME)
    return replace(
        words,
        name=" ".join(name.split()),
        about=checked_text("about", words.about, limit=LONGEST_TEXT),
        steps=checked_text("steps", steps, limit=LONGEST_TEXT),
        video=checked_address("video", words.video),
    )


def words_of(row: AnyRow) -> Words:
    """Read the words out of a version's row."""
    return Words(
        name=row.name,
        category=Category(row.category),
        body_area=None if row.body_area is None else BodyArea(row.body_area),
        about=row.about,
        steps=row.steps,
        video=row.video,
        picture_id=row.picture_id,
    )


def entry_of(row: AnyRow, zone: ZoneInfo) -> Entry:
    """Read an entry out of a version's row, with the days as they were in a time zone."""
    approved_at = row.approved_at
    return Entry(
        row.exercise_id,
        row.id,
        row.number,
        words_of(row),
        written_by=row.writer or "",
        written_on=row.written_at.astimezone(zone).date(),
        approved_by=row.approver or "",
        approved_on=None if approved_at is None else approved_at.astimezone(zone).date(),
    )


def folded(text: str) -> str:
    """Give a text as it is compared: capitals, widths and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
