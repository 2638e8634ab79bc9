"""A walk through the screens that opens whatever a button opens, tries each choice, and notes every field for text.

What a button with a callback does is left undone: ours write in callbacks, and open things without one.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import (
    Block,
    ButtonGroup,
    Caption,
    Element,
    Radio,
    Selectbox,
    TextArea,
    TextInput,
)
from streamlit.util import calc_hash

# The last takes a picture, whose own name is kept nowhere.
TEXT_WIDGETS = ("text_input", "text_area", "file_uploader")
# Each takes a text, or a file's name. None of ours is there; one that comes has to be added to this walk.
OTHER_TEXT_WIDGETS = ("chat_input", "data_editor", "camera_input", "audio_input")
FEW = 8
Open = Callable[[AppTest], object]


@dataclass(frozen=True)
class Found:
    """A field on a screen: its key without numbers, and the words that stand beside it."""

    key: str
    beside: str


@dataclass
class Walk:
    """One person's walk: what it has found so far, and which choices were tried, each once on a page."""

    arrive: Callable[[], AppTest]
    found: set[Found]
    tried: set[tuple[str, str]]
    opened: set[tuple[str, str]] = field(default_factory=set)

    def page(self, name: str, **query: int) -> None:
        """Walk a page, and all that it opens."""
        at = self._start(name, query)
        ways = openers(at)
        self._try_choices(at, name)
        for pattern, open_it in ways.items():
            if (name, pattern) not in self.opened:
                self.opened.add((name, pattern))
                at = self._start(name, query)
                open_it(at)
                self._note(at)
                self._try_choices(at, name)

    def _start(self, name: str, query: dict[str, int]) -> AppTest:
        at = self.arrive()
        at._page_hash = calc_hash(name)
        for key, value in query.items():
            at.query_params[key] = str(value)
        at.run()
        self._note(at)
        return at

    def _note(self, at: AppTest) -> None:
        assert not at.exception
        self.found |= set(fields(at))

    def _try_choices(self, at: AppTest, page: str) -> None:
        for pattern, options in choices(at):
            if (page, pattern) not in self.tried:
                self.tried.add((page, pattern))
                for option in options:
                    choose(at, pattern, option)
                    self._note(at)


def numberless(key: str | None) -> str:
    """Give a widget's key as the registry names it."""
    return re.sub(r"\d+", "#", str(key))


def openers(at: AppTest) -> dict[str, Open]:
    """Give how to open what can be opened, by the pattern of its key: the first of many that are alike."""
    found: dict[str, Open] = {}
    for button in at.button:
        if _callback(at, button.id) is None:
            found.setdefault(numberless(button.key), _clicking(str(button.key)))
    for menu in at.menu_button:
        for option in menu.options:
            found.setdefault(f"{numberless(menu.key)} {option}", _picking(str(menu.key), option))
    for kind in ("popover", "expander"):
        for block in at.get(kind):
            if block.key is not None and block.key in at.session_state:
                found.setdefault(numberless(block.key), _unfolding(block.key))
    return found


def _clicking(key: str) -> Open:
    return lambda at: at.button(key).click().run()


def _picking(key: str, option: str) -> Open:
    return lambda at: at.menu_button(key).click(option).run()


def _unfolding(key: str) -> Open:
    def unfold(at: AppTest) -> None:
        at.session_state[key] = True
        at.run()

    return unfold


def _callback(at: AppTest, widget: str) -> object:
    state: Any = at.session_state._state
    return state._state._new_widget_state.widget_metadata[widget].callback


def choices(at: AppTest) -> list[tuple[str, Sequence[str]]]:
    """Give the options of each choice between few things, by the pattern of its key."""
    return [
        (numberless(widget.key), widget.options)
        for widget in (*at.radio, *at.selectbox, *at.button_group)
        if len(widget.options) <= FEW
    ]


def choose(at: AppTest, pattern: str, option: str) -> None:
    """Choose as a browser does: by what stands on the screen."""
    widgets: list[Radio[Any] | Selectbox[Any] | ButtonGroup[Any]]
    widgets = [*at.radio, *at.selectbox, *at.button_group]
    chosen = next((widget for widget in widgets if numberless(widget.key) == pattern), None)
    if chosen is None or option not in chosen.options:
        return
    states = at._tree.get_widget_states()
    [state] = [state for state in states.widgets if state.id == chosen.id] or [states.widgets.add()]
    state.id = chosen.id
    if isinstance(chosen, ButtonGroup):
        state.string_array_value.data[:] = [option]
    else:
        state.string_value = option
    at._run(states)


def fields(at: AppTest) -> Iterator[Found]:
    """Give each field of a screen, with its label, its help, and the captions and choices right beside it."""
    leaves = [node for node in at._tree if isinstance(node, Element) and not isinstance(node, Block)]
    for place, leaf in enumerate(leaves):
        if isinstance(leaf, TextInput | TextArea):
            before, after = _nearest(leaves[:place][::-1]), _nearest(leaves[place + 1 :])
            yield Found(numberless(leaf.key), f"{leaf.label}\n{leaf.help}\n{before}\n{after}")


def _nearest(leaves: Sequence[Element]) -> str:
    """Give the words of the next thing that is no field for text itself."""
    beside = next((leaf for leaf in leaves if not isinstance(leaf, TextInput | TextArea)), None)
    if isinstance(beside, Caption):
        return str(beside.value)
    return beside.label if isinstance(beside, Radio) else ""


Site = tuple[str, int]


def sites(folders: Sequence[Path], widgets: Sequence[str] = TEXT_WIDGETS) -> set[Site]:
    """Give where sources call one of these: file, and line of the call."""
    return {
        (str(path), node.lineno)
        for folder in folders
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _name(node.func) in widgets
    }


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def note_calls(monkeypatch: pytest.MonkeyPatch) -> set[Site]:
    """Give a set that gets to hold each place from which a field for text is made from now on."""
    seen: set[Site] = set()

    def noting(made: Callable[..., Any]) -> Callable[..., Any]:
        def make(*args: Any, **kwargs: Any) -> Any:
            frame = sys._getframe(1)
            seen.add((frame.f_code.co_filename, frame.f_lineno))
            return made(*args, **kwargs)

        return make

    for name in TEXT_WIDGETS:
        monkeypatch.setattr(st, name, noting(getattr(st, name)))
    return seen
