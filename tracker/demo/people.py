"""The demo clinic and its people: who has an account, and how they are linked to a child."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from db.vocabulary import Level, RelationshipKind, Role
from tracker.access.accounts import NewClinic, insert_account, insert_clinic
from tracker.access.actor import OPERATOR
from tracker.access.work import Work, writing
from tracker.demo.story import Story
from tracker.office.children import NewChild, add_child
from tracker.office.links import NewRelationship, invite_and_link, link

CLINIC = NewClinic("Riverside", "America/New_York")
REGION = "US-NY"
SCHOOL = "Riverside School"
THERAPIST, ADMINISTRATOR = "Pat", "Ada"
# Neither a hash, so that no password fits it, nor the mark of somebody who was never here.
NO_KEY = "!demo"
DAYS_IN_YEAR, SOME_MONTHS = 365, 150

# Whom the demo's sign-in page offers.
CAST: Mapping[str, Role] = {
    "Dana": Role.FAMILY,
    "Mia": Role.FAMILY,
    "Ben": Role.FAMILY,
    "Parent of Juniper": Role.FAMILY,
    "Wren": Role.FAMILY,
    "Pat": Role.CLINICIAN,
    "Casey": Role.CLINICIAN,
    "Lee": Role.CLINICIAN,
    "Ada": Role.ADMINISTRATOR,
    "Sam": Role.FAMILY,
}
TEAM = {
    "Pat": NewRelationship(RelationshipKind.PHYSICAL_THERAPIST, Level.PRESCRIBE),
    "Casey": NewRelationship(RelationshipKind.COUNSELOR, Level.SEE),
    "Lee": NewRelationship(RelationshipKind.CARE_TEAM, Level.PROPOSE),
}


def sign_in_name(name: str) -> str:
    """Give the name under which one of these people signs in."""
    return f"{name.lower().replace(' ', '.')}@demo.example"


def make_people(stories: Iterable[Story]) -> dict[str, int]:
    """Make the clinic and its accounts; give the accounts by name. No password opens any of them."""
    families = {name: Role.FAMILY for story in stories for name in family_of(story)}
    with writing(OPERATOR) as work:
        clinic = insert_clinic(work, CLINIC)
        return {
            name: insert_account(work, clinic, role, name, sign_in_name(name), NO_KEY)
            for name, role in {**families, **CAST}.items()
        }


def family_of(story: Story) -> tuple[str, ...]:
    """Give the accounts of a child's family, each once, its own among them."""
    return (*story.keepers, story.name) if story.own_nights else story.keepers


def bring_in(work: Work, story: Story, accounts: Mapping[str, int], today: date) -> int:
    """Add a child and link its family and team, as an administrator does; give the child's id."""
    born = today - timedelta(days=story.age * DAYS_IN_YEAR + SOME_MONTHS)
    child = add_child(work, NewChild(story.name, born.replace(day=1), SCHOOL, story.school_class))
    for name, new in _links(story):
        link(work, child, accounts[name], new.kind, new.level, new.household)
    return child


def invite_other(work: Work, child: int, story: Story) -> None:
    """Invite another guardian, who has not answered yet."""
    guardian = NewRelationship(RelationshipKind.GUARDIAN, Level.RECORD, f"{story.name}'s other home")
    invite_and_link(work, child, story.invited, sign_in_name(story.invited), guardian)


def _links(story: Story) -> Iterator[tuple[str, NewRelationship]]:
    for name in story.keepers:
        yield name, NewRelationship(RelationshipKind.GUARDIAN, Level.RECORD, _home(story, name))
    if story.own_nights:
        # Its notes go to the home that was named first, unless it keeps one for the care team.
        home = _home(story, story.keepers[0])
        yield story.name, NewRelationship(RelationshipKind.CHILD, Level.RECORD, home)
    for name in (THERAPIST, *story.team):
        yield name, TEAM[name]


def _home(story: Story, keeper: str) -> str:
    return f"{keeper if keeper in story.family else story.name}'s home"
