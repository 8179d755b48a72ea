"""Names in the narrow places of pictures, whose letters nobody measures on the server."""

LINES = 2


def broken(name: str, most: int) -> list[str]:
    """The name in two lines at most, broken between words; what does not fit is shortened to `most` letters a line."""
    lines: list[str] = []
    for word in name.split():
        if lines and (len(lines[-1]) + 1 + len(word) <= most or len(lines) == LINES):
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return [line if len(line) <= most else f"{line[: most - 1]}…" for line in lines]
