"""Texts in three languages: each field says its language and runs its way."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_info


class DirectedTexts:
    """For admins and inlines: the inputs of translated texts carry `lang` and `dir`."""

    def in_languages(self, fieldsets: Iterable[tuple[Any, dict[str, Any]]]) -> list[tuple[Any, dict[str, Any]]]:
        """The fieldsets with each translated text replaced by its field in every language."""
        return [
            (title, options | {"fields": self.replace_orig_field(options["fields"])})  # type: ignore[attr-defined]
            for title, options in fieldsets
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = getattr(db_field, "language", None)
        if field is not None and isinstance(language, str):
            direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
            field.widget.attrs |= {"lang": language, "dir": direction}
            if "rows" in field.widget.attrs:
                field.widget.attrs["rows"] = 3
        return field
