"""Read the courses of treatment and the zones in which the child's days are counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from db.vocabulary import EpisodeEnd, Setting
from tracker import clock
from tracker.errors import InvalidInput
from tracker.exchange.files.folder import Folder
from tracker.exchange.files.ground import Ground, Zones, zone_on
from tracker.exchange.files.planned import PlannedEpisode, PlannedRecord
from tracker.exchange.files.planned_days import Written
from tracker.exchange.files.reading import Flaws, rows_of
from tracker.exchange.files.tables import EPISODE, PRESCRIPTIONS, TIME_ZONES
from tracker.exchange.files.values import Row
from tracker.office.children import EVER
from tracker.plans.episodes import FURTHEST, MOST_WEEKS
from tracker.text import LONGEST_TEXT
from tracker.time_zones import checked_time_zone

MOST_EPISODES = 999


def record_with_episodes(folder: Folder, ground: Ground, flaws: Flaws) -> PlannedRecord:
    """Begin the record that the files describe: its zones, its episodes, and the child's day of today."""
    zones = list(_zones(folder, ground, flaws))
    episodes: list[PlannedEpisode] = []
    for row in rows_of(folder, EPISODE, flaws):
        try:
            episodes.append(_episode(row, ground, episodes, zones))
        except InvalidInput as error:
            flaws.add(EPISODE.file, row.number, error)
    if not episodes and not flaws.first:
        episodes = list(_from_the_first_prescription(folder, ground, zones))
    zones = zones or _zones_of(episodes, ground)
    _check_overlaps(episodes, ground, flaws)
    return PlannedRecord(zones, clock.local_today(zones, ground.now), episodes)


def written_in(row: Row, ground: Ground, at: str = "created_at") -> Written:
    """Give when a row was written down and withdrawn."""
    return Written(row.moment(at, ground.now), row.moment("withdrawn_at", ground.now))


def _zones(folder: Folder, ground: Ground, flaws: Flaws) -> Iterator[tuple[date, str]]:
    """Give the zones of a child that is there, or those that a file names."""
    named: list[tuple[date, str]] = []
    for row in rows_of(folder, TIME_ZONES, flaws):
        try:
            first = row.needed_day("first_day") if row.cell("first_day") != str(EVER) else EVER
            if named and first <= named[-1][0]:
                raise InvalidInput("first_day", "in_order")  # noqa: TRY301
            named.append((first, checked_time_zone(row.cell("time_zone"))))
        except InvalidInput as error:
            flaws.add(TIME_ZONES.file, row.number, error)
    if ground.zones is not None and named and list(ground.zones) != named:
        flaws.add(TIME_ZONES.file, 0, InvalidInput("time_zone", "other_zones"))
    yield from named if ground.zones is None else ground.zones


def _episode(row: Row, ground: Ground, before: list[PlannedEpisode], zones: Zones) -> PlannedEpisode:
    number = row.whole("episode", 1, MOST_EPISODES) or max((e.number for e in before), default=0) + 1
    start, end = row.needed_day("start"), row.day("end")
    _check_days(ground, start, end)
    if any(other.number == number for other in before):
        raise InvalidInput("episode", "number_twice")
    zone = row.cell("time_zone")
    if zone:
        checked_time_zone(zone)
    standing = zone_on(zones, start) if zones else (before[-1].time_zone if before else ground.zone)
    if zones and zone and zone != standing:
        raise InvalidInput("time_zone", "another_zone", zone=standing)
    return PlannedEpisode(
        row.number,
        number,
        start,
        end,
        row.word("setting", Setting) or Setting.HOME,
        zone or standing,
        row.whole("expected_weeks", 1, MOST_WEEKS),
        row.word("end_reason", EpisodeEnd),
        row.text("end_note", limit=LONGEST_TEXT),
        written_in(row, ground),
    )


def _check_days(ground: Ground, start: date, end: date | None) -> None:
    today = ground.now.date()
    if start > today + FURTHEST:
        raise InvalidInput("start", "at_latest", latest=today + FURTHEST)
    if end is not None and end <= start:
        raise InvalidInput("end", "before", earliest=start + timedelta(days=1))
    if end is not None and end > max(start, today) + FURTHEST:
        raise InvalidInput("end", "at_latest", latest=max(start, today) + FURTHEST)


def _from_the_first_prescription(folder: Folder, ground: Ground, zones: Zones) -> Iterator[PlannedEpisode]:
    """Give the one episode of a folder that names none: it begins with its first prescription, and goes on."""
    days = []
    for row in rows_of(folder, PRESCRIPTIONS, Flaws()):
        try:
            days.append(row.needed_day("valid_from"))
        except InvalidInput:
            continue  # told where the prescriptions are read
    if days:
        zone = zone_on(zones, min(days)) if zones else ground.zone
        yield PlannedEpisode(0, 1, min(days), None, Setting.HOME, zone, None, None, "", Written())


def _zones_of(episodes: list[PlannedEpisode], ground: Ground) -> list[tuple[date, str]]:
    """Give a new child's zones: each episode's from its start, the first one's from ever."""
    zones = [(EVER, ground.zone)]
    for place, episode in enumerate(sorted(episodes, key=lambda e: e.start)):
        if place == 0:
            zones = [(EVER, episode.time_zone)]
        elif episode.time_zone != zones[-1][1] and episode.start > zones[-1][0]:
            zones.append((episode.start, episode.time_zone))
    return zones


def _check_overlaps(episodes: list[PlannedEpisode], ground: Ground, flaws: Flaws) -> None:
    standing = sorted((e for e in episodes if e.stands), key=lambda e: e.start)
    for one, next_one in pairwise(standing):
        if one.end is None or next_one.start < one.end:
            flaws.add(EPISODE.file, next_one.row, InvalidInput("start", "overlaps_row", row=one.row))
    for episode in standing:
        if any(
            (episode.end is None or start < episode.end) and (end is None or episode.start < end)
            for start, end in ground.episodes
        ):
            flaws.add(EPISODE.file, episode.row, InvalidInput("start", "overlaps_episode"))


def episode_in(row: Row, record: PlannedRecord, days: tuple[date, date | None]) -> PlannedEpisode:
    """Give the episode that a row names, or else the one that the days `[first, end)` of the row lie in."""
    number = row.whole("episode", 1, MOST_EPISODES)
    if number is not None:
        named = next((e for e in record.episodes if e.number == number), None)
        if named is None:
            raise InvalidInput("episode", "no_such_number")
        return named
    first, end = days
    standing = [e for e in record.episodes if e.stands]
    touched = [e for e in standing if (end is None or e.start < end) and (e.end is None or first < e.end)]
    around = [e for e in touched if e.holds(first)] or touched
    if not around:
        raise InvalidInput("episode", "no_episode")
    if len(around) > 1:
        raise InvalidInput("episode", "which_episode")
    return around[0]
