"""Figures over records stand apart from one another and from dots; the record looked at keeps its own."""

import re
from datetime import date

from milestones.pictures.over_time import DOT, LETTER, MARK_ROW, RING, DayMark, Dot, draw_over_time


def test_figures_stand_apart_and_the_record_looked_at_keeps_its_own() -> None:
    days = [(1, "53"), (60, "64"), (61, "60"), (62, "70")]
    dots = [
        Dot("Yellow line", date.fromordinal(739000 + day), figure, is_looked_at=figure == "60") for day, figure in days
    ]
    text = str(draw_over_time(dots, title="T", slug="s", hue=1))
    figures = {
        figure: (float(x), float(y))
        for x, y, figure in re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="history-word">(\d+)<', text)
    }
    assert set(figures) == {"53", "60"}
    (row,) = set(re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', text))
    assert figures["60"][1] < float(row) - RING
    assert figures["53"][1] < float(row) - DOT
    assert abs(figures["60"][0] - figures["53"][0]) > 2 * LETTER


def test_a_word_of_many_lines_stays_within_the_picture() -> None:
    dots = [Dot("Press reports that conflict with the mission’s totals: everything, up to this day", date(2026, 1, 1))]
    text = str(draw_over_time(dots, title="T", slug="s", hue=1))
    height = float(text.partition('viewBox="0 0 ')[2].split('"')[0].split()[1])
    lines = [float(y) for y in re.findall(r'<text x="[^"]*" y="([^"]*)" class="history-level"', text)]
    assert len(lines) == 5
    assert "…" not in text
    assert min(lines) > 10
    assert max(lines) < height - 3


def test_no_line_of_a_day_is_drawn_over_the_words_of_another() -> None:
    first = date(2026, 1, 1)
    marks = [DayMark(date.fromordinal(first.toordinal() + 2 * day), "due", "planned start") for day in range(3)]
    text = str(
        draw_over_time([Dot("row", first), Dot("row", date(2026, 3, 1))], marks=marks, title="T", slug="s", hue=1)
    )
    ends = [float(y) for y in re.findall(r'y2="([\d.]+)" class="history-mark"', text)]
    assert ends == sorted(ends, reverse=True)
    assert ends[0] - ends[-1] == 2 * MARK_ROW
