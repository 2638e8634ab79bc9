"""The demo's children: each one a story, and what its chart and the caseload must show of it. All are invented."""

from db import vocabulary
from db.vocabulary import (
    AmpsType,
    Barrier,
    BodyArea,
    CompletionState,
    CriterionKind,
    DoseKind,
    EpisodeEnd,
    Readers,
    Setting,
)
from tracker.demo import beside, measured
from tracker.demo import exercises as ex
from tracker.demo.story import (
    Criterion,
    End,
    Episode,
    Logged,
    Note,
    Pause,
    Phase,
    Revision,
    Shows,
    Stop,
    Story,
    Turn,
)
from tracker.plans.dose import Dose, sets_of
from tracker.plans.schedule import per_week
from tracker.progress.reasons import Kind
from tracker.record.completions import Answer

MIA = Story(
    "Mia",
    age=14,
    amps_type=AmpsType.DIFFUSE,
    areas=(BodyArea.BACK, BodyArea.LEG),
    precautions="Asthma: the inhaler comes along on walks.",
    school_class="9b",
    family=("Dana", "Ben"),
    own_nights=(1, 9, 17, 24),
    team=("Casey", "Lee"),
    episodes=(
        Episode(
            began=32,
            expected_weeks=12,
            exercises=ex.SIX,
            phases=(Phase(1, 0.55, 0.25), Phase(2, 0.75, 0.15), Phase(2, 0.9, 0.07, no_entry=0.02)),
            revisions=(Revision(16, "Stairs", "Ten go well by now, says Mia.", Dose(DoseKind.COUNT, 14)),),
            turns=(Turn(1, vocabulary.Phase.HOME),),
            criteria=(
                Criterion(CriterionKind.FUNCTION, "Up and down the stairs at school without a rest", met=29),
                Criterion(CriterionKind.FUNCTION, "Walks to the pool and back with a friend"),
                Criterion(CriterionKind.SCHOOL, "Full days at school for two weeks"),
            ),
            ill=(12,),
            gap=(3, 10),
        ),
    ),
    notes=(
        Note(9, "Walk", "Mia", "Walked to the pool with a friend.", Readers.TEAM_ONLY),
        Note(1, "Stretches", "Dana", "Picture 5 is hard to read. Is there a larger one?"),
        Note(0, "Walk", "Dana", "The walking shoes are in the blue bag."),
        Note(0, "Stairs", "Ben", "Done at the library, which has three floors."),
    ),
    forgotten=tuple((ago, "Belly breathing") for ago in (1, 4, 8, 15, 18, 22)),
    today=(Logged("Stairs"), Logged("Wall sit", answer=Answer(CompletionState.PARTLY, 10)), Logged("Walk")),
    template="Six a day (demo)",
    beside=beside.MIA,
    measured=measured.MIA,
    shows=Shows(
        "Five weeks that rise from under the line to above it, nearly all logged, by two households and Mia herself; "
        "in week 3 more stairs. Nothing asks for a look.",
        weeks=5,
        revised=(3,),
    ),
)

LINDEN = Story(
    "Linden",
    age=12,
    amps_type=AmpsType.LOCALIZED,
    areas=(BodyArea.FOOT,),
    school_class="7a",
    episodes=(
        Episode(
            began=60,
            exercises=(ex.STAIRS, ex.BALANCE, ex.WALK, ex.TOWEL_RUB),
            phases=(Phase(9, 0.92, 0.06, no_entry=0.02),),
            gap=(56, 57, 58, 59, 60),
        ),
    ),
    beside=beside.LINDEN,
    measured=measured.LINDEN,
    shows=Shows(
        "Eight good weeks; then, for five days, no entry at all. The caseload says so, and calls nothing low.",
        weeks=9,
        reasons=(Kind.NO_ENTRIES, Kind.MILESTONE_OVERDUE),
        days_without_entries=5,
    ),
)

MARLO = Story(
    "Marlo",
    age=15,
    amps_type=AmpsType.DIFFUSE,
    areas=(BodyArea.WHOLE_BODY,),
    other_conditions="Migraine.",
    school_class="10c",
    team=("Casey",),
    episodes=(
        Episode(
            began=52,
            exercises=(ex.STAIRS, ex.WALL_SIT, ex.WALK, ex.JUMPS, ex.STRETCHES),
            phases=(Phase(5, 0.88, 0.08), Phase(3, 0.48, 0.25)),
            gap=(12, 33, 40),
        ),
    ),
    notes=(Note(4, "Star jumps", "Parent of Marlo", "Exams this week."),),
    today=(Logged("Walk", answer=Answer(CompletionState.NOT_DONE, barrier=Barrier.TIRED)),),
    beside=beside.MARLO,
    measured=measured.MARLO,
    shows=Shows(
        "Five good weeks, then two whole ones under the line, although nearly everything is logged. Daily life is "
        "harder than at the start, and what the family wrote about that waits to be read.",
        weeks=8,
        reasons=(Kind.NEW_CONCERN, Kind.UNDER_THE_LINE, Kind.VISIT_MISSED),
        under_line=(6, 7),
    ),
)

SORREL = Story(
    "Sorrel",
    age=13,
    amps_type=AmpsType.INTERMITTENT,
    areas=(BodyArea.HEAD, BodyArea.NECK),
    school_class="8a",
    episodes=(
        Episode(
            began=40,
            exercises=(ex.WALK, ex.STRETCHES, ex.BREATHING, ex.BALANCE),
            phases=(Phase(6, 0.85, 0.1),),
            gap=(22, 23, 25, 26, 28, 29, 31, 32, 34, 35, 37, 38, 40),
        ),
    ),
    measured=measured.SORREL,
    shows=Shows(
        "Three weeks well logged, then every few days only. Too little to say how it goes, so no more is said.",
        weeks=6,
        reasons=(Kind.FEW_ENTRIES,),
        few_entries=(4, 5),
    ),
)

