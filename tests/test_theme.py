"""The theme that lies beside the entry script: what it must switch off, and what eyes can tell apart."""

import math
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

WEB = Path(__file__).resolve().parents[1] / "tracker" / "web"
CONFIG: dict[str, Any] = tomllib.loads((WEB / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
COLOURS = ("red", "orange", "yellow", "green", "blue", "violet", "gray")

# How linear RGB looks with a missing cone type (Machado, Oliveira and Fernandes 2009, severity 1).
SIGHT = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faded(ink: str, ground: str, share: float) -> str:
    pairs = [(int(ink[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in SIGHT[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.fixture(params=["light", "dark"])
def mode(request: pytest.FixtureRequest) -> dict[str, Any]:
    theme: dict[str, Any] = CONFIG["theme"][request.param]
    return theme


def test_text_reads_on_every_ground_it_appears_on(mode: dict[str, Any]) -> None:
    grounds = (mode["backgroundColor"], mode["secondaryBackgroundColor"])
    pairs = [("#ffffff", mode["primaryColor"]), (mode["codeTextColor"], mode["codeBackgroundColor"])]
    pairs += [(mode["dataframeHeaderTextColor"], mode["dataframeHeaderBackgroundColor"])]
    pairs += [(ink, ground) for ink in (mode["textColor"], mode["linkColor"]) for ground in grounds]
    pairs += [(faded(mode["textColor"], ground, 0.6), ground) for ground in grounds]  # captions
    for colour in COLOURS:
        own = mode[f"{colour}BackgroundColor"]
        pairs += [(mode[f"{colour}TextColor"], ground) for ground in (*grounds, own)]
        pairs += [(mode["textColor"], own)]
    assert [
        (ink, ground, contrast(ink, ground)) for ink, ground in pairs if contrast(ink, ground) < 4.5
    ] == []


def test_edges_and_marks_stand_out_from_the_ground(mode: dict[str, Any]) -> None:
    grounds = (mode["backgroundColor"], mode["secondaryBackgroundColor"])
    marks = [mode["borderColor"], mode["primaryColor"], *mode["chartCategoricalColors"]]
    pairs = [(mark, ground) for mark in marks for ground in grounds]
    pairs += [(mode[f"{colour}Color"], grounds[0]) for colour in COLOURS]
    assert [
        (mark, ground, contrast(mark, ground)) for mark, ground in pairs if contrast(mark, ground) < 3
    ] == []


@pytest.mark.parametrize("sight", SIGHT)
def test_chart_colours_stay_apart_for_every_eye(mode: dict[str, Any], sight: str) -> None:
    colours = mode["chartCategoricalColors"]
    near = [(a, b) for a, b in combinations(colours, 2) if math.dist(lab(a, sight), lab(b, sight)) < 20]
    assert near == []


@pytest.mark.parametrize("palette", ["chartSequentialColors", "chartDivergingColors"])
def test_streamlit_takes_palettes_of_ten_only(mode: dict[str, Any], palette: str) -> None:
    assert len(mode[palette]) == 10


def test_every_font_is_served_by_the_app_and_its_licence_lies_beside_it() -> None:
    faces = CONFIG["theme"]["fontFaces"]
    assert {(face["family"], face["weight"]) for face in faces} == {
        ("Atkinson Hyperlegible Next", weight) for weight in (400, 600, 700)
    }
    for face in faces:
        file = WEB / "static" / face["url"].removeprefix("app/static/")
        assert file.read_bytes().startswith(b"wOF2"), face["url"]
    assert "SIL OPEN FONT LICENSE Version 1.1" in (WEB / "static" / "fonts" / "OFL.txt").read_text(
        encoding="utf-8"
    )


def test_streamlit_knows_every_option_that_is_set() -> None:
    """A misspelled option is ignored with a warning, which nobody reads."""
    known = set(config.get_config_options())
    given = {
        f"{section}.{name}"
        for section, options in CONFIG.items()
        for name, value in options.items()
        if not isinstance(value, dict)
    }
    assert given <= known


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
        ("client", "toolbarMode", "minimal"),
        ("browser", "gatherUsageStats", False),
        ("server", "enableAgentApi", False),
        ("server", "enableCORS", True),
        ("server", "enableXsrfProtection", True),
        ("server", "fileWatcherType", "none"),
        ("server", "runOnSave", False),
        ("runner", "magicEnabled", False),
        ("runner", "postScriptGC", False),
    ],
)
def test_a_safety_option_is_set(section: str, name: str, value: object) -> None:
    assert CONFIG[section][name] == value
