"""A PDF read back by a library that has not made it: its words, its squares to tick, its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2.raw import FPDF_PAGEOBJ_PATH  # type: ignore[import-untyped]

BOX = 6.7 * 72 / 25.4
STROKE = 3


@dataclass
class Read:
    """What is found: the words of each page, the boxes on each, and its size in points."""

    words: list[str]
    boxes: list[int]
    sizes: list[tuple[int, int]]
    title: str

    @property
    def text(self) -> str:
        return " ".join(self.words)


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def read(pdf: bytes) -> Read:
    with opened(pdf) as document:
        pages = list(document)
        words = [" ".join(page.get_textpage().get_text_range().split()) for page in pages]
        sizes = [(round(width), round(height)) for width, height in (page.get_size() for page in pages)]
        return Read(words, [_boxes(page) for page in pages], sizes, document.get_metadata_dict()["Title"])


def _boxes(page: Any) -> int:
    """Count the squares to tick."""
    found = 0
    for shape in page.get_objects(filter=[FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = shape.get_bounds()
        found += all(BOX < side < BOX + STROKE for side in (right - left, top - bottom))
    return found
