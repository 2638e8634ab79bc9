"""What a field begins with is there whatever the browser has drawn by then, and gives way to what somebody does."""

import sys

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest leaves its script behind as `__main__`, which processes started later would run."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


def fields() -> None:
    import streamlit as st

    from tracker.screen.form_state import Draft, begins_with

    kept = st.session_state.pop("kept", None)
    if kept is not None:
        st.session_state["weeks"] = kept
    begins_with("weeks", 7)
    st.number_input("Weeks", value=None, step=1, key="weeks")
    draft = Draft("clinic")
    draft.fill({"days": 3})
    st.number_input("Days", value=None, step=1, key=draft.key("days"))


FIELDS = "weeks", "clinic-days"


def seen(at: AppTest) -> list[tuple[float | None, bool]]:
    """Give what stands in each field, and whether the browser is told so."""
    assert not at.exception
    return [(at.number_input(key).value, at.number_input(key).proto.set_value) for key in FIELDS]


def click_before_anything_is_drawn(at: AppTest) -> AppTest:
    return at._run(WidgetStates())


def test_it_is_told_until_the_browser_has_drawn_the_field() -> None:
    at = AppTest.from_function(fields).run()
    assert seen(at) == [(7, True), (3, True)]
    for _click in range(2):
        click_before_anything_is_drawn(at)
        assert seen(at) == [(7, True), (3, True)]
    at.run()
    assert seen(at) == [(7, False), (3, False)], "or it would overwrite what is being typed"


def test_what_the_page_put_back_is_told_as_well() -> None:
    at = AppTest.from_function(fields)
    at.session_state["kept"] = 14
    assert seen(at.run())[0] == (14, True)
    assert seen(click_before_anything_is_drawn(at))[0] == (14, True)


def test_an_emptied_field_stays_empty() -> None:
    at = AppTest.from_function(fields).run()
    for key in FIELDS:
        at.number_input(key).set_value(None)
    assert seen(at.run()) == [(None, False), (None, False)]
    assert seen(at.run()) == [(None, False), (None, False)]


def a_form() -> None:
    import streamlit as st

    from tracker.screen.form_state import tell_again

    tell_again("form")
    st.text_input("Reason", key="form-reason")
    st.pills("Days", [1, 2, 3], selection_mode="multi", key="form-days")
    st.text_input("Of another form", key="formal-reason")
    st.button("Save", key="form-save")


def test_what_stands_in_a_form_is_told_once_more_and_no_button_is_pressed() -> None:
    at = AppTest.from_function(a_form).run()
    at.text_input("form-reason").input("Ready for more")
    at.button_group("form-days").set_value([2])
    at.text_input("formal-reason").input("Not this one")
    at.button("form-save").click().run()
    for _again in range(2):
        assert not at.exception
        reason, days = at.text_input("form-reason"), at.button_group("form-days")
        assert (reason.proto.set_value, reason.proto.value) == (True, "Ready for more")
        assert (days.proto.set_value, days.value) == (True, [2])
        assert not at.text_input("formal-reason").proto.set_value
        at.run()
        assert not at.button("form-save").value
