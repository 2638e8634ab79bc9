"""After signing in, nobody is led away to another site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.own_path import own_path, sign_in_path


@pytest.mark.parametrize(
    "path", ["/", "/today", "/today?child=3&day=2026-11-24", "/a/b-c_d", "/today?name=Mia%20M#top", "/%C3%A9"]
)
def test_our_own_paths_are_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "HTTPS:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: session=x",
        "/\x00",
        "/%2fevil.example",
        "/%2Fevil.example",
        "/%5cevil.example",
        "/%09/evil.example",
        "/%0d%0aSet-Cookie:x",
        "/%252fevil.example",
        "/%25252fevil.example",
        "%2f%2fevil.example",
        "/é",
        "/" + "a" * 500,
        "/sign-in",
        "/sign-in?next=/sign-in",
        "/sign-out",
        "/sign%2dout",
        "/healthz",
    ],
)
def test_anything_else_leads_home(text: str) -> None:
    assert own_path(text) == "/"


@given(st.text(alphabet=st.sampled_from("/\\%25cf09: \t\nabé?#@."), max_size=20))
def test_what_is_kept_starts_with_exactly_one_slash(text: str) -> None:
    kept = own_path(text)
    assert kept.startswith("/")
    assert not kept.startswith(("//", "/\\"))
    assert not set("\\\t\n\r ") & set(kept)


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/", "", "/sign-in"),
        ("/today", "", "/sign-in?next=/today"),
        ("/today", "child=3&day=1", "/sign-in?next=/today%3Fchild%3D3%26day%3D1"),
        ("/a b", "", "/sign-in?next=/a%2520b"),
        ("/today", "\n", "/sign-in"),
        ("//evil.example", "", "/sign-in"),
    ],
)
def test_a_page_is_found_again_after_signing_in(path: str, query: str, address: str) -> None:
    assert sign_in_path(path, query) == address
