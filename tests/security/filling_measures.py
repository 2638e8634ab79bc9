"""Texts put into corrections of scores and into agreed watch dates."""

from collections.abc import Sequence
from datetime import timedelta

from db.vocabulary import Instrument, Reporter
from tests.security.filling import Fill, Filling
from tracker.access.work import writing
from tracker.measures.entering import correct_score, enter_score
from tracker.measures.watch_dates import add_watch_dates

ONE_DAY = timedelta(days=1)
AGREED = "agreed_with"


def corrections(at: Filling, texts: Sequence[str]) -> None:
    """Correct a score of its own day for each text."""
    for number, text in enumerate(texts):
        with writing(at.cast.tokens["Pat"]) as work:
            day = work.today_of_clinic - number * ONE_DAY
            score = enter_score(work, at.cast.mia, Instrument.FDI, Reporter.CHILD, day, 27)
            correct_score(work, at.cast.mia, score, value=14, reason=text)


def watched(name: str) -> Fill:
    """Agree watch dates for each text, which is what they are about, or with whom they were agreed."""

    def fill(at: Filling, texts: Sequence[str]) -> None:
        for text in texts:
            with writing(at.cast.tokens["Pat"]) as work:
                today = work.today_of_clinic
                words = {"about": "The school trip", name: text}
                add_watch_dates(work, at.cast.mia, first=today, last=today + ONE_DAY, **words)

    return fill
