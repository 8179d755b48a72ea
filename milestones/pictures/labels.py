"""Names in the narrow places of pictures, whose letters nobody measures on the server."""

LINES = 2


def broken(name: str, most: int, at_most: int = LINES) -> list[str]:
    """The name in lines of `most` letters, at most so many, broken between words; what does not fit is shortened."""
    lines: list[str] = []
    for word in name.split():
        if lines and (len(lines[-1]) + 1 + len(word) <= most or len(lines) == at_most):
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return [_cut(line, most) for line in lines]


def shortened(name: str, width: float, letter: float) -> str:
    """The name in one line of the width; `letter` is the width of a letter on average."""
    return _cut(name, int(width / letter))


def inside(middle: float, half: float, begins: float, ends: float) -> float:
    """The middle of something so wide to each side, moved as far as it must be to stand between two places."""
    return min(max(middle, begins + half), ends - half)


def free_row(taken: list[float], begin: float, end: float) -> int:
    """The first row in which there is room from one place to another, which is taken then; a new one where none is.

    `taken` holds up to where each row is taken, and is kept from call to call.
    """
    row = next((row for row, until in enumerate(taken) if until <= begin), len(taken))
    taken[row : row + 1] = [end]
    return row


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
