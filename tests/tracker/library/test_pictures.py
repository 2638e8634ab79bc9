"""Uploaded pictures: drawn anew from their pixels alone; what is no picture, or too much of one, is refused."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image, ImageDraw, PngImagePlugin

from db.tables import METADATA
from tests.cast import Cast
from tests.db.described import rows_of
from tests.tracker.library.test_exercises import HOP
from tests.tracker.office.office import office
from tracker.errors import InvalidInput, NotFound
from tracker.library.exercises import add_exercise, edit_exercise
from tracker.library.pictures import Picture, drawn_anew, picture_of
from tracker.library.shelves import exercise_of

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)
SECRET = b"47.6062 N 122.3321 W"


def drawn(width: int = 400, height: int = 200) -> Image.Image:
    """A red picture with a blue top left corner."""
    image = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill=BLUE)
    return image


def saved(image: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def read(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.content))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (picture.width, picture.height))
    return image


def near(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_a_jpeg_that_looks_the_same(kind: str) -> None:
    image = read(drawn_anew(saved(drawn(), kind)))
    assert image.size == (400, 200)
    assert near(image.getpixel((10, 10)), BLUE)
    assert near(image.getpixel((390, 190)), RED)


@pytest.mark.parametrize(
    ("size", "then"), [((3000, 1500), (1200, 600)), ((100, 4000), (30, 1200)), ((1, 1), (1, 1))]
)
def test_a_large_picture_is_made_smaller_and_a_small_one_stays(
    size: tuple[int, int], then: tuple[int, int]
) -> None:
    assert read(drawn_anew(saved(Image.new("RGB", size, RED), "PNG"))).size == then


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "CMYK", "YCbCr"])
def test_every_way_to_store_pixels_is_read(mode: str) -> None:
    white = Image.new("RGB", (50, 50), WHITE)
    image = Image.new(mode, (50, 50), 65535) if mode == "I;16" else white.convert(mode)
    kind = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"
    assert near(read(drawn_anew(saved(image, kind))).getpixel((25, 25)), WHITE)


@pytest.mark.parametrize("mode", ["1", "P"])
def test_lines_stay_lines_when_a_drawing_is_made_smaller(mode: str) -> None:
    """Every second column black: from afar that is grey, in no way all black or all white."""
    stripes = Image.new("L", (2400, 40), 255)
    for across in range(0, 2400, 2):
        stripes.paste(0, (across, 0, across + 1, 40))
    grey = read(drawn_anew(saved(stripes.convert(mode), "PNG"))).getpixel((600, 10))
    assert near(grey, (128, 128, 128))


@pytest.mark.parametrize("grey", [0, 30, 128, 255])
def test_a_picture_of_sixteen_bits_keeps_its_greys(grey: int) -> None:
    picture = drawn_anew(saved(Image.new("I;16", (50, 50), grey * 257), "PNG"))
    assert near(read(picture).getpixel((25, 25)), (grey, grey, grey))


def test_one_can_see_through_to_white() -> None:
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    for kind in ("PNG", "WEBP"):
        assert near(read(drawn_anew(saved(image, kind))).getpixel((5, 5)), WHITE)


def test_nothing_is_kept_of_where_and_when_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()  # description
    exif[0x0132] = "2026:01:01 00:00:00"
    exif.get_ifd(0x8825)[2] = (47.0, 36.0, 22.0)  # latitude
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    for content in (
        saved(drawn(), exif=exif.tobytes(), comment=SECRET, icc_profile=SECRET * 20),
        saved(drawn(), "PNG", exif=exif.tobytes(), pnginfo=text),
        saved(drawn(), "WEBP", exif=exif.tobytes(), xmp=SECRET),
    ):
        assert SECRET in content
        picture = drawn_anew(content)
        image = read(picture)
        assert SECRET not in picture.content
        assert dict(image.getexif()) == {}
        # What a JPEG says of itself, and no more.
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"Exif" not in picture.content


@pytest.mark.parametrize(("turn", "corner"), [(1, (10, 10)), (3, (-10, -10)), (6, (-10, 10)), (8, (10, -10))])
def test_a_picture_stands_the_right_way_up(turn: int, corner: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    image = read(drawn_anew(saved(drawn(), exif=exif.tobytes())))
    assert image.size == ((400, 200) if turn < 5 else (200, 400))
    across, down = (place % length for place, length in zip(corner, image.size, strict=True))
    assert near(image.getpixel((across, down)), BLUE)


def test_a_camera_s_picture_with_another_one_behind_it_is_read() -> None:
    both = io.BytesIO()
    drawn().save(both, "MPO", save_all=True, append_images=[drawn(100, 50)])
    assert read(drawn_anew(both.getvalue())).size == (400, 200)


def test_what_hangs_on_behind_a_picture_is_not_kept() -> None:
    """A file that is a picture to one reader and a page or an archive to another."""
    for tail in (b"<script>alert(1)</script>", b"PK\x03\x04" + b"x" * 100, b"%PDF-1.7"):
        picture = drawn_anew(saved(drawn()) + tail)
        assert tail not in picture.content
        assert read(picture).size == (400, 200)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """A file that says that it holds so many pixels, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(data)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def moving(kind: str) -> bytes:
    return saved(drawn(), kind, save_all=True, append_images=[Image.new("RGB", (400, 200), BLUE)])


