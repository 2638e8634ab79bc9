"""What browsers say of themselves, in words that their owners recognise."""

import pytest

from db.tables.base import NAME
from tracker.web.devices import device_of

MOZILLA = "Mozilla/5.0"
KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (
            f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Firefox on Windows",
        ),
        (
            (
                f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                "Version/18.1 Mobile/15E148 Safari/604.1"
            ),
            "Safari on iPhone",
        ),
        (
            f"{MOZILLA} (Linux; Android 14; Pixel 8) {KHTML} Chrome/130.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            (
                f"{MOZILLA} (Linux; Android 14; SM-S918B) {KHTML} SamsungBrowser/26.0 Chrome/122.0 Mobile "
                "Safari/537.36"
            ),
            "Samsung Internet on Android",
        ),
        (
            f"{MOZILLA} (Windows NT 10.0; Win64; x64) {KHTML} Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge on Windows",
        ),
        (
            (
                f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                "Version/18.0 Safari/605.1.15"
            ),
            "Safari on Mac",
        ),
        (
            (
                f"{MOZILLA} (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0 "
                "Mobile/15E148 Safari/604.1"
            ),
            "Chrome on iPad",
        ),
        (f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {KHTML} Chrome/130.0 Safari/537.36", "Chrome on ChromeOS"),
        (f"{MOZILLA} (X11; Linux x86_64) {KHTML} HeadlessChrome/130.0 Safari/537.36", "Chrome on Linux"),
        (f"{MOZILLA} (X11; Linux x86_64) {KHTML} Chrome/130.0 Safari/537.36 OPR/115.0", "Opera on Linux"),
        (f"{MOZILLA} (X11; Linux x86_64) Something/1.0", "A browser on Linux"),
        ("Firefox/1.0", "Firefox"),
        ("python-httpx/0.28", "A browser"),
        ("", "A browser"),
        ("<script>alert(1)</script>", "A browser"),
        ("x" * 100_000 + "Firefox/1 Windows", "A browser"),
    ],
)
def test_each_is_named_by_browser_and_system(said: str, device: str) -> None:
    assert device_of(said) == device
    assert len(device_of(said)) <= NAME
