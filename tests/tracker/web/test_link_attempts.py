"""The forms behind one-time links: each sending costs a hash, so an address may not send them without end."""

import pytest

from tests.server import hidden
from tests.tracker.web.links import NEW_PASSWORD, fill_in, join_path, set_up_path
from tests.tracker.web.stage import browser, submit
from tracker.web.attempts import ADDRESS


@pytest.mark.parametrize("kind", ["join", "set-up"])
def test_a_form_sent_again_and_again_has_to_wait_and_is_taken_afterwards(
    database: str, seconds: list[float], kind: str
) -> None:
    path = join_path() if kind == "join" else set_up_path()
    client = browser()
    for _ in range(ADDRESS.free):
        assert fill_in(client, path, {"password": "short"}).status_code == 422
    answer = fill_in(client, path, {"password": NEW_PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert "Please wait 2 seconds" in answer.text
    assert NEW_PASSWORD not in answer.text
    seconds[0] += 2
    assert fill_in(client, path, {"password": "short"}).status_code == 422
    if kind == "join":
        seconds[0] += 4
        assert fill_in(client, path, {"password": NEW_PASSWORD}).status_code == 303


def test_made_up_links_are_slowed_and_keep_nobody_from_signing_in(
    database: str, seconds: list[float]
) -> None:
    join_path()
    client = browser()
    token = hidden(client.get("/sign-in").text, "form_token")
    for number in range(ADDRESS.free):
        path = f"/join/{number:043}"
        assert client.post(path, data={"form_token": token, "password": NEW_PASSWORD}).status_code == 404
    last = client.post("/join/x", data={"form_token": token, "password": NEW_PASSWORD})
    assert last.status_code in {404, 429}
    assert submit(client).status_code == 303
