"""The table behind a chart as a CSV file: exactly its cells, none of them a formula for a spreadsheet program."""

import csv
import io
from collections.abc import Iterable, Sequence

from tracker.exchange.formulas import neutral

# With a byte order mark: without one, spreadsheet programs read names with accents wrongly.
ENCODING = "utf-8-sig"


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Give a table as a file, its heads in the first row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutral(column) for column in columns])
    writer.writerows([neutral(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode(ENCODING)
