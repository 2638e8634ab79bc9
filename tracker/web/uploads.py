"""Files that staff choose on a page, such as a picture: Streamlit's own way in, opened this far and no further."""

import re

from starlette.types import Scope

from tracker.web.options import largest_upload

_WAY_IN = re.compile(r"/_stcore/upload_file/[\w-]+/[\w-]+")
# A file is sent, or taken back again.
METHODS = {"PUT", "DELETE"}
AROUND_THE_FILE = 64 * 1024
LARGEST_UPLOAD = largest_upload() + AROUND_THE_FILE


def is_upload(scope: Scope) -> bool:
    """Say whether a request sends a file, or takes one back."""
    return scope["method"] in METHODS and bool(_WAY_IN.fullmatch(scope["path"]))
