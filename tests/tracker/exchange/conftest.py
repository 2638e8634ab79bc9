"""A told story, and its copy as each of the family takes it."""

import io
import zipfile

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.steps import Clock, Plan
from tests.tracker.story_of_a_record import Story, tell
from tracker.web.export_page import packed


@pytest.fixture
def story(engine: sa.Engine, cast: Cast, clock: Clock, plan: Plan) -> Story:
    return tell(engine, cast, clock, plan)


def files_of(cast: Cast, who: str) -> dict[str, bytes]:
    """Give what is in the copy that somebody takes."""
    _, content = packed(cast.tokens[who], cast.mia)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}
