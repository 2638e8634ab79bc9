"""The copy of a record as one file: a zip of an index to read, a JSON file, and a CSV file for each table."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date

from tracker.exchange.columns import FORMAT, VERSION
from tracker.exchange.formulas import neutral
from tracker.exchange.reader import Row, Value
from tracker.exchange.record import RecordCopy, Table

INDEX, WHOLE = "index.html", "record.json"
BYTE_ORDER_MARK = "\ufeff"


def file_name(copy: RecordCopy) -> str:
    """Give the file's name, which says neither whose record it is nor what for."""
    return f"stepwise-record-{copy.child_id}-{copy.made_on}.zip"


def csv_name(table: Table) -> str:
    """Give the name of a table's file in the archive."""
    return f"{table.kind.name}.csv"


def zipped(copy: RecordCopy, index: str) -> bytes:
    """Give the archive with its `index`, an HTML page."""
    files = {INDEX: index, WHOLE: as_json(copy)}
    files |= {csv_name(table): as_csv(table.kind.columns, table.rows) for table in copy.tables}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (copy.made_on.year, copy.made_on.month, copy.made_on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return packed.getvalue()


def as_json(copy: RecordCopy) -> str:
    """Give the whole copy as JSON. Texts stand as they were written, days and moments as ISO 8601."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "made_on": copy.made_on.isoformat(),
        "made_for": copy.made_for,
        **{table.kind.name: [_plain(row) for row in table.rows] for table in copy.tables},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def as_csv(columns: Iterable[str], rows: Iterable[Row]) -> str:
    """Give rows as CSV that spreadsheet programs read: with a byte order mark, and no text that begins a formula."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns))
    writer.writeheader()
    writer.writerows({column: cell(value) for column, value in row.items()} for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def _plain(row: Row) -> dict[str, object]:
    return {column: value.isoformat() if isinstance(value, date) else value for column, value in row.items()}


def cell(value: Value) -> str | int | float:
    """Give a cell; a number stays a number, and a text never becomes a formula."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int | float):
        return value
    return neutral(value)
