"""The exercises that a clinic's library begins with. None is approved: that is a clinician's part.

They say what an exercise is and how it is done. How much of it is due, and for whom, is prescribed.
"""

from db.queries import library as rows
from db.queries import settings
from db.queries.base import insert_row
from db.tables import Exercise, ExerciseVersion
from db.vocabulary import BodyArea, Category
from tracker.access.policy import ClinicAction
from tracker.access.work import Work
from tracker.errors import Conflict
from tracker.library.words import Words

ENTRIES = (
    Words(
        "Stairs",
        Category.FUNCTIONAL,
        BodyArea.LEG,
        "Going up and down stairs, as at school and at home.",
        "Stand at the bottom with the rail beside you.\n"
        "Put your whole foot on the first step.\n"
        "Go up, one foot after the other.\n"
        "Turn around at the top with both feet on the floor.\n"
        "Come down, one foot after the other.",
    ),
    Words(
        "Wall sit",
        Category.STRENGTH,
        BodyArea.LEG,
        "Sitting without a chair. A wall holds your back, and your legs do the work.",
        "Stand with your back against a wall and your feet a step in front of it.\n"
        "Slide down the wall as if a chair stood there.\n"
        "Stay there with your heels on the floor, and breathe on.\n"
        "Slide up again.",
    ),
    Words(
        "Walk",
        Category.AEROBIC,
        BodyArea.WHOLE_BODY,
        "A walk, outside or inside, alone or with somebody.",
        "Put on shoes that are good to walk in.\n"
        "Start at the pace that you and your therapist have chosen.\n"
        "Let your arms swing along.\n"
        "Look ahead, and around you.",
    ),
    Words(
        "Towel rub",
        Category.DESENSITIZATION,
        None,
        "Getting the skin used to being touched, with a towel.",
        "Choose the towel that you have agreed on.\n"
        "Sit so that you reach the place well.\n"
        "Rub to and fro, at the same speed all the time.\n"
        "You can talk, listen to something or watch something meanwhile.",
    ),
    Words(
        "Soft brush",
        Category.DESENSITIZATION,
        None,
        "Getting the skin used to being touched, with a soft brush.",
        "Take the brush that you have agreed on.\n"
        "Begin a little beside the place.\n"
        "Brush in long strokes over it, and on to the other side.\n"
        "You can talk, listen to something or watch something meanwhile.",
    ),
    Words(
        "Stretches",
        Category.FLEXIBILITY,
        BodyArea.WHOLE_BODY,
        "Slow movements that make muscles long, one after the other.",
        "Go into the stretch slowly, until you feel a pull.\n"
        "Stay there without bouncing, and breathe on.\n"
        "Come back as slowly as you went in.\n"
        "Change sides, then go on to the next one.",
    ),
    Words(
        "Belly breathing",
        Category.RELAXATION,
        None,
        "Breathing slowly and deep down, so that the belly rises and falls.",
        "Lie on your back or sit so that you are comfortable.\n"
        "Put a hand on your belly.\n"
        "Breathe in through your nose, and feel the hand rise.\n"
        "Breathe out slowly through your mouth, and feel the hand sink.",
    ),
    Words(
        "Balance board",
        Category.BALANCE,
        BodyArea.FOOT,
        "Standing on a board that tips, and keeping it level.",
        "Put the board on a floor that is not slippery, beside a table or a rail.\n"
        "Hold on while you step onto it.\n"
        "Find the middle, with both feet flat.\n"
        "Let go, look ahead, and keep the board level.\n"
        "Hold on again to step down.",
    ),
    Words(
        "Star jumps",
        Category.AEROBIC,
        BodyArea.WHOLE_BODY,
        "Jumping into the shape of a star and back.",
        "Stand with your feet together and your arms at your sides.\n"
        "Jump: feet apart, arms up.\n"
        "Jump: feet together, arms down.\n"
        "Land on the front of your feet, with soft knees.",
    ),
    Words(
        "Bike",
        Category.AEROBIC,
        BodyArea.LEG,
        "Riding a bike, on the road or one that stands still.",
        "Set the saddle so that your knee stays a little bent when the pedal is down.\n"
        "On the road, put your helmet on.\n"
        "Begin in an easy gear.\n"
        "Pedal evenly, with both legs.",
    ),
    Words(
        "Swim",
        Category.AEROBIC,
        BodyArea.WHOLE_BODY,
        "Swimming or moving in the water, with somebody who watches over the pool.",
        "Go into the water where you can stand.\n"
        "Swim in the way you like best, or walk through the water.\n"
        "Take a rest at the edge in between.\n"
        "Dry off and get warm afterwards.",
    ),
    Words(
        "School bag walk",
        Category.FUNCTIONAL,
        BodyArea.BACK,
        "Walking with the school bag, as on the way to school.",
        "Pack the bag as you have agreed.\n"
        "Put both straps on, and pull them snug.\n"
        "Walk upright, at the pace of your way to school.\n"
        "Take the bag off over a chair or a table.",
    ),
)


def put_in_starting_exercises(work: Work, clinic_id: int) -> None:
    """Put the starting exercises into a clinic without any, in the caller's transaction.

    The caller has asked who may.
    """
    for words in ENTRIES:
        exercise = Exercise(clinic_id=clinic_id, added_at=work.now, added_by_id=work.account_id)
        version = ExerciseVersion(
            clinic_id=clinic_id,
            exercise_id=insert_row(work.connection, exercise),
            number=1,
            **vars(words),
            written_at=work.now,
        )
        insert_row(work.connection, version)


def add_starting_exercises(work: Work) -> None:
    """Put the starting exercises into the clinician's clinic; raises `Conflict` if it has exercises already."""
    clinic_id = work.require(ClinicAction.KEEP_LIBRARY).clinic_id
    settings.settings_of(work.connection, clinic_id, lock=True)
    if rows.latest_and_approved(work.connection, clinic_id):
        raise Conflict("has_library")
    put_in_starting_exercises(work, clinic_id)
    work.log_for_clinic(clinic_id, "add_starting_exercises", f"clinic {clinic_id}")
