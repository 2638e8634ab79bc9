"""A table as HTML: heads, cells, and texts that mean harm."""

from tracker.screen.progress.tables import html_table


def test_each_cell_has_its_heads_and_a_wide_table_can_be_reached_by_keyboard() -> None:
    html = html_table("Weeks", ["Week", "Due"], [(1, 6), (2, "–")])
    assert html == (
        '<div class="record-table" role="region" aria-label="Weeks" tabindex="0"><table aria-label="Weeks">'
        '<thead><tr><th scope="col">Week</th><th scope="col">Due</th></tr></thead>'
        '<tbody><tr><th scope="row" dir="auto">1</th><td>6</td></tr>'
        '<tr><th scope="row" dir="auto">2</th><td>–</td></tr></tbody></table></div>'
    )


def test_no_text_becomes_markup() -> None:
    harm = "\"><script>alert(1)</script>&<img src=x onerror='x'>"
    html = html_table(harm, [harm], [(harm,), (harm,)])
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;") == 5
