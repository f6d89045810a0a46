"""Fields that forms of several areas share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from guatu.kit.pinyin import pinyin_of
from guatu.org.models import Unit
from guatu.projects.actions.fields import FIRST_DAY, LAST_DAY

_BEYOND = _("日期应在 1900 年到 2199 年之间，请核对。")


class DayField(forms.DateField):
    """A day as browsers send it; far from our time it was mistyped, and cannot be counted with."""

    default_validators = [  # noqa: RUF012 - Django's own attribute
        MinValueValidator(FIRST_DAY, _BEYOND),
        MaxValueValidator(LAST_DAY, _BEYOND),
    ]

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **options)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files (``UploadedFile``), none included."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=FilesInput(), required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in sent if one]


def day_of(text: str) -> date | None:
    """A day in a field without a form; None for what is none."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


class Picker(forms.Select):
    """A select that the front end makes searchable by name, pinyin and initials."""

    def __init__(self) -> None:
        super().__init__({"data-picker": ""})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        spell(option)
        return option


class PickField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row or none, said as ``words``; the rows are put in when the form is made."""

    def __init__(self, words: Callable[[Any], str] = str, **options: Any) -> None:
        self.words = words
        options = {"required": False, "widget": Picker(), "empty_label": _("未定"), **options}
        super().__init__(Unit.objects.none(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return self.words(obj)


def spell(option: dict[str, Any]) -> None:
    """Say how the row of an option can be typed: short name, pinyin, initials."""
    if (row := getattr(option["value"], "instance", None)) is not None:
        option["attrs"]["data-keys"] = _keys_of(row)


def _keys_of(row: Any) -> str:
    """What else may be typed to find it; units and projects keep it ready."""
    if hasattr(row, "pinyin"):
        return f"{getattr(row, 'short_name', '')} {row.pinyin} {row.initials}".strip()
    spelt = pinyin_of(str(row))
    return f"{spelt.full} {spelt.initials}"
