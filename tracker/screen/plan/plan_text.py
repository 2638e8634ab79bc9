"""A plan in sentences, in Markdown: what a family sees and from when, and what colleagues have changed."""

from datetime import date, timedelta

from db.vocabulary import PartOfDay
from tracker.plans.news import Event, News
from tracker.plans.preview import Preview, Step
from tracker.plans.shown import EpisodeShown, RevisionShown, Signed
from tracker.plans.terms import Terms
from tracker.screen.dates import format_day
from tracker.screen.text import SETTINGS, format_card, format_dose, format_parts, format_schedule, plain
from tracker.screen.words import N_, _, ngettext

ONE_DAY = timedelta(days=1)
EVENTS = {
    Event.REVISED: N_("{who} changed this on {on}: {before} became {after}, from {first}."),
    Event.STOPPED: N_("{who} stopped this on {on}: {last} is its last day."),
    Event.WITHDRAWN: N_("{who} withdrew on {on} what was planned from {first}: {before}."),
    Event.CORRECTED: N_("{who} marked this on {on} as entered in error: {before}."),
}


def format_terms(terms: Terms, *, under: PartOfDay | None = None) -> str:
    """Give what a revision says as "10 times · evening · every day"; `under` its part of the day it is not repeated."""
    parts = "" if terms.parts == (under,) else format_parts(terms.parts)
    dose = format_dose(terms.dose, escape=plain)
    return " · ".join(filter(None, (dose, parts, format_schedule(terms.schedule))))


def format_instructions(text: str) -> str:
    """Give instructions line by line, as they were typed."""
    return "  \n".join(plain(line) for line in text.splitlines() if line.strip())


def format_from(day: date, today: date) -> str:
    """Give "From today" or "From Tue 24 Nov"."""
    return _("From today") if day == today else _("From {day}").format(day=format_day(day))


def format_long_day(day: date) -> str:
    """Give a day with its year, as "Tue 24 Nov 2026"."""
    return f"{format_day(day)} {day.year}"


def format_last_day(end: date) -> str:
    """Give the last day before `end`."""
    return _("The last day is {day}.").format(day=format_day(end - ONE_DAY))


def format_span(revision: RevisionShown) -> str:
    """Give the days of a revision."""
    if revision.end is None:
        return _("from {day}").format(day=format_day(revision.first))
    last = revision.end - ONE_DAY
    return _("{first} to {last}").format(first=format_day(revision.first), last=format_day(last))


def format_steps(exercise: str, preview: Preview) -> list[str]:
    """Give what a family sees, step by step, in the words of its cards."""
    steps = [_step(exercise, step, preview.today) for step in preview.steps]
    start = max(step.first for step in preview.steps if step.due is not None or step is preview.steps[-1])
    if preview.asked_first is not None and preview.asked_first > start:
        steps.append(_("It is asked for first on {day}.").format(day=format_day(preview.asked_first)))
    if preview.end is not None:
        steps.append(format_last_day(preview.end))
    return steps


def _step(exercise: str, step: Step, today: date) -> str:
    terms = step.terms
    often = format_schedule(terms.schedule)
    if step.due is not None:
        often = _("{n} of {m} this week").format(n=step.done, m=step.due)
    when = _("Now") if step.first < today else format_from(step.first, today)
    card = format_card(exercise or "…", terms.dose, terms.parts, often)
    return _("{when}: {what}").format(when=when, what=card)


def format_reason(signed: Signed) -> str:
    """Give why something was done, in the words of whoever did it; empty without a reason."""
    return format_reason_text(signed.reason)


def format_reason_text(reason: str) -> str:
    """Give a reason behind its word; empty without one."""
    return _("Why: {reason}").format(reason=plain(reason)) if reason else ""


def format_signed(signed: Signed) -> str:
    """Give who did something and when."""
    return " · ".join(filter(None, (plain(signed.by), format_day(signed.on))))


def format_news(news: News) -> str:
    """Tell what a colleague has done to an exercise."""
    said = _(EVENTS[news.event]).format(
        who=plain(news.signed.by) or _("Somebody"),
        on=format_day(news.signed.on),
        before="" if news.before is None else format_terms(news.before),
        after="" if news.after is None else format_terms(news.after),
        first=format_day(news.first),
        last=format_day(news.first - ONE_DAY),
    )
    return " ".join(filter(None, (said, format_reason(news.signed))))


def format_episode(episode: EpisodeShown) -> str:
    """Give an episode's days and setting on one line."""
    days = _("Since {day}").format(day=format_long_day(episode.start))
    if episode.is_planned:
        days = _("Begins {day}").format(day=format_long_day(episode.start))
    if episode.end is not None:
        days = _("{first} to {last}").format(
            first=format_long_day(episode.start), last=format_long_day(episode.end - ONE_DAY)
        )
    weeks = episode.expected_weeks
    expected = "" if weeks is None else ngettext("{n} week expected", "{n} weeks expected", weeks)
    return " · ".join(filter(None, (days, _(SETTINGS[episode.setting]), expected.format(n=weeks))))
