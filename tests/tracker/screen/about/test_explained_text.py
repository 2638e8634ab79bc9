"""The few forms that a text about the treatment may have."""

from tracker.screen.about.explained_text import Block, blocks


def test_headings_lists_and_paragraphs() -> None:
    text = "# Title\nOne\ntwo.\n\nThree.\n- four\n- five\n# Next\n\n\nSix."
    assert list(blocks(text)) == [
        Block(is_heading=True, text="Title"),
        Block(is_heading=False, text="One  \ntwo\\."),
        Block(is_heading=False, text="Three\\."),
        Block(is_heading=False, text="- four\n- five"),
        Block(is_heading=True, text="Next"),
        Block(is_heading=False, text="Six\\."),
    ]


def test_everything_else_stands_as_it_was_typed() -> None:
    for typed in (
        "## Title",
        "#Title",
        "-five",
        "* five",
        "1. five",
        "> five",
        "```",
        "| a |",
        "<b>x</b>",
        "---",
    ):
        [block] = blocks(typed)
        assert not block.is_heading
        assert block.text.replace("\\", "").replace("\u2060", "") == typed
        assert block.text.startswith("\\") or block.text[0].isalnum()


def test_an_empty_heading_or_item_is_left_out() -> None:
    assert list(blocks("")) == list(blocks(" \n\n")) == list(blocks("#\n# \n")) == []
    assert [block.text for block in blocks("- \n- a")] == ["- a"]


def test_lines_of_any_kind_of_ending_are_lines() -> None:
    assert [block.text for block in blocks("# A\r\nB\r\n\r\n  C  ")] == ["A", "B", "C"]
