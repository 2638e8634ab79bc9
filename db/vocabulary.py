"""The words of the record. Each is stored by its value, so a value is never renamed without a migration."""

from enum import StrEnum


class Role(StrEnum):
    """What an account is in its clinic. Who may see which child is a relationship's matter, not a role's."""

    FAMILY = "family"
    CLINICIAN = "clinician"
    ADMINISTRATOR = "administrator"


class LinkPurpose(StrEnum):
    """What a one-time link opens."""

    SET_UP = "set_up"
    INVITATION = "invitation"
    RESET = "reset"


class Notice(StrEnum):
    """What the owner of an account is told about it, because somebody else may have done it."""

    SIGN_IN_RESET = "sign_in_reset"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word
    ROLE_CHANGED = "role_changed"


class RelationshipKind(StrEnum):
    """How an account stands to one child."""

    GUARDIAN = "guardian"
    CHILD = "child"
    PHYSICAL_THERAPIST = "physical_therapist"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    COUNSELOR = "counselor"
    CARE_TEAM = "care_team"


class Level(StrEnum):
    """How far a relationship reaches; each level includes those before it."""

    SEE = "see"
    RECORD = "record"
    PROPOSE = "propose"
    PRESCRIBE = "prescribe"


class ConsentKind(StrEnum):
    """What is agreed to, and by whom."""

    GUARDIAN = "guardian"
    ASSENT = "assent"


class ConsentAnswer(StrEnum):
    """What was answered. A later answer stands in place of an earlier one, which stays as it was."""

    YES = "yes"
    NO = "no"


class SeriesVisibility(StrEnum):
    """Who may know of a counseling series. Set at its start for the whole of it, never for a single visit."""

    COUNSELOR_ONLY = "counselor_only"
    CARE_TEAM = "care_team"
    CARE_TEAM_AND_FAMILY = "care_team_and_family"


class AmpsType(StrEnum):
    """The four types of amplified musculoskeletal pain syndrome."""

    COMPLEX_REGIONAL = "complex_regional"
    DIFFUSE = "diffuse"
    INTERMITTENT = "intermittent"
    LOCALIZED = "localized"


class BodyArea(StrEnum):
    """Where the child hurts, as coarse as a plan needs it."""

    HEAD = "head"
    NECK = "neck"
    BACK = "back"
    CHEST = "chest"
    ABDOMEN = "abdomen"
    SHOULDER = "shoulder"
    ARM = "arm"
    HAND = "hand"
    HIP = "hip"
    LEG = "leg"
    KNEE = "knee"
    FOOT = "foot"
    WHOLE_BODY = "whole_body"


class Discipline(StrEnum):
    """What a visit is for."""

    PHYSICAL_THERAPY = "physical_therapy"
    OCCUPATIONAL_THERAPY = "occupational_therapy"
    COUNSELING = "counseling"
    MEDICAL = "medical"