def noise() -> bytes:
    return random.Random(1).randbytes(5000)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "not_a_picture"),
    "noise": (noise, "not_a_picture"),
    "a text": (lambda: b"GIF or not, this is a text", "not_a_picture"),
    "SVG": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "not_a_picture",
    ),
    "GIF": (lambda: saved(drawn(), "GIF"), "not_a_picture"),
    "GIF that moves": (lambda: moving("GIF"), "not_a_picture"),
    "BMP": (lambda: saved(drawn(), "BMP"), "not_a_picture"),
    "TIFF": (lambda: saved(drawn(), "TIFF"), "not_a_picture"),
    "PDF": (lambda: b"%PDF-1.7\n" + saved(drawn()), "not_a_picture"),
    "EPS": (lambda: saved(drawn(), "EPS"), "not_a_picture"),
    "a JPEG cut off": (lambda: saved(drawn())[:-400], "not_a_picture"),
    "a PNG cut off": (lambda: saved(drawn(), "PNG")[:-40], "not_a_picture"),
    "the head of a JPEG and noise": (lambda: saved(drawn())[:300] + noise(), "not_a_picture"),
    "PNG that moves": (lambda: moving("PNG"), "moves"),
    "WebP that moves": (lambda: moving("WEBP"), "moves"),
    "many pixels": (lambda: png_of(8000, 5001), "too_many_pixels"),
    "very many pixels": (lambda: png_of(12_000, 12_000), "too_many_pixels"),
    "endlessly many pixels": (lambda: png_of(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "no pixels": (lambda: png_of(0, 10), "not_a_picture"),
    "fewer pixels than it says": (lambda: png_of(1000, 1000, b"\0" * 100), "not_a_picture"),
    "too large": (lambda: saved(drawn()) + b"x" * 5 * 1024 * 1024, "too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_the_field_and_its_limit(name: str) -> None:
    make, problem = HOSTILE[name]
    with pytest.raises(InvalidInput) as refused:
        drawn_anew(make())
    assert (refused.value.field, refused.value.problem) == ("picture", problem)


def test_a_text_chunk_that_unfolds_without_end_is_refused() -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 80_000_000))
    content = saved(drawn(), "PNG")
    with pytest.raises(InvalidInput, match="picture: not_a_picture"):
        drawn_anew(content[:33] + bomb + content[33:])


def test_a_picture_belongs_to_a_version_and_to_a_clinic(engine: sa.Engine, cast: Cast) -> None:
    picture = drawn_anew(saved(drawn()))
    hop = office(cast, "Pat", add_exercise, HOP, approve=True, picture=picture)
    first = office(cast, "Pat", exercise_of, hop).exercise.words
    assert first.picture_id is not None
    office(cast, "Pat", edit_exercise, hop, first, seen=1, approve=True)
    office(cast, "Pat", edit_exercise, hop, HOP, seen=2, approve=True)
    shelf = office(cast, "Pat", exercise_of, hop)
    assert [entry.words.picture_id for entry in shelf.versions] == [None, first.picture_id, first.picture_id]
    for who in ("Pat", "Dana", "Mia", "Sam", "Ada"):
        assert office(cast, who, picture_of, first.picture_id) == picture
    for who in ("Iris", "Noa"):
        assert office(cast, who, picture_of, first.picture_id) is None
    assert office(cast, "Pat", picture_of, 2**40) is None
    with engine.connect() as connection:
        table = METADATA.tables["exercise_picture"]
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 1


def test_another_clinics_picture_is_not_taken(engine: sa.Engine, cast: Cast) -> None:
    picture = drawn_anew(saved(drawn()))
    hop = office(cast, "Noa", add_exercise, HOP, approve=True, picture=picture)
    theirs = office(cast, "Noa", exercise_of, hop).exercise.words
    before = rows_of(engine)
    with pytest.raises(NotFound):
        office(cast, "Pat", add_exercise, theirs, approve=True)
    assert rows_of(engine) == before
