"""The timeline draws each date once, inside the picture, never on another, mirrored where the page is."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from milestones.pictures.timeline import MOST_TICKS, SIGN, WIDTH, Lane, Sign, draw_timeline, months_to_mark

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 3, 10)
END = date(2027, 12, 31)
LANES = [
    Lane(
        "Governance",
        1,
        [
            Sign(date(2026, 1, 5), "reached", 1, "first"),
            Sign(date(2026, 1, 5), "due", 12, "second"),
            Sign(date(2026, 1, 9), "reached", 1, "third"),
            Sign(date(2027, 12, 20), "due", 1, "fourth"),
            Sign(END, "lapses", 13, "last"),
        ],
    ),
    Lane("Arms & <order>", 2, []),
]


def drawn(*, is_rtl: bool = False, today: date | None = TODAY) -> ElementTree.Element:
    """The picture as XML; inside HTML the parser knows the namespace, here it is told."""
    with override("he" if is_rtl else "en"):
        text = draw_timeline(
            LANES,
            today=today,
            today_words="today",
            month_words=lambda day: f"{day:%m %Y}",
            title="Dates",
            description="Five dates",
        )
    return ElementTree.fromstring(str(text).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))


def signs(picture: ElementTree.Element) -> list[tuple[str, float, float]]:
    return [
        (each.attrib["href"], float(each.attrib["x"]), float(each.attrib["y"])) for each in picture.iter(f"{SVG}use")
    ]


def test_every_date_has_its_sign_and_a_shared_day_its_number() -> None:
    picture = drawn()
    assert [name for name, _, _ in signs(picture)] == [
        "#sign-reached",
        "#sign-due",
        "#sign-reached",
        "#sign-due",
        "#sign-lapses",
    ]
    assert [each.text for each in picture.iter(f"{SVG}text") if (each.text or "").isdigit()] == ["12", "13"]
    assert [each.text for each in picture.iter(f"{SVG}title")][1:] == ["first", "second", "third", "fourth", "last"]


@pytest.mark.parametrize("is_rtl", [False, True])
def test_signs_lie_inside_and_not_on_one_another_or_on_a_number(is_rtl: bool) -> None:
    picture = drawn(is_rtl=is_rtl)
    places = signs(picture)
    assert all(x >= 0 and x + SIGN <= WIDTH for _, x, _ in places)
    for index, (_, x, y) in enumerate(places):
        for _, other_x, other_y in places[index + 1 :]:
            assert abs(x - other_x) >= SIGN or abs(y - other_y) >= SIGN
    numbers = [each for each in picture.iter(f"{SVG}text") if (each.text or "").isdigit()]
    for number in numbers:
        x, y = float(number.attrib["x"]), float(number.attrib["y"]) - SIGN + 1
        left, right = (x - 12, x) if is_rtl else (x, x + 12)  # its text begins at x, in the way the page is read
        assert left >= 0
        assert right <= WIDTH
        assert not any(abs(top - y) < 1 and place < right and left < place + SIGN for _, place, top in places)


def test_the_picture_is_mirrored_from_right_to_left() -> None:
    plain, mirrored = signs(drawn()), signs(drawn(is_rtl=True))
    assert mirrored == [(name, pytest.approx(WIDTH - x - SIGN, abs=0.02), y) for name, x, y in plain]


def test_the_day_of_the_page_is_a_line_where_it_is_given() -> None:
    def lines(picture: ElementTree.Element) -> int:
        return len(picture.findall(f"{SVG}g[@class='history-today']/{SVG}line"))

    assert lines(drawn()) == 1
    assert lines(drawn(today=None)) == 0


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 1, 15), date(2026, 3, 2), [date(2026, 2, 1), date(2026, 3, 1)]),
        (
            date(2025, 9, 29),
            date(2026, 6, 30),
            [date(2025, 11, 1), date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)],
        ),
        (date(2026, 1, 2), date(2026, 1, 30), []),
    ],
)
def test_months_are_marked_evenly_within_the_dates(first: date, last: date, found: list[date]) -> None:
    assert months_to_mark(first, last) == found


def test_the_axis_is_never_crowded() -> None:
    for years in (1, 2, 7, 40, 900, 7900):
        assert 2 <= len(months_to_mark(date(1999, 5, 5), date(1999 + years, 5, 5))) <= MOST_TICKS
