"""What the tests of an administrator's pages share."""

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.pages.conftest import Visit


def opened(
    visit: Visit, who: str, page: str, child: int | str | None = None, person: int | str | None = None
) -> AppTest:
    """Open an address, as a browser does that finds it in a bookmark."""
    at = visit(who)
    at._page_hash = calc_hash(page)
    if child is not None:
        at.query_params["child"] = str(child)
    if person is not None:
        at.query_params["person"] = str(person)
    at.run()
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    """Press the one button whose key begins so."""
    [button] = [button for button in at.button if str(button.key).startswith(key)]
    button.click().run()
    assert not at.exception
    return at


def has_button(at: AppTest, key: str) -> bool:
    return any(str(button.key).startswith(key) for button in at.button)


def errors(at: AppTest) -> list[str]:
    return [element.value for element in at.error]


def texts(at: AppTest) -> str:
    """Everything that stands on the page and is not in a field."""
    kinds = (at.header, at.subheader, at.markdown, at.caption, at.info, at.success, at.warning, at.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def fill_person(at: AppTest, part: str, name: str, sign_in_name: str, turn: int = 0) -> None:
    at.text_input(f"{part}-name-{turn}").set_value(name)
    at.text_input(f"{part}-sign-in-name-{turn}").set_value(sign_in_name)


def invitation(at: AppTest) -> tuple[str, str]:
    """Give what the open invitation is called, and its address."""
    [dialog] = at.get("dialog")
    [code] = at.code
    return dialog.proto.dialog.title, str(code.value)
