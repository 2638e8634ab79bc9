"""Pictures for exercises: drawn anew from their pixels alone, so that nothing else of an uploaded file is kept."""

import io
import threading
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from db.queries import library as rows
from db.queries.base import insert_row
from db.tables import ExercisePicture
from tracker.access.work import Work
from tracker.errors import InvalidInput

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 5
MOST_MEGAPIXELS = 40
LONGEST_SIDE = 1200
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")
# What some cameras write for JPEG: the picture, and behind it a smaller one or a map of depths.
MANY_IN_ONE = "MPO"
SIXTEEN_BITS = "I"
CAN_BE_MIXED = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")
WHITE = (255, 255, 255)
# What Pillow warns of, such as a picture that would fill the memory, is a reason to stop. Set once, for all threads.
warnings.filterwarnings("error", module=r"PIL\.")
# One at a time: a picture may unfold to a hundred megabytes and more.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Picture:
    """A JPEG of at most 1200 pixels a side, without anything but its pixels."""

    content: bytes
    width: int
    height: int


def drawn_anew(content: bytes) -> Picture:
    """Give an uploaded JPEG, PNG or WebP picture as it is stored, the right way up; raises `InvalidInput`.

    Takes up to a second or so: never inside a transaction that writes.
    """
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise InvalidInput("picture", "too_large", limit=MOST_MEGABYTES)
    with _ONE_AT_A_TIME:
        try:
            return _drawn(content)
        except InvalidInput:
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise InvalidInput("picture", "too_many_pixels", limit=MOST_MEGAPIXELS) from error
        # A hostile file can make a decoder raise nearly anything.
        except Exception as error:
            raise InvalidInput("picture", "not_a_picture", limit=MOST_MEGABYTES) from error


def insert_picture(work: Work, picture: Picture) -> int:
    """Keep a picture in the actor's clinic, in the caller's transaction, and give its id.

    The caller has asked who may.
    """
    row = ExercisePicture(
        clinic_id=work.actor.clinic_id,
        content=picture.content,
        width=picture.width,
        height=picture.height,
        added_at=work.now,
        added_by_id=work.account_id,
    )
    return insert_row(work.connection, row)


def picture_of(work: Work, picture_id: int) -> Picture | None:
    """Give a picture of the actor's own clinic, whoever the actor is; None if there is no such one."""
    row = rows.picture_of(work.connection, work.actor.clinic_id, picture_id)
    return None if row is None else Picture(row.content, row.width, row.height)


def _drawn(content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        width, height = opened.size
        # Known from the head of the file, before a single pixel is unfolded.
        if width * height > MOST_MEGAPIXELS * 1_000_000:
            raise InvalidInput("picture", "too_many_pixels", limit=MOST_MEGAPIXELS)
        if getattr(opened, "is_animated", False) and opened.format != MANY_IN_ONE:
            raise InvalidInput("picture", "moves")
        seen = _mixable(opened)
        # Smaller first: to turn it takes as much memory again.
        seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = _on_white(ImageOps.exif_transpose(seen))
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Picture(written.getvalue(), plain.width, plain.height)


def _mixable(image: Image.Image) -> Image.Image:
    """Give a picture of whose neighbouring pixels one can be made."""
    if image.mode in CAN_BE_MIXED:
        return image
    if image.mode.startswith(SIXTEEN_BITS):
        # Converted as it is, all but the darkest would be white.
        image = image.point(lambda value: value * (1 / 257)).convert("L")
    return image.convert("RGBA")


def _on_white(image: Image.Image) -> Image.Image:
    """Give the pixels alone, with white wherever one could see through, as JPEG knows no such thing."""
    seen = image.convert("RGBA")
    plain = Image.new("RGB", seen.size, WHITE)
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain
