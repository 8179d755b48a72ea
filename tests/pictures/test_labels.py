"""A name in a narrow place keeps its words whole as long as it can."""

import pytest

from milestones.pictures.svg import broken


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Chair", ["Chair"]),
        ("Housing and lands", ["Housing and", "lands"]),
        ("Interior and security", ["Interior and", "security"]),
        ("Telecommunications", ["Telecommuni…"]),
        ("High Representative for Gaza", ["High", "Representat…"]),
    ],
)
def test_a_long_name_is_broken_before_it_is_shortened(name: str, lines: list[str]) -> None:
    assert broken(name, 12) == lines