class Modality(StrEnum):
    """How the people of a visit meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"


class VisitOutcome(StrEnum):
    """What became of a visit. One without an outcome is planned; a moved one has another in its place."""

    ATTENDED = "attended"
    NO_SHOW = "no_show"
    CANCELLED_BY_FAMILY = "cancelled_by_family"
    CANCELLED_BY_CLINIC = "cancelled_by_clinic"
    MOVED = "moved"


class CancelReason(StrEnum):
    """Why a visit was cancelled. There is no note: nothing of what a visit was about is ever written down."""

    INSURANCE = "insurance"
    DISTANCE = "distance"
    ILL = "ill"
    SCHOOL = "school"
    OTHER = "other"


class MilestoneArea(StrEnum):
    """The part of life in which a milestone is a step."""

    SCHOOL = "school"
    SOCIAL = "social"
    PHYSICAL = "physical"
    HOME = "home"


class MilestoneEventKind(StrEnum):
    """What happened to a milestone. Without any it has its target; the latest says how it stands."""

    REACHED = "reached"
    SET_BACK = "set_back"


class SchoolReason(StrEnum):
    """Why a child was at school for less than was planned. A reason never takes anything off the figures."""

    ILL = "ill"
    APPOINTMENT = "appointment"
    TIRED = "tired"
    HARD_DAY = "a_hard_day"
    CHOSE_NOT_TO = "chose_not_to"
    OTHER = "other"


class SchoolPageLine(StrEnum):
    """The lines of the page for the school, in their order. Each is for the guardian and the child to agree to."""

    PLANNED_PERIODS = "planned_periods"
    CONTACT = "contact"
    BREAK_PLACE = "break_place"
    BEFORE_HOME = "before_home"
    WHEN_TO_CALL = "when_to_call"
    DIAGNOSIS = "diagnosis"


class PageSide(StrEnum):
    """For whom somebody agrees that a line goes to the school."""

    GUARDIAN = "guardian"
    CHILD = "child"


class Setting(StrEnum):
    """Where the treatment of an episode takes place."""

    HOME = "home"
    OUTPATIENT = "outpatient"
    DAY_PROGRAMME = "day_programme"
    INPATIENT = "inpatient"


class EpisodeEnd(StrEnum):
    """Why an episode ended."""

    GOALS_REACHED = "goals_reached"
    INSURANCE = "insurance"
    DISTANCE = "distance"
    FAMILY_CHOICE = "family_choice"
    OTHER_CARE = "other_care"
    OTHER = "other"


class Phase(StrEnum):
    """How intensive a part of an episode is, in the order in which they follow each other."""

    INTENSIVE = "intensive"
    HOME = "home"
    MAINTENANCE = "maintenance"


class CriterionKind(StrEnum):
    """What a discharge criterion is about."""

    FUNCTION = "function"
    SCHOOL = "school"


class Category(StrEnum):
    """What an exercise trains."""

    AEROBIC = "aerobic"
    STRENGTH = "strength"
    FUNCTIONAL = "functional"
    BALANCE = "balance"
    FLEXIBILITY = "flexibility"
    DESENSITIZATION = "desensitization"
    RELAXATION = "relaxation"


class DoseKind(StrEnum):
    """In what a dose is counted. `OPEN` and `TIMED_TASK` have no total, so a part of them is one half.

    `TEXTURE_MINUTES` are minutes with a texture, such as a soft brush, as desensitization is prescribed.
    """

    SETS_REPS = "sets_reps"
    MINUTES = "minutes"
    TEXTURE_MINUTES = "texture_minutes"
    METRES = "metres"
    COUNT = "count"
    TIMED_TASK = "timed_task"
    OPEN = "open"


class TaskUnit(StrEnum):
    """In what the result of a timed task is taken."""

    SECONDS = "seconds"
    COUNT = "count"


class Better(StrEnum):
    """Which of two results is the better one."""

    LOWER = "lower"
    HIGHER = "higher"


class Audience(StrEnum):
    """For whom the clinic explains the condition and its treatment."""

    CHILD = "child"
    CARERS = "carers"


class PartOfDay(StrEnum):
    """When in the day an exercise fits best, in the order of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ANY = "any"


class CompletionState(StrEnum):
    """What was recorded of an occurrence. The absence of an entry is not a state."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    EXCUSED = "excused"


class Barrier(StrEnum):
    """Why an exercise was not done. A barrier never excuses."""

    NO_TIME = "no_time"
    TIRED = "tired"
    FORGOT = "forgot"
    CHOSE_NOT_TO = "chose_not_to"
    NO_PLACE = "no_place_or_equipment"
    HARD_DAY = "a_hard_day"
    OTHER = "other"


class ProposalOutcome(StrEnum):
    """What became of a proposal."""

    TAKEN_UP = "taken_up"
    NOT_TAKEN_UP = "not_taken_up"
    TAKEN_BACK = "taken_back"


class Reporter(StrEnum):
    """Whose word an entry is."""

    CHILD = "child"
    PARENT = "parent"
    CLINICIAN = "clinician"


class Readers(StrEnum):
    """Who may read a note. Never the other household."""

    TEAM_AND_HOUSEHOLD = "team_and_household"
    TEAM_ONLY = "team_only"


class Mark(StrEnum):
    """What a family says of a whole day."""

    ILL = "ill"
    AWAY = "away"


class Instrument(StrEnum):
    """What a measure is a score of; the registry of their ranges is `tracker.measures.instruments`."""

    FDI = "functional_disability"
    CALI_9 = "child_activity_limitations"
    PROMIS_MOBILITY = "promis_mobility"
    PEDSQL = "pedsql_total"
    SIX_MINUTE_WALK = "six_minute_walk"
    SIT_TO_STAND = "sit_to_stand"
    STEP_TEST = "step_test"
    GRIP = "grip"
    SLEEP = "sleep"
    PROMIS_PAIN_INTERFERENCE = "promis_pain_interference"
    PAIN = "pain_intensity"


class Side(StrEnum):
    """The side of the body that was measured; `BOTH` is the whole of it, and all that has no sides."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


class ConcernKind(StrEnum):
    """By which door a concern came in."""

    MORE_OF_THE_SAME = "more_of_the_same"
    SOMETHING_NEW = "something_new"
    FOR_APPOINTMENT = "for_appointment"


class ConcernTopic(StrEnum):
    """What is new or different."""

    FEVER = "fever"
    INJURY = "injury"
    NEW_SYMPTOM = "new_symptom"
    MOOD = "mood"
    OTHER = "other"


class Access(StrEnum):
    """The two kinds of row in the access log."""

    LOOK = "look"
    CHANGE = "change"
