"""What was typed into a form, so that it can be read and copied when it could not be taken."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms


def told(form: forms.Form) -> Iterator[tuple[str, str]]:
    """Label and words of every field in which something was typed or chosen; no files."""
    for field in form.visible_fields():
        value = field.value()
        if isinstance(value, str) and value.strip():
            yield str(field.label), _words_of(field, value)


def _words_of(field: forms.BoundField, value: str) -> str:
    """The words of a choice, not its code."""
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return value
    return next((str(label) for code, label in choices if str(code) == value), value)
