"""A table that is stacked on a phone says in each cell what the cell is of."""

import re

from django.template.loader import render_to_string

from milestones.pages.blocks import Column, table

COLUMNS = (
    Column("Stage", lambda row: row[0]),
    Column("In all", lambda row: row[1], is_number=True),
    Column("Grade", lambda row: row[2]),
)


def drawn(**options: object) -> str:
    block = table("Money", COLUMNS, [("pledged", "17", ""), ("received", "2", "reported")], **options)
    return render_to_string("pages/table.html", {"block": block})


def test_each_cell_that_says_something_says_its_heading() -> None:
    assert re.findall(r'data-label="([^"]+)">(?:<bdi>)?(\w+)', drawn()) == [
        ("In all", "17"),
        ("In all", "2"),
        ("Grade", "reported"),
    ]
    assert 'class="stacks"' in drawn()
