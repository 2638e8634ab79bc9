"""Texts put into a plan that is being prescribed: textures, drafts, templates, and what is to be reached."""

from collections.abc import Sequence
from datetime import timedelta

from db.vocabulary import CriterionKind, DoseKind
from tests.security.filling import Filling, add_exercise
from tests.steps import prescribe_named
from tracker.access.work import writing
from tracker.plans.criteria import add_criterion
from tracker.plans.dose import Dose
from tracker.plans.drafts import Prepared, draft_revision
from tracker.plans.prescriptions import renew, revise, stop
from tracker.plans.schedule import Schedule
from tracker.plans.templates import save_template
from tracker.plans.terms import Terms

ONE_DAY = timedelta(days=1)


def _with(texture: str, minutes: float = 5) -> Terms:
    return Terms(Dose(DoseKind.TEXTURE_MINUTES, minutes, texture=texture), Schedule())


def textures(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        _prescribe(at, f"Touch {next(at.numbers)}", _with(text))


def first_reasons(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        _prescribe(at, f"For a reason {next(at.numbers)}", _with("a towel"), text)


def changed_textures(at: Filling, texts: Sequence[str]) -> None:
    last = _prescribe(at, "A touch that changes", _with("a towel"))
    for days, text in enumerate(texts, 1):
        first = at.today + days * ONE_DAY
        with writing(at.cast.tokens["Pat"]) as work:
            last = revise(work, at.cast.mia, last, terms=_with(text), valid_from=first, reason="It was easy")


def drafted_textures(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        _draft(at, Prepared(_with(text), at.today))


def drafted_reasons(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        _draft(at, Prepared(_with("a towel"), at.today, reason=text))


def drafted_instructions(at: Filling, texts: Sequence[str]) -> None:
    terms = Terms(Dose(DoseKind.COUNT, 5), Schedule(), instructions="\n".join(texts))
    _draft(at, Prepared(terms, at.today))


def reasons_of_renewals(at: Filling, texts: Sequence[str]) -> None:
    for text in texts:
        number, end = add_exercise(at, f"Renewed {next(at.numbers)}"), at.today + ONE_DAY
        with writing(at.cast.tokens["Pat"]) as work:
            stop(work, at.cast.mia, number, on=end, reason="Enough")
            renew(work, at.cast.mia, number, first=end, reason=text)


def criteria(at: Filling, texts: Sequence[str]) -> None:
    episode = at.episode
    for text in texts:
        with writing(at.cast.tokens["Pat"]) as work:
            add_criterion(work, at.cast.mia, episode, kind=CriterionKind.FUNCTION, text=text)


def names_of_templates(at: Filling, texts: Sequence[str]) -> None:
    add_exercise(at, "One of the library")
    for text in texts:
        _save(at, text)


def texts_of_templates(at: Filling, texts: Sequence[str]) -> None:
    add_exercise(at, "One of the library")
    for text in texts:
        _save(at, f"Template {next(at.numbers)}", text)


def _prescribe(at: Filling, name: str, terms: Terms, reason: str = "") -> int:
    episode, today = at.episode, at.today
    with writing(at.cast.tokens["Pat"]) as work:
        return prescribe_named(
            work, at.cast.mia, episode, exercise=name, terms=terms, valid_from=today, reason=reason
        )


def _draft(at: Filling, prepared: Prepared) -> None:
    number = add_exercise(at, f"Drafted {next(at.numbers)}")
    with writing(at.cast.tokens["Pat"]) as work:
        draft_revision(work, at.cast.mia, number, prepared=prepared)


def _save(at: Filling, name: str, about: str = "") -> None:
    episode = at.episode
    with writing(at.cast.tokens["Pat"]) as work:
        save_template(work, at.cast.mia, episode, name=name, about=about)
