"""What charts say: changes in words, and for families no word of the trade."""

import re

import pytest

from db.vocabulary import Role
from tests.tracker.charts.plotted import FULL, SILENT, WORKED, label, on, prescribed, progress, trace
from tracker.charts.home_exercise import chart_of_exercises, chart_of_weeks
from tracker.charts.pieces import HOVER
from tracker.charts.sentences import Voice, format_change, format_tally, voice_of, week_sentence
from tracker.plans.schedule import Schedule, on_weekdays, per_week
from tracker.progress.marks import Change, Corrected, Days, Marks, Prescribed
from tracker.progress.weeks import NOTHING, Tally

NOT_FOR_FAMILIES = re.compile(
    r"adheren|complian|strict|observed|coverage|credit|settled|excus|miss|fail|silen|error|streak|never|should",
    re.IGNORECASE,
)


def test_a_weeks_sentence() -> None:
    tally = Tally(due=36, settled=36, excused=2, without_entry=3, credit=30, full=29)
    week = progress([tally]).weeks[0]
    said = "Week 1: 30 of 36 done, 33 logged, 2 not needed, 3 without an entry."
    assert week_sentence(week, Voice.FAMILY, running=False) == said
    assert week_sentence(week, Voice.STAFF, running=True) == (
        "Week 1 so far: strict 83 % (30 of 36), observed 91 % (30 of 33), 2 excused, 3 without an entry."
    )


@pytest.mark.parametrize(
    ("tally", "family", "staff"),
    [
        (NOTHING, "nothing due", "nothing due"),
        (Tally(excused=4), "nothing due, 4 not needed", "nothing due, 4 excused"),
        (Tally(due=3), "nothing logged yet", "nothing logged yet"),
        (
            SILENT,
            "0 of 6 done, 0 logged, 6 without an entry",
            "strict 0 % (0 of 6), observed –, 6 without an entry",
        ),
        (FULL, "7 of 7 done, 7 logged", "strict 100 % (7 of 7), observed 100 % (7 of 7)"),
    ],
)
def test_a_tally_in_words(tally: Tally, family: str, staff: str) -> None:
    assert format_tally(tally, Voice.FAMILY) == family
    assert format_tally(tally, Voice.STAFF) == staff


THRICE = per_week(3)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (prescribed(10), prescribed(12), "Stairs: 10 minutes → 12 minutes"),
        (prescribed(), prescribed(schedule=THRICE), "Stairs: every day → 3 times a week"),
        (
            prescribed(10, schedule=on_weekdays([0, 2])),
            prescribed(5, schedule=Schedule(times_per_day=2)),
            "Stairs: 10 minutes → 5 minutes; Mon, Wed → every day, 2 times a day",
        ),
        (prescribed(), prescribed(), "Stairs: how to do it was changed"),
        (None, prescribed(schedule=THRICE), "Stairs: new, 10 minutes, 3 times a week"),
        (prescribed(), None, "Stairs: stopped"),
    ],
)
def test_a_change_in_words(before: Prescribed | None, after: Prescribed | None, said: str) -> None:
    assert format_change(Change(on(2), 1, before, after)) == said


def test_who_hears_which_words() -> None:
    assert [voice_of(role) for role in Role] == [Voice.FAMILY, Voice.STAFF, Voice.STAFF]


def test_families_read_no_word_of_the_trade() -> None:
    marks = Marks(
        changes=(Change(on(2), 1, prescribed(10), prescribed(12)), Change(on(3), 1, prescribed(), None)),
        corrected=(Corrected(1, "Stairs", Days(on(2), on(3))),),
        pauses=(Days(on(2), on(3)),),
        ill=(on(1),),
        away=(on(2),),
    )
    seen = progress([WORKED, NOTHING, SILENT, FULL], marks=marks, today=on(4, 2))
    for chart in (chart_of_weeks(seen, Voice.FAMILY), chart_of_exercises(seen, Voice.FAMILY)):
        layout = chart.figure.layout
        words = [chart.alt, *chart.legend, *chart.days, *map(str, chart.table.columns)]
        words += [note.text for note in chart.notes]
        words += [*trace(chart.figure, HOVER).hovertext, *(str(a.text) for a in layout.annotations)]
        words += [str(layout.xaxis.title.text), str(layout.yaxis.title.text)]
        assert not [text for text in words if NOT_FOR_FAMILIES.search(text)]


def test_the_legend_names_only_what_is_there() -> None:
    plain = chart_of_weeks(progress([WORKED]), Voice.STAFF)
    assert len(plain.legend) == 4
    marked = chart_of_weeks(progress([WORKED], marks=Marks(ill=(on(1),))), Voice.STAFF)
    assert set(marked.legend) - set(plain.legend) == {"■ a day ill"}
    assert label(plain.figure, "clinic's line 80 %")


def test_alt_tells_the_first_and_the_latest_week() -> None:
    alt = chart_of_weeks(progress([WORKED, SILENT, FULL]), Voice.FAMILY).alt
    assert "Week 1: 4.5 of 6 done" in alt
    assert "Week 3: 7 of 7 done" in alt
    assert "Week 2" not in alt
