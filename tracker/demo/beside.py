"""What the demo's children have beside their plans: visits, the way back to school, and steps in the rest of life."""

from datetime import time

from db.vocabulary import (
    CancelReason,
    Discipline,
    MilestoneArea,
    MilestoneEventKind,
    Modality,
    SeriesVisibility,
    VisitOutcome,
)
from tracker.demo.story_of_days import Became, Beside, Goal, Page, Rung, School, Visits

REACHED, BACK = MilestoneEventKind.REACHED, MilestoneEventKind.SET_BACK

MIA = Beside(
    visits=(
        Visits(
            Discipline.PHYSICAL_THERAPY,
            per_week=2,
            weeks=12,
            at=time(15, 30),
            minutes=45,
            planner="Pat",
            became={6: Became(VisitOutcome.CANCELLED_BY_FAMILY, CancelReason.ILL)},
            moved=True,
        ),
        Visits(
            Discipline.COUNSELING,
            per_week=1,
            weeks=12,
            at=time(16, 30),
            minutes=50,
            planner="Casey",
            shown_to_child=True,
        ),
    ),
    school=School(
        rungs=(Rung(1, 1), Rung(9, 2), Rung(20, 3, "Two periods went well for two weeks.")),
        targets={2: 20, 3: 45, 4: 60},
        accommodation="May stand up and stretch at the back of the room.",
        page=Page(
            contact="Ms Gray, the school nurse, room 12",
            break_place="The library, with a friend if she likes",
            before_home="Ten quiet minutes, a glass of water, then back to class",
            when_to_call="A fever, an injury, or anything new: Dana, 555 0142",
        ),
    ),
    goals=(
        Goal(
            MilestoneArea.SOCIAL,
            "Meets a friend outside school",
            20,
            ((24, REACHED), (16, BACK), (3, REACHED)),
        ),
        Goal(MilestoneArea.PHYSICAL, "Walks to the pool and back", -12),
        Goal(MilestoneArea.HOME, "In bed by ten on school nights", None, ((9, REACHED),)),
    ),
)

LINDEN = Beside(
    goals=(
        Goal(MilestoneArea.SOCIAL, "Goes to the music group", 4),
        Goal(MilestoneArea.HOME, "Sets the table", None, ((30, REACHED),)),
    ),
)

MARLO = Beside(
    visits=(
        Visits(
            Discipline.PHYSICAL_THERAPY,
            per_week=2,
            weeks=10,
            at=time(14),
            minutes=45,
            planner="Pat",
            became={
                1: Became(VisitOutcome.NO_SHOW),
                4: Became(VisitOutcome.CANCELLED_BY_FAMILY, CancelReason.SCHOOL),
                9: Became(VisitOutcome.CANCELLED_BY_CLINIC, CancelReason.OTHER),
            },
            ahead=0,
        ),
        Visits(
            Discipline.COUNSELING,
            per_week=1,
            weeks=10,
            at=time(11),
            minutes=50,
            planner="Casey",
            visibility=SeriesVisibility.COUNSELOR_ONLY,
        ),
    ),
    school=School(
        rungs=(Rung(1, 2), Rung(15, 3), Rung(40, 2, "Two periods are enough during the exams.")),
        all_planned=0.75,
    ),
)

TANSY = Beside(
    visits=(
        Visits(
            Discipline.OCCUPATIONAL_THERAPY,
            per_week=2,
            weeks=8,
            at=time(9, 30),
            minutes=60,
            planner="Pat",
            became={n: Became(VisitOutcome.CANCELLED_BY_FAMILY, CancelReason.ILL) for n in (1, 2)},
            ahead=0,
        ),
    ),
    school=School(rungs=(Rung(1, 0),), targets={1: 45}),
)

JUNIPER = Beside(
    visits=(
        Visits(
            Discipline.MEDICAL,
            per_week=1,
            weeks=8,
            at=time(10, 15),
            minutes=30,
            planner="Lee",
            modality=Modality.VIDEO,
        ),
    ),
    school=School(
        rungs=(Rung(1, 3), Rung(15, 4), Rung(29, 5)), reached={5: 40}, all_planned=0.96, targets={5: 42}
    ),
    goals=(Goal(MilestoneArea.PHYSICAL, "The whole PE lesson", -20),),
)
