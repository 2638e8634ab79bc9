"""Every field of the product that takes a text: how it is filled, where the text is shown, and who reads it.

A key is the widget's, with `#` for numbers; of a form of ours, the template's name and the input's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from db.vocabulary import ConcernKind
from tests.security import (
    filling,
    filling_appointments,
    filling_library,
    filling_measures,
    filling_plan,
    filling_school,
)
from tests.security.filling import Fill
from tracker.access.accounts import SHORTEST_SIGN_IN_NAME, normal_sign_in_name

FEWEST, AS_LINES = 4, 14
NAME, SIGN_IN_NAME, TEXT, LONG_TEXT = 80, 254, 500, 2000


@dataclass(frozen=True)
class Field:
    """A field. `fill` is None where what is typed is kept nowhere.

    `readers` are the words beside the field that name who reads it, one of them; `no_readers` is why it needs none.
    """

    fill: Fill | None
    shown: tuple[str, ...]
    longest: int
    readers: tuple[str, ...] = ()
    no_readers: str = ""
    lines: bool = False  # all texts go into the field at once, a line each
    printable: bool = False
    shortest: int = 0
    most: int = 100
    stored: Callable[[str], str] = str

    def takes(self, text: str, beside: Sequence[str] = ()) -> bool:
        """Say whether the field takes a text, where it holds others already."""
        if len(beside) >= self.most:
            return False
        held = "\n".join((*beside, text)) if self.lines else text
        if len(held) > self.longest or len(self.stored(text)) < self.shortest:
            return False
        return text.isprintable() or not self.printable


def name(fill: Fill | None, *shown: str, why: str) -> Field:
    return Field(fill, shown, NAME, no_readers=why, printable=True)


def sign_in_name(fill: Fill | None, *shown: str) -> Field:
    named = Field(fill, shown, SIGN_IN_NAME, no_readers=SIGN_IN, printable=True, stored=normal_sign_in_name)
    return replace(named, shortest=SHORTEST_SIGN_IN_NAME)


def place(fill: Fill, *shown: str) -> Field:
    return Field(fill, shown, NAME, readers=(OFFICE,), printable=True)


def text(fill: Fill, *shown: str, readers: str) -> Field:
    return Field(fill, shown, TEXT, readers=(readers,))


def lines(
    fill: Fill, *shown: str, longest: int = LONG_TEXT, readers: Sequence[str] = (), why: str = ""
) -> Field:
    return Field(fill, shown, longest, readers=tuple(readers), no_readers=why, lines=True)


def step(fill: Fill, *shown: str) -> Field:
    return Field(fill, shown, NAME, readers=(FAMILY,), printable=True)


def agreed(fill: Fill, *shown: str) -> Field:
    return Field(fill, shown, NAME, readers=(FAMILY,), most=4)


A_NAME = "the name of a person, which everybody sees who sees the person"
A_CHILD = "a child's name, which stands at the head of everything about the child"
A_TEXTURE = "a part of the dose; the card beside it is headed “What the family sees”"
A_TEMPLATE = "a template's name, which is the clinic's and names no child"
A_HOUSEHOLD = "a household's name, and no part of what is said of the child"
AN_ENTRY = "an exercise's name, as everybody reads it for whom it is prescribed"
SIGN_IN = "what somebody signs in with; it says nothing of a child"
SEARCH = "a search box: nothing of it is kept"
CONFIRM = "typed to confirm, and kept nowhere"
OF_THE_CLINIC = "a setting of the clinic, and part of no child's record; the caption says where it stands"
A_CLINIC = "the clinic's name"

FAMILY, TEAM, BOTH = (
    "the family reads this",
    "only the care team reads this",
    "The care team and the family read these.",
)
ONCE_APPROVED = "Families read this once it is approved."
OFFICE = "The clinic’s office reads these. The family finds them in its copy of the record."
NOTE = ("Who can read my note", "Only the care team can read this, and you.")
ASKED = ("Who can read it", "Only the care team can read this, and you.")
PLANS = ("family's plan", "plan")
SCHOOL = ("school",)
DECIDED = ("appointment", "family's questions")
TEAM_TOO = "the family and the care team read this"
OFFICE_LISTS = ("people", "office's child")

FIELDS: Mapping[str, Field] = {
    "caseload-name": name(None, why=SEARCH),
    "people-name": name(None, why=SEARCH),
    "erase-#-name": name(None, why=CONFIRM),
    "form-exercise-texture": name(
        filling_plan.textures, "today", "sheet", *PLANS, "dialogs", "copy", why=A_TEXTURE
    ),
    "form-exercise-reason": replace(text(filling_plan.first_reasons, *PLANS, "copy", readers=FAMILY), most=4),
    "form-revise-#-texture": name(filling_plan.changed_textures, *PLANS, "copy", why=A_TEXTURE),
    # A draft for each of these; its instructions stand in the field alone.
    "form-draft-#-texture": replace(name(filling_plan.drafted_textures, "drafts", why=A_TEXTURE), most=4),
    "form-draft-#-instructions": lines(filling_plan.drafted_instructions, readers=[FAMILY]),
    "form-draft-#-reason": replace(text(filling_plan.drafted_reasons, "drafts", readers=FAMILY), most=4),
    "form-renew-#-reason": replace(
        text(filling_plan.reasons_of_renewals, *PLANS, "copy", readers=FAMILY), most=4
    ),
    "form-criterion-text": Field(filling_plan.criteria, (*PLANS, "copy"), 200, readers=(FAMILY,)),
    # They stand in the form that uses a template, in its list and below it.
    "form-save-template-name": name(filling_plan.names_of_templates, why=A_TEMPLATE),
    "form-save-template-about": replace(
        text(filling_plan.texts_of_templates, readers="the clinic’s clinicians read this"), most=4
    ),
    "form-exercise-instructions": lines(filling.instructions, "sheet", *PLANS, "copy", readers=[FAMILY]),
    "form-revise-#-instructions": lines(filling.changed_instructions, *PLANS, "copy", readers=[FAMILY]),
    "form-revise-#-reason": text(filling.reasons_of_changes, *PLANS, "copy", readers=FAMILY),
    # An exercise for each of these.
    "form-stop-#-reason": replace(text(filling.reasons_of_stops, *PLANS, "copy", readers=FAMILY), most=4),
    "form-error-#-reason": replace(text(filling.reasons_of_errors, "plan", readers=TEAM), most=4),
    "form-propose-#-text": text(filling.proposals, "plan", readers=TEAM),
    "form-pause-reason": text(filling.reasons_of_pauses, *PLANS, "copy", readers=FAMILY),
    "form-end-note": lines(filling.note_of_the_end, "plan", longest=TEXT, readers=[TEAM]),
    "form-about-precautions": lines(
        filling.about_mia("precautions"), *PLANS, "dialogs", "copy", readers=BOTH
    ),
    "form-about-conditions": lines(filling.about_mia("other_conditions"), *PLANS, "copy", readers=[BOTH]),
    "form-about-medication": lines(
        filling.about_mia("supporting_medication"), *PLANS, "copy", readers=[BOTH]
    ),
    "new-child-precautions": lines(
        filling.about_a_new_child("precautions"), "new child's plan", readers=[BOTH]
    ),
    "new-child-conditions": lines(
        filling.about_a_new_child("other_conditions"), "new child's plan", readers=[BOTH]
    ),
    "new-child-medication": lines(
        filling.about_a_new_child("supporting_medication"), "new child's plan", readers=[BOTH]
    ),
    "new-child-chosen_name": name(filling.new_child("name"), "caseload", "people", "access log", why=A_CHILD),
    "import-name-#": name(filling.imported_child, "caseload", "people", "access log", why=A_CHILD),
    "new-child-school": place(filling.new_child("school"), "people"),
    "new-child-school_class": place(filling.new_child("school_class"), "people"),
    "facts-#-chosen_name": name(filling.changed_child("name"), "people", "access log", why=A_CHILD),
    "facts-#-school": place(filling.changed_child("school"), "people"),
    "facts-#-school_class": place(filling.changed_child("school_class"), "people"),
    # Kept with the entries, for the care team, and on no screen so far. A day for each of these.
    "grid-#-#-late": replace(text(filling.reasons_of_late_ticks, readers=TEAM), most=4),
    "sheet-#-#-#-#-#-#-#-note": lines(filling.notes, "sheet", "copy", longest=TEXT, readers=NOTE),
    "clinic-texts-emergency_text": lines(filling.clinic_text("emergency_text"), "clinic", why=OF_THE_CLINIC),
    "clinic-texts-phone_text": lines(filling.clinic_text("phone_text"), "clinic", why=OF_THE_CLINIC),
    "clinic-texts-crisis_text": lines(filling.clinic_text("crisis_text"), "clinic", why=OF_THE_CLINIC),
    "clinic-texts-confidentiality_text": lines(
        filling.clinic_text("confidentiality_text"), "clinic", "child's sheet", why=OF_THE_CLINIC
    ),
    "closed-day-name-#": name(filling.closed_days, "clinic", why=OF_THE_CLINIC),
    "colleague-name-#": name(filling.names_of_colleagues, "people", "links", why=A_NAME),
    "colleague-sign-in-name-#": sign_in_name(filling.sign_in_names_of_colleagues, "people", "links"),
    "colleagues-lines-#": name(filling.many_colleagues, "people", "links", why=A_NAME),
    "link-#-name-#": name(filling.link_somebody("name"), *OFFICE_LISTS, "links", why=A_NAME),
    "link-#-sign-in-name-#": sign_in_name(filling.link_somebody("sign_in_name"), "people", "links"),
    "link-#-household-#": name(filling.link_somebody("household"), "office's child", why=A_HOUSEHOLD),
    "library-search": name(None, why=SEARCH),
    "exercise-form-#-name": replace(
        name(
            filling_library.names,
            *("library", "today", "sheet", *PLANS, "dialogs", "progress", "copy"),
            why=AN_ENTRY,
        ),
        stored=lambda typed: " ".join(typed.split()),
    ),
    "exercise-form-#-about": lines(filling_library.words("about"), "exercises", readers=[FAMILY]),
    "exercise-form-#-steps": lines(filling_library.words("steps"), "exercises", readers=[FAMILY]),
    # As a part of an address, which stands on no screen but in this field.
    "exercise-form-#-video": Field(
        filling_library.videos, (), 100, readers=("the family can open this",), most=4
    ),
    "about-#-text": lines(filling_library.explanations, "about", readers=[ONCE_APPROVED]),
    # The ladder comes first: the rest of school is planned by its steps.
    "form-ladder-name-#": replace(step(filling_school.lay_down, *SCHOOL, "milestones"), most=4),
    "school-sheet-#-#-#-#-late": replace(text(filling_school.late_days, readers=TEAM), most=4),
    "form-school-plan-agreed": agreed(filling_school.planned("agreed_with"), *SCHOOL),
    "form-school-plan-reason": replace(
        text(filling_school.planned("reason"), *SCHOOL, readers=FAMILY), most=4
    ),
    "form-school-on-agreed": agreed(filling_school.gone_on, *SCHOOL),
    "form-school-back-agreed": agreed(filling_school.stepped_back("agreed_with"), *SCHOOL),
    # Said of the step that was set back on that day, where the first of them stands.
    "form-school-back-reason": replace(
        text(filling_school.stepped_back("reason"), *SCHOOL, readers=FAMILY), most=4
    ),
    "form-school-closure-name": agreed(filling_school.closures, *SCHOOL),
    "form-accommodation-text": replace(text(filling_school.accommodations, *SCHOOL, readers=FAMILY), most=4),
    "form-accommodation-agreed": agreed(filling_school.agreed_accommodations, *SCHOOL),
    **{
        f"form-school-page-{part}": lines(
            filling_school.page_words(part), *SCHOOL, longest=300, readers=[FAMILY]
        )
        for part in ("contact", "break_place", "before_home", "when_to_call")
    },
    "form-milestone-new-name": replace(step(filling_school.names, "milestones"), most=4),
    "form-milestone-new-agreed": agreed(filling_school.agreed, "milestones"),
    "form-milestone-change-#-name": replace(step(filling_school.changed_names, "milestones"), most=4),
    "form-milestone-change-#-agreed": agreed(filling_school.agreed_targets, "milestones"),
    "form-milestone-reach-#-reason": replace(
        text(filling_school.reached, "milestones", readers=TEAM_TOO), most=4
    ),
    "form-milestone-back-#-reason": replace(text(filling_school.back, "milestones", readers=FAMILY), most=4),
    **{
        f"form-ask-{kind}-text": lines(
            filling_appointments.asked(kind), "questions", "family's questions", "copy", readers=ASKED
        )
        for kind in ConcernKind
    },
    "form-answer-#-text": lines(
        filling_appointments.answered,
        *("questions", "family's questions", "copy"),
        readers=["whoever can read the question reads this"],
    ),
    # Of those of one day the last one stands.
    "form-decision-people-#-#-#": replace(
        text(filling_appointments.people, readers=TEAM_TOO), longest=LONG_TEXT, most=4
    ),
    "form-decision-text": replace(
        text(filling_appointments.decided, *DECIDED, readers=TEAM_TOO), longest=LONG_TEXT, most=4
    ),
    "form-decision-milestone-#-name": replace(
        step(filling_appointments.milestones("name"), "milestones", *DECIDED), most=4
    ),
    "form-decision-milestone-#-agreed": agreed(filling_appointments.milestones("agreed_with"), "milestones"),
    "form-decision-proposal-#-text": replace(
        text(filling_appointments.proposed, "plan", readers=TEAM), most=4
    ),
    "form-score-functional_disability-child-both-#-reason": replace(
        text(filling_measures.corrections, "measures", "copy", readers=TEAM_TOO), most=4
    ),
    "form-watch-#-#-about": agreed(filling_measures.watched("about"), "watched", "copy"),
    "form-watch-#-#-agreed": agreed(filling_measures.watched(filling_measures.AGREED), "watched", "copy"),
    "sign_in.html name": name(None, why=SIGN_IN),
    # A clinic for each of these, so that there are few.
    "set_up.html clinic": replace(name(filling.founded("clinic"), "account", why=A_CLINIC), most=3),
    "set_up.html name": replace(name(filling.founded("name"), "account", why=A_NAME), most=3),
    "set_up.html sign_in_name": replace(sign_in_name(filling.founded("sign_in_name"), "account"), most=3),
}


def shares(payloads: Sequence[str]) -> dict[str, list[str]]:
    """Deal the payloads out, each to the field that takes it and has the fewest; then some more to those with few."""
    given: dict[str, list[str]] = {key: [] for key, field in FIELDS.items() if field.fill is not None}
    for payload in payloads:
        takers = [key for key in given if FIELDS[key].takes(payload, given[key])]
        assert takers, f"no field takes {payload!r}"
        given[min(takers, key=lambda key: len(given[key]))].append(payload)
    for number, (key, has) in enumerate(given.items()):
        turned = [*payloads[number * 7 % len(payloads) :], *payloads]
        for more in turned:
            enough = AS_LINES if FIELDS[key].lines else FEWEST
            if len(has) < enough and more not in has and FIELDS[key].takes(more, has):
                has.append(more)
    return given


def fill_all(at: filling.Filling, given: Mapping[str, Sequence[str]]) -> None:
    """Put each field's share through the use case behind it."""
    for key, texts in given.items():
        fill = FIELDS[key].fill
        assert fill is not None
        fill(at, texts)
