"""What a fresh machine installs: the lock, and the files that travel in the wheel."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PIN = re.compile(r"(?P<name>[a-z0-9-]+)(\[[a-z0-9,-]+\])?==(?P<version>[^ ;]+)( ?; ?(?P<marker>.+))?")
TRAVELS = (
    ("db/migrations", ("*.py", "*.mako")),
    ("tracker/web/.streamlit", ("config.toml",)),
    ("tracker/web/static", ("*",)),
    ("tracker/web/templates", ("*",)),
    ("tracker/locale", ("*.po", "*.mo")),
    ("tracker/screen", ("*.py", "*.css")),
    ("pages", ("*.py",)),
)


def locked() -> list[tuple[str, str, list[str]]]:
    """Give (name, version, hashes) of each entry; continuation lines are joined first."""
    lines = LOCK.replace("\\\n", " ").splitlines()
    entries = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        requirement, *hashes = line.split("--hash=")
        pin = PIN.fullmatch(requirement.strip())
        assert pin, f"not pinned: {requirement}"
        entries.append((pin["name"], pin["version"], [value.strip() for value in hashes]))
    return entries


def direct() -> list[str]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    return [
        *PROJECT["build-system"]["requires"],
        *PROJECT["project"]["dependencies"],
        *(requirement for extra in extras for requirement in extra),
    ]


def test_every_locked_package_has_hashes() -> None:
    entries = locked()
    assert len(entries) > 50
    bare = [name for name, _, hashes in entries if not hashes]
    assert bare == []
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for _, _, hashes in entries for value in hashes)


def test_the_lock_names_no_index_and_no_place_on_a_machine() -> None:
    assert not re.search(
        r"https?:|file:|--(extra-)?index|--find-links|--trusted-host| @ |(^|[\s'\"])/\w", LOCK
    )


@pytest.mark.parametrize("requirement", direct())
def test_a_direct_dependency_is_locked_at_the_version_that_pyproject_pins(requirement: str) -> None:
    pin = PIN.fullmatch(requirement)
    assert pin, f"{requirement} is not pinned with =="
    assert (pin["name"], pin["version"]) in {(name, version) for name, version, _ in locked()}


def test_the_wheel_carries_all_that_is_not_a_module(tmp_path: Path) -> None:
    """An editable install would hide a missing file until somebody installs the wheel."""
    tree = tmp_path / "tree"
    unwanted = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for folder in ("db", "tracker", "pages"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=unwanted)
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, tree / file)
    build = "from setuptools import build_meta; print(build_meta.build_wheel('..'))"
    ran = subprocess.run(
        [sys.executable, "-c", build], cwd=tree, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())

    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder, patterns in TRAVELS
        for pattern in patterns
        for path in (ROOT / folder).rglob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "tracker/web/.streamlit/config.toml" in wanted
    assert sorted(wanted - packed) == []
    assert not [name for name in packed if name.startswith(("tests/", "bench/"))]
