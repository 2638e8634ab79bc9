"""The words that guardians and children agree to, and their versions.

A version is stored with every answer. Whoever changes a sentence gives it a new version: a test compares the words with
the version under which they are known.
"""

from tracker.screen.words import N_

GUARDIAN_VERSION = "guardian 1"
GUARDIAN: tuple[tuple[str, str], ...] = (
    (
        N_("What is written down"),
        N_(
            "The treatment plan, which exercises were done on which day, how the weeks went, and the notes that "
            "you choose to write."
        ),
    ),
    (
        N_("Who can see it"),
        N_(
            "{child}’s care team at the clinic, the guardians whom the clinic has linked, and {child}, each with a "
            "sign-in of their own. The clinic’s office sees names and sign-ins, and nothing of the treatment."
        ),
    ),
    (
        N_("Each note has its readers"),
        N_("Each note says who can read it. What your household writes is never shown to another household."),
    ),
    (
        N_("Every look is written down"),
        N_(
            "When somebody opens or changes this record, that is written down. You can read it at any time under "
            "“Who has opened this record”."
        ),
    ),
    (
        N_("You can stop"),
        N_(
            "You can take this back on that page at any time. You can have the record closed, and get all of it as "
            "files."
        ),
    ),
    (
        N_("What this is not"),
        N_(
            "Nothing here gives advice, and nobody watches it around the clock. With questions, call the clinic."
        ),
    ),
    (N_("It is your choice"), N_("{child}’s treatment does not depend on your answer.")),
)

ASSENT_VERSION = "assent 1"
ASSENT: tuple[tuple[str, str], ...] = (
    (
        N_("What this is"),
        N_("Here are your exercises. You, or a grown-up at home, can tick off what you did."),
    ),
    (
        N_("Who sees it"),
        N_(
            "Your care team at the clinic, and the grown-ups who look after you. At home nobody sees at what time "
            "of the day you ticked something off."
        ),
    ),
    (
        N_("Your notes"),
        N_("Each note says who can read it. A note for your care team only is not shown at home."),
    ),
    (N_("Pain"), N_("Nobody asks you about pain here.")),
    (
        N_("Every look is written down"),
        N_("When somebody opens this, that is written down. You can read who it was."),
    ),
    (
        N_("You can say no"),
        N_(
            "Saying no is fine. Nobody will be cross, and your treatment goes on. Your care team sees that you said "
            "no, and talks with you. You can change your answer here at any time."
        ),
    ),
)
# Below this part of the words for children stands what the clinic says of its limits of confidentiality.
NOTES = "Your notes"
