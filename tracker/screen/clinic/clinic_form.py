"""The clinic's settings on the screen, a form for each group of them, and below them who changed what."""

from collections.abc import Mapping

import streamlit as st

from tracker.access.work import Work, reading, writing
from tracker.measures.clinic_instruments import instruments_of
from tracker.office.clinic_settings import (
    SETTINGS,
    Change,
    ClinicSetting,
    Kind,
    Overtaken,
    Values,
    as_text,
    change_settings,
    changes,
    settings_of,
)
from tracker.office.closed_days import closed_days
from tracker.screen.clinic.clinic_texts import (
    DEFAULT_TEXTS,
    MEANINGS,
    format_label,
    format_setting,
    format_setting_value,
)
from tracker.screen.clinic.closed_days_form import show_closed_days
from tracker.screen.clinic.instruments_form import show_instruments
from tracker.screen.context import attempt, credential, explained, take_notice
from tracker.screen.dates import format_full_day
from tracker.screen.form_state import Draft, say, take_said
from tracker.screen.region_field import show_region_field
from tracker.screen.text import plain
from tracker.screen.words import N_, _
from tracker.screen.zone_field import show_zone_field

GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "figures": (
        N_("Charts and caseload"),
        ("adherence_line_percent", "least_coverage_percent", "days_without_entries", "ill_days"),
    ),
    "days": (N_("Days"), ("back_fill_days", "time_zone", "region")),
    "texts": (
        N_("Texts for families"),
        ("emergency_text", "phone_text", "crisis_text", "confidentiality_text"),
    ),
    "ages": (
        N_("Ages"),
        ("guardian_consent_below_age", "assent_from_age", "own_account_from_age", "majority_age"),
    ),
}
ON_THE_LEFT = ("figures", "days")
LONG = 60


def show_clinic() -> None:
    """Show all settings of the administrator's clinic, its closed days and the latest changes."""
    with explained(), reading(credential()) as work:
        now, closed, found = settings_of(work), closed_days(work), changes(work)
        uses = instruments_of(work)
    st.header(" · ".join((_("Clinic"), plain(now.name))), anchor=False)
    left, right = st.columns(2, gap="large")
    for group, (title, names) in GROUPS.items():
        with left if group in ON_THE_LEFT else right:
            _group(group, _(title), {name: now.values[name] for name in names})
    show_instruments(uses)
    left, right = st.columns(2, gap="large")
    with left:
        show_closed_days(closed)
    with right:
        _changes(found)


def _group(group: str, title: str, values: Values) -> None:
    st.subheader(title, anchor=False)
    if group == "ages":
        st.caption(_("The law differs from place to place, so no age is set for you."))
    draft = Draft(_part(group))
    draft.fill(values)
    # No form of the browser's: it would keep back what was typed from what is kept for after the next sign-in.
    with st.container(key=_part(group), border=True):
        for name in values:
            with st.container(gap="xxsmall"):
                _field(draft.key(name), SETTINGS[name])
        notice, said = take_notice(_part(group)), take_said(_part(group))
        if notice:
            st.error(" ".join((notice, take_said(_now(_part(group))))))
        if said:
            st.success(said)
        st.button(_("Save"), type="primary", key=f"{_part(group)}-save", on_click=_save, args=(group, draft))


def _field(key: str, setting: ClinicSetting) -> None:
    label = format_label(setting)
    match setting.kind:
        case Kind.TIME_ZONE:
            show_zone_field(key)
        case Kind.REGION:
            show_region_field(key)
        case Kind.TEXT:
            usual = _(DEFAULT_TEXTS[setting.name])
            words = _("If empty: {text}").format(text=usual)
            st.text_area(label, key=key, placeholder=words, height="content", on_change="ignore")
        case _:
            # No limits here: a browser would put back the last number that fits, and what was typed is gone.
            words = _("not set")
            st.number_input(label, value=None, step=1, placeholder=words, key=key, on_change="ignore")
    st.caption(_(MEANINGS[setting.name]))


def _save(group: str, draft: Draft) -> None:
    part = _part(group)

    def use_case() -> None:
        with writing(credential()) as work:
            then = _write(work, draft, part)
        draft.refill({name: then[name] for name in draft.seen})
        say(part, _("Saved."))

    attempt(part, use_case)


def _write(work: Work, draft: Draft, part: str) -> Values:
    try:
        return change_settings(work, draft.typed, seen=draft.seen)
    except Overtaken as told:
        words = _("{setting}: it was {before} and is now {now}.")
        lines = [
            words.format(
                setting=format_setting(name),
                before=plain(format_setting_value(name, as_text(draft.seen[name]))),
                now=plain(format_setting_value(name, as_text(told.values[name]))),
            )
            for name in told.names
        ]
        say(_now(part), " ".join((*lines, _("Save once more to put yours in its place."))))
        draft.catch_up({name: told.values[name] for name in draft.seen})
        raise


def _changes(found: list[Change]) -> None:
    st.subheader(_("Changes"), anchor=False)
    if not found:
        st.markdown(_("Nothing has been changed yet. Each change will stand here, with who made it."))
    for number, change in enumerate(found):
        _change(number, change)


def _change(number: int, change: Change) -> None:
    before, after = (format_setting_value(change.setting, text) for text in (change.before, change.after))
    who = plain(change.who) if change.who else _("the command line")
    head = f"**{format_setting(change.setting)}** · {format_full_day(change.day)} · {who}"
    if max(len(before), len(after)) <= LONG:
        st.markdown(f"{head}  \n{_between(before, after)}")
        return
    st.markdown(head)
    with st.expander(_("Before and after"), key=f"change-{number}"):
        for title, text in ((_("Before"), before), (_("After"), after)):
            st.markdown(f"**{title}**")
            st.text(text)


def _between(before: str, after: str) -> str:
    if before and after:
        return _("{before} → {after}").format(before=plain(before), after=plain(after))
    if after:
        return _("added: {text}").format(text=plain(after))
    return _("removed: {text}").format(text=plain(before))


def _part(group: str) -> str:
    return f"clinic-{group}"


def _now(part: str) -> str:
    return f"{part}-now"
