"""What the environment decides, and what it is told when it is wrong."""

from pathlib import Path

import pytest

from tracker.errors import InvalidInput
from tracker.settings import from_environment

VARIABLES = ["PORT", "HOST", "TRACKER_DATA_DIR", "TRACKER_DATABASE_URL", "TRACKER_PUBLIC_URL"]


def test_without_a_word_it_serves_this_machine_only() -> None:
    settings = from_environment({})
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8501, "http://localhost:8501")
    assert not settings.secure
    assert settings.trusted_proxies == ()


def test_the_database_lies_in_the_users_data_folder() -> None:
    settings = from_environment({})
    assert settings.data_dir.name == "amps-tracker"
    assert settings.database_url == f"sqlite:///{settings.data_dir.absolute() / 'tracker.db'}"


def test_another_data_folder_moves_the_database(tmp_path: Path) -> None:
    settings = from_environment({"TRACKER_DATA_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/tracker.db"


def test_a_folder_seen_from_here_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = from_environment({"TRACKER_DATA_DIR": "data"})
    assert settings.database_url == f"sqlite:///{tmp_path}/data/tracker.db"


def test_a_database_by_url_is_taken_as_it_is(tmp_path: Path) -> None:
    env = {"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_DATABASE_URL": "postgresql://host/tracker"}
    assert from_environment(env).database_url == "postgresql://host/tracker"


def test_the_process_environment_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    assert from_environment().port == 9000


@pytest.mark.parametrize("name", VARIABLES)
def test_an_empty_variable_is_like_none(name: str) -> None:
    assert from_environment({name: ""}) == from_environment({})


@pytest.mark.parametrize("port", ["1", "8501", "65535"])
def test_a_port_moves_the_address(port: str) -> None:
    settings = from_environment({"PORT": port})
    assert settings.port == int(port)
    assert settings.public_url == f"http://localhost:{port}"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80.5", "²", " 80"])
def test_a_port_out_of_range_names_the_variable_and_its_limits(port: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        from_environment({"PORT": port})
    assert (refused.value.field, refused.value.limits) == ("PORT", {"low": 1, "high": 65535})


@pytest.mark.parametrize(
    "url", ["https://clinic.example.org", "https://clinic.example.org/", "HTTPS://Clinic.Example.org"]
)
def test_the_public_address_decides_origin_and_secure(url: str) -> None:
    settings = from_environment({"TRACKER_PUBLIC_URL": url, "PORT": "9000"})
    assert settings.public_url == "https://clinic.example.org"
    assert settings.secure
    assert settings.allowed_origins == {"https://clinic.example.org"}
    assert settings.allowed_hosts == {"clinic.example.org"}


@pytest.mark.parametrize("url", ["", "http://localhost:9001", "http://127.0.0.1:9001", "http://[::1]:9001"])
def test_on_this_machine_alone_both_of_its_names_are_ours(url: str) -> None:
    settings = from_environment({"TRACKER_PUBLIC_URL": url, "PORT": "9000"})
    public = url or "http://localhost:9000"
    here = {"http://localhost:9000", "http://127.0.0.1:9000"}
    assert settings.this_machine_only
    assert settings.allowed_origins == {public} | here
    assert settings.allowed_hosts == {origin.removeprefix("http://") for origin in {public} | here}


@pytest.mark.parametrize("host", ["localhost.example.org", "10.0.0.1", "0.0.0.0", "[2001:db8::1]"])
def test_only_loopback_is_this_machine_alone(host: str) -> None:
    settings = from_environment({"TRACKER_PUBLIC_URL": f"http://{host}"})
    assert settings.allowed_hosts == {host}
    assert not settings.this_machine_only


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://clinic.example.org:443", "https://clinic.example.org"),
        ("https://clinic.example.org:443/", "https://clinic.example.org"),
        ("http://clinic.example.org:80", "http://clinic.example.org"),
        ("https://[2001:db8::1]:443", "https://[2001:db8::1]"),
        ("https://clinic.example.org:80", "https://clinic.example.org:80"),
        ("https://clinic.example.org:8443", "https://clinic.example.org:8443"),
    ],
)
def test_a_usual_port_is_left_out_as_browsers_do(given: str, origin: str) -> None:
    settings = from_environment({"TRACKER_PUBLIC_URL": given})
    assert settings.public_url == origin
    assert settings.allowed_origins == {origin}


def test_on_port_80_the_names_of_this_machine_carry_no_port() -> None:
    assert from_environment({"PORT": "80"}).allowed_hosts == {"localhost", "127.0.0.1"}


@pytest.mark.parametrize(
    "url",
    [
        "clinic.example.org",
        "ftp://clinic.example.org",
        "https://",
        "https://:8443",
        "https://clinic.example.org/tracker",
        "https://clinic.example.org?a=b",
        "https://clinic.example.org#top",
        "https://somebody@clinic.example.org",
        "https://clinic.example.org:port",
        "https://clinic.example.org:99999",
        "https://[clinic.example.org",
        "javascript:alert(1)",
    ],
)
def test_a_public_address_that_is_no_origin_is_refused_by_name(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        from_environment({"TRACKER_PUBLIC_URL": url})
    assert refused.value.field == "TRACKER_PUBLIC_URL"


@pytest.mark.parametrize("text", ["10.0.0.1,10.0.0.2", "10.0.0.1, 10.0.0.2", " 10.0.0.1 10.0.0.2,"])
def test_trusted_proxies_are_a_list(text: str) -> None:
    assert from_environment({"TRACKER_TRUSTED_PROXIES": text}).trusted_proxies == ("10.0.0.1", "10.0.0.2")


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "http://localhost"])
def test_a_database_that_we_do_not_know_is_refused_by_name(url: str) -> None:
    with pytest.raises(InvalidInput, match="TRACKER_DATABASE_URL"):
        from_environment({"TRACKER_DATABASE_URL": url})
