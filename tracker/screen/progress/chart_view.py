"""One chart on a page: the figure, what its marks mean, and the table behind it with its file."""

import streamlit as st

from tracker.charts.chart import Chart
from tracker.charts.figures import CONFIG
from tracker.exchange.table_csv import table_csv
from tracker.screen.progress.tables import show_table
from tracker.screen.words import _


def show_chart(chart: Chart) -> None:
    """Show a figure, and below it what its shapes mean."""
    st.plotly_chart(chart.figure, config=CONFIG, alt=chart.alt)
    if chart.legend:
        st.caption(" · ".join(chart.legend))


def show_chart_table(label: str, chart: Chart, key: str, file_name: str) -> None:
    """Offer the table behind a chart, and the same table as a file; `file_name` names no child."""
    columns = list(chart.table.columns)
    rows = list(chart.table.itertuples(index=False))
    with st.expander(label, key=key):
        show_table(label, columns, rows)
        st.download_button(
            # Its name says of what, for those who listen to the screen and hear several of them.
            _("As a CSV file: {table}").format(table=label),
            # At once, not when somebody asks for it: so its address says what is in it, and nothing else.
            table_csv(columns, rows),
            file_name=f"{file_name}.csv",
            mime="text/csv",
            key=f"csv-{key}",
            on_click="ignore",
            icon=":material/download:",
        )
