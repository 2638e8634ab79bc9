"""What is in files that were sent, before anything of it is stored; or what keeps them from being brought in."""

from datetime import timedelta

import streamlit as st

from tracker.errors import FilesRefused
from tracker.exchange.files.examining import Examined, first_rows
from tracker.exchange.files.planned import PlannedEpisode
from tracker.exchange.files.tables import BY_FILE
from tracker.screen.dates import format_full_day
from tracker.screen.messages import flaws_in_words
from tracker.screen.text import plain
from tracker.screen.words import _, ngettext

MOST_FIRST_ROWS = 5
ONE_DAY = timedelta(days=1)


def show_flaws(refused: FilesRefused) -> None:
    """Say what is wrong, row by row."""
    lines = "\n".join(f"- {plain(sentence)}" for sentence in flaws_in_words(refused))
    st.error(_("Nothing was stored. Please correct the files and choose them again.") + f"\n\n{lines}")


def show_preview(found: Examined) -> None:
    """Say how many rows each file has and what they would make, and show the first ones."""
    for episode in found.record.episodes:
        st.markdown(f"- {_format_episode(found, episode)}")
    for file, rows in first_rows(found.folder, MOST_FIRST_ROWS).items():
        number = found.rows[file]
        label = ngettext("{file}: {n} row", "{file}: {n} rows", number).format(file=file, n=f"{number:,}")
        if not rows:
            st.caption(label)
            continue
        with st.expander(label, key=f"first-rows-{file}"):
            # Only the columns that say something in these rows.
            columns = [name for name in BY_FILE[file].columns if any(name in row for row in rows)]
            st.dataframe(
                [{name: row.get(name, "") for name in columns} for row in rows],
                hide_index=True,
                key=f"rows-of-{file}",
            )


def _format_episode(found: Examined, episode: PlannedEpisode) -> str:
    start = format_full_day(episode.start)
    lines = sum(1 for line in found.record.lines if line.episode is episode)
    exercises = ngettext("{n} exercise", "{n} exercises", lines).format(n=lines)
    if episode.end is None:
        return _("An episode since {start}: {exercises}").format(start=start, exercises=exercises)
    last = format_full_day(episode.end - ONE_DAY)
    return _("An episode from {start} to {last}: {exercises}").format(
        start=start, last=last, exercises=exercises
    )
