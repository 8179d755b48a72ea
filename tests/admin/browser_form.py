"""What a browser would send from a page's main form: its inputs as they were served, and what a person types."""

from html.parser import HTMLParser
from typing import Any


class _FormReader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.values: dict[str, str] = {}
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside or "disabled" in given:
            return
        if tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.values[name] = given.get("value") or ("on" if given.get("type") == "checkbox" else "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.values[self.select] = given.get("value") or ""
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""


def served(answer: Any) -> dict[str, str]:
    """The inputs of the page's form as they were served."""
    model = answer.context["opts"].model_name
    reader = _FormReader(f"{model}_form")
    reader.feed(answer.content.decode())
    return {name: value for name, value in reader.values.items() if "__prefix__" not in name}


def with_lines(values: dict[str, str], prefix: str, *lines: dict[str, Any]) -> dict[str, Any]:
    """The inputs with lines added to an inline, as "Add another" adds them."""
    start = int(values[f"{prefix}-INITIAL_FORMS"])
    typed: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": str(start + len(lines))}
    for number, line in enumerate(lines, start=start):
        typed |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return values | typed
