"""Which fields of many projects get one value: a box says which, the control beside it what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.lines.models import Chain, Park, TaskForce, WorkLine
from guatu.org.models import User
from guatu.projects.actions.bulk import OF_THE_PLAN
from guatu.projects.choices import Nature
from guatu.projects.models import Project
from guatu.web.projects.bulk import field_words
from guatu.web.projects.forms.controls import post_field, row_field, unit_field
from guatu.web.shared.fields import DayField

BOX = "set_"
TAGS = ("tags_add", "tags_remove")


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that can be set: its box and its controls, with the words before them."""

    name: str
    label: str
    box: forms.BoundField
    controls: list[tuple[str | Promise, forms.BoundField]]


class BulkForm(forms.Form):
    """``values_for(project)`` are the fields that were chosen, with what they are to be."""

    def __init__(self, *args: Any, user: User, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = _fields(user, year)
        for name in (*self.own, "tags"):
            self.fields[f"{BOX}{name}"] = forms.BooleanField(required=False)
        self.fields.update(self.own)
        for name in TAGS:
            self.fields[name] = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"{BOX}{name}") for name in (*self.own, "tags")):
            raise forms.ValidationError(_("请先勾选要改的内容。"))
        if cleaned.get(f"{BOX}tags") and not any(cleaned.get(name) for name in TAGS):
            self.add_error("tags_add", _("请填要加上或去掉的标签。"))
        return cleaned

    def choices(self) -> Iterator[Choice]:
        for name in self.own:
            controls: list[tuple[str | Promise, forms.BoundField]] = [("", self[name])]
            yield Choice(name, field_words(name), self[f"{BOX}{name}"], controls)
        words = (gettext_lazy("加上"), gettext_lazy("去掉"))
        controls = [(said, self[name]) for said, name in zip(words, TAGS, strict=True)]
        yield Choice("tags", field_words("tags"), self[f"{BOX}tags"], controls)

    def values_for(self, project: Project) -> Mapping[str, Any]:
        wanted = self.cleaned_data
        values = {name: wanted[name] for name in self.own if wanted[f"{BOX}{name}"]}
        if wanted[f"{BOX}tags"]:
            values["tags"] = _retagged(project.tags, wanted["tags_add"], wanted["tags_remove"])
        return values

    def fingerprint(self) -> str:
        """Tells whether what is sent is what the preview was made of."""
        said = sorted((name, str(self[name].value() or "")) for name in self.fields)
        return sha256(repr(said).encode()).hexdigest()[:16]


def split_tags(text: str) -> list[str]:
    """十强产业、省重点: each once."""
    return list(dict.fromkeys(filter(None, re.split(r"[、，,;；\s]+", text))))


def _retagged(before: list[str], add: str, remove: str) -> list[str]:
    gone = set(split_tags(remove))
    return list(dict.fromkeys([tag for tag in before if tag not in gone] + split_tags(add)))


def _fields(user: User, year: int) -> dict[str, forms.Field]:
    forces = TaskForce.objects.filter(tenant_id=user.tenant_id)
    return {
        "line": row_field(WorkLine.objects.visible_to(user).of_year(year)),
        "lead_unit": unit_field(user),
        "responsible_unit": unit_field(user),
        "sponsor": post_field(user),
        "task_force": row_field(forces),
        "nature": forms.ChoiceField(
            choices=[("", gettext_lazy("未定")), *Nature.choices], required=False
        ),
        "category": forms.CharField(required=False, max_length=60),
        "chain": row_field(Chain.objects.visible_to(user)),
        "park": row_field(Park.objects.visible_to(user)),
        "township": unit_field(user),
        **{name: DayField(required=False) for name in OF_THE_PLAN},
        "remark": forms.CharField(required=False, max_length=300),
    }
