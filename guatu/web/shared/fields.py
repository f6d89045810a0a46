"""Fields that forms of several areas share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

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


def day_of(text: str) -> date | None:
    """A day in a field without a form; None for what is none."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