TANSY = Story(
    "Tansy",
    age=11,
    amps_type=AmpsType.COMPLEX_REGIONAL,
    areas=(BodyArea.HAND, BodyArea.ARM),
    school_class="5b",
    team=("Lee",),
    episodes=(
        Episode(
            began=31,
            setting=Setting.OUTPATIENT,
            exercises=(ex.BRUSH_TWICE, ex.WALL_SIT, ex.WALK, ex.STRETCHES),
            phases=(Phase(5, 0.85, 0.1),),
            ill=tuple(range(22, 30)),
            away=(13, 14),
            gap=(5,),
        ),
    ),
    notes=(Note(9, "Walk", "Parent of Tansy", "A fever since last night."),),
    today=(Logged("Soft brush"),),
    beside=beside.TANSY,
    measured=measured.TANSY,
    shows=Shows(
        "Three good weeks, then ill for eight days: week 4 has no value at all, and week 5 goes on as before.",
        weeks=5,
        reasons=(Kind.ILL_DAYS,),
        without_value=(4,),
    ),
)

KESTREL = Story(
    "Kestrel",
    age=16,
    amps_type=AmpsType.LOCALIZED,
    areas=(BodyArea.KNEE,),
    precautions="No kneeling on the left knee until the scrape has healed.",
    school_class="11a",
    own_nights=(2, 12),
    episodes=(
        Episode(
            began=67,
            exercises=(ex.STAIRS, ex.WALL_SIT, ex.BIKE, ex.BALANCE),
            phases=(Phase(4, 0.82, 0.1), Phase(6, 0.9, 0.07)),
            gap=(5, 17, 51),
            pause=Pause(29, 39, "A journey to the grandparents, planned since spring."),
            revisions=(
                Revision(43, "Wall sit", "A little less to begin with after the journey.", sets_of(3, 4, 10)),
            ),
        ),
    ),
    today=(Logged("Bike"),),
    measured=measured.KESTREL,
    shows=Shows(
        "Ten weeks with a planned pause in the middle: week 5 has no value and is no gap. After it one dose changed.",
        weeks=10,
        without_value=(5,),
        revised=(7,),
    ),
)

JUNIPER = Story(
    "Juniper",
    age=14,
    amps_type=AmpsType.COMPLEX_REGIONAL,
    areas=(BodyArea.LEG, BodyArea.FOOT),
    other_conditions="Hypermobile joints.",
    school_class="9a",
    team=("Lee",),
    episodes=(
        Episode(
            began=45,
            exercises=ex.BY_THE_WEEK,
            phases=(Phase(7, 0.87, 0.08),),
            revisions=(Revision(22, "Swim", "The pool has one more free afternoon.", schedule=per_week(3)),),
            stops=(Stop(29, "Towel rub", "Every towel feels the same by now."),),
            away=(20, 21),
            gap=(10, 33),
        ),
    ),
    today=(Logged("Belly breathing"),),
    template="Counted by the week (demo)",
    beside=beside.JUNIPER,
    measured=measured.JUNIPER,
    shows=Shows(
        "Seven steady weeks of swims and stretches counted by the week and a bag walk on weekdays: two swims of two "
        "are a full week, and from week 4 three of three.",
        weeks=7,
        revised=(4,),
    ),
)

WREN = Story(
    "Wren",
    age=17,
    amps_type=AmpsType.INTERMITTENT,
    areas=(BodyArea.ABDOMEN,),
    school_class="12b",
    own_nights=(2, 5, 8),
    team=("Casey",),
    episodes=(
        Episode(
            began=200,
            expected_weeks=8,
            exercises=(ex.WALK, ex.WALL_SIT, ex.BREATHING),
            phases=(Phase(2, 0.7, 0.15), Phase(6, 0.92, 0.05)),
            gap=(4, 30),
            turns=(
                Turn(1, vocabulary.Phase.INTENSIVE),
                Turn(15, vocabulary.Phase.HOME),
                Turn(43, vocabulary.Phase.MAINTENANCE),
            ),
            criteria=(
                Criterion(CriterionKind.FUNCTION, "Swims with the team again", met=50),
                Criterion(CriterionKind.SCHOOL, "The whole timetable", met=54),
            ),
            end=End(57, EpisodeEnd.GOALS_REACHED, "Back in the whole timetable and at swimming."),
        ),
        Episode(
            began=17,
            exercises=(ex.WALK, ex.WALL_SIT, ex.BREATHING, ex.STRETCHES),
            phases=(Phase(3, 0.85, 0.1),),
        ),
    ),
    today=(Logged("Walk"), Logged("Wall sit")),
    measured=measured.WREN,
    shows=Shows(
        "A second course in its third week. The first, eight weeks that ended with the goals reached, is kept.",
        weeks=3,
        episodes=2,
    ),
)

PIPPIN = Story(
    "Pippin",
    age=9,
    amps_type=AmpsType.LOCALIZED,
    areas=(BodyArea.FOOT,),
    school_class="3c",
    family=("Ben",),
    invited="Parent of Pippin",
    episodes=(Episode(began=1, exercises=(ex.STAIRS, ex.WALK, ex.TOWEL_RUB), phases=(Phase(1, 0.8, 0.2),)),),
    today=(Logged("Stairs"),),
    measured=measured.PIPPIN,
    shows=Shows(
        "Began yesterday: the first week has only begun, and nobody is told anything about it.", weeks=1
    ),
)

STORIES = (MIA, JUNIPER, KESTREL, LINDEN, MARLO, PIPPIN, SORREL, TANSY, WREN)
