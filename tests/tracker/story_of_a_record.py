"""A record with something of every kind in it, and words that must not reach the wrong reader."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from db.queries.base import insert_row, table_of
from db.tables import Consent, Line
from db.vocabulary import (
    AmpsType,
    Barrier,
    BodyArea,
    Category,
    CompletionState,
    ConsentAnswer,
    ConsentKind,
    CriterionKind,
    EpisodeEnd,
    Level,
    Mark,
    Phase,
    Readers,
    RelationshipKind,
)
from tests.cast import ZONE, Cast, link, make_child
from tests.steps import START, TODAY, TOMORROW, YESTERDAY, Clock, Plan, by, prescribe_named, terms
from tests.tracker.story_of_days import tell_days
from tracker.access.work import writing
from tracker.plans import criteria, drafts, episodes, phases, prescriptions
from tracker.plans.about import About, change_about
from tracker.plans.proposals import propose
from tracker.plans.schedule import per_week
from tracker.progress.caseload import caseload_of
from tracker.progress.day import day_of
from tracker.record.completions import DONE, Answer, Words, answer, clear, note_only
from tracker.record.days import mark_day
from tracker.record.occurrence import Occurrence

FOR_THE_TEAM = "CANARY-Mia-for-the-team"
FROM_DANA = "CANARY-Dana-for-the-household"
TAKEN_BACK = "CANARY-Dana-took-it-back"
FROM_BEN = "CANARY-Ben-for-the-household"
FROM_PAT = "CANARY-Pat-for-the-team"
PROPOSED = "CANARY-Lee-proposes"
END_NOTE = "CANARY-note-at-the-end"
IN_ERROR = "CANARY-entered-in-error"
DRAFTED = "CANARY-being-prepared"
LATER = "CANARY-entered-later-because"
OTHER_CHILD = "CANARY-another-child"
CANARIES = {
    FOR_THE_TEAM,
    FROM_DANA,
    TAKEN_BACK,
    FROM_BEN,
    FROM_PAT,
    PROPOSED,
    END_NOTE,
    IN_ERROR,
    DRAFTED,
    LATER,
    OTHER_CHILD,
}
READ_BY = {"Mia": {FOR_THE_TEAM}, "Dana": {FROM_DANA, TAKEN_BACK}, "Ben": {FROM_BEN}}
FORMULA = '=HYPERLINK("https://evil.example";"click")'
PRECAUTIONS = "-5 kg, “fine”\nonly slowly"
# Mia logs her Monday at twenty past midnight.
AT_NIGHT = datetime(2025, 3, 4, 0, 20, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
ABOUT = About(AmpsType.LOCALIZED, frozenset({BodyArea.FOOT, BodyArea.KNEE}), FORMULA, PRECAUTIONS, "@home")


@dataclass(frozen=True)
class Story:
    """The prescriptions of it: the stairs of two weeks, their first change, the walk, and one entered in error."""

    stairs: int
    raised: int
    walk: int
    wrong: int


def tell(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> Story:
    """Live some days of Mia's; the clock then stands at the noon of the next day."""
    tell_days(cast)
    story = _plan(engine, cast, plan)
    stairs, before = Occurrence(plan.prescription, TODAY), Occurrence(plan.prescription, YESTERDAY)
    partly = Answer(CompletionState.PARTLY, 5.5)
    by(cast, "Dana", answer, before, partly, seen=None, note=Words(FROM_DANA))
    taken = by(cast, "Dana", answer, stairs, DONE, seen=None, note=Words(TAKEN_BACK))
    by(cast, "Dana", clear, taken.id)
    by(cast, "Dana", note_only, stairs, Words(""))
    not_today = Answer(CompletionState.NOT_DONE, barrier=Barrier.NO_TIME)
    by(cast, "Ben", answer, stairs, not_today, seen=None, note=Words(FROM_BEN))
    by(cast, "Pat", note_only, stairs, Words(FROM_PAT, Readers.TEAM_ONLY))
    early = Occurrence(plan.prescription, START)
    by(cast, "Pat", answer, early, DONE, seen=None, late_reason=LATER)
    by(cast, "Ben", mark_day, YESTERDAY - timedelta(days=1), Mark.ILL, seen=None)
    with writing(cast.tokens["Pat"]) as work:
        caseload_of(work)
    noon, clock.moment = clock.moment, AT_NIGHT
    by(cast, "Mia", day_of)
    mias = Words(FOR_THE_TEAM, Readers.TEAM_ONLY)
    by(cast, "Mia", answer, Occurrence(story.walk, TODAY), DONE, seen=None, note=mias)
    clock.moment = noon + timedelta(days=1)
    return story


def _plan(engine: sa.Engine, cast: Cast, plan: Plan) -> Story:
    with engine.begin() as connection:
        leo = make_child(connection, cast.clinic, OTHER_CHILD)
        link(connection, cast.clinic, cast.accounts["Pat"], leo, RelationshipKind.CARE_TEAM, Level.SEE)
        consent = Consent(
            child_id=cast.mia,
            kind=ConsentKind.GUARDIAN,
            answer=ConsentAnswer.YES,
            wording="1",
            given_at=AT_NIGHT,
            given_by_id=cast.accounts["Dana"],
        )
        insert_row(connection, consent)
        line = table_of(Line)
        [stairs] = connection.execute(sa.select(line.c.id).where(line.c.child_id == cast.mia)).scalars()
    by(cast, "Pat", change_about, ABOUT, seen=About(AmpsType.DIFFUSE))

    def prescribe(name: str, times: int) -> int:
        said = terms(15, per_week(times), instructions='+slowly,\nand "tall"')
        facts = {"exercise": name, "category": Category.AEROBIC, "terms": said, "valid_from": TODAY}
        return by(cast, "Pat", prescribe_named, plan.episode, **facts)  # type: ignore[arg-type]

    walk, wrong = prescribe("@Walk", 3), prescribe("Swim", 2)
    by(cast, "Pat", prescriptions.enter_in_error, wrong, reason=IN_ERROR)
    change = {"terms": terms(25), "valid_from": TOMORROW, "reason": "Up you go"}
    raised = by(cast, "Pat", prescriptions.revise, plan.prescription, **change)  # type: ignore[arg-type]
    by(cast, "Lee", propose, stairs, text=PROPOSED)
    days = {"from_day": TODAY + timedelta(days=5), "to_day": TODAY + timedelta(days=6)}
    by(cast, "Pat", episodes.pause, plan.episode, **days, reason="Camp")
    by(cast, "Pat", phases.begin_phase, plan.episode, phase=Phase.HOME, first=START)
    school = {"kind": CriterionKind.SCHOOL, "text": "=Full days"}
    met = by(cast, "Pat", criteria.add_criterion, plan.episode, **school)  # type: ignore[arg-type]
    by(cast, "Pat", criteria.find, met, is_met=True, seen=None)
    by(cast, "Pat", drafts.draft_revision, walk, prepared=drafts.Prepared(terms(5), TOMORROW, reason=DRAFTED))
    ending = {"end": TODAY + timedelta(days=20), "reason": EpisodeEnd.GOALS_REACHED, "note": END_NOTE}
    by(cast, "Pat", episodes.end_episode, plan.episode, **ending)  # type: ignore[arg-type]
    return Story(plan.prescription, raised, walk, wrong)
