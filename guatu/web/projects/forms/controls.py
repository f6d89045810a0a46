"""Fields and selects that forms of projects share."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guatu.kit.pinyin import pinyin_of
from guatu.lines.models import Target
from guatu.org.choices import UnitKind
from guatu.org.models import Holding, Post, Unit, User

_NOT_A_FIGURE = _("请只填数字，不带单位，如 12000。")


class AmountField(forms.DecimalField):
    """A figure as people type or paste it: ``１２，０００``, ``12,000.5``."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_digits", 18)
        options.setdefault("decimal_places", 4)
        options.setdefault("error_messages", {"invalid": _NOT_A_FIGURE})
        wide = options.pop("wide", False)
        options.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "decimal", "class": "" if wide else "num"}),
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(",", "").replace(" ", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return plain_figure(value) if isinstance(value, Decimal) else value


class PickerSelect(forms.Select):
    """A select that the front end makes searchable by name, pinyin and initials."""

    def __init__(self, keys_of: Callable[[Any], str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-picker": "", **(attrs or {})})
        self.keys_of = keys_of

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        row = getattr(option["value"], "instance", None)
        if row is not None:
            option["attrs"]["data-keys"] = self.keys_of(row)
        return option


class PickField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of ``rows``, said as ``words`` and found by ``keys``."""

    def __init__(
        self,
        rows: QuerySet[Any],
        words: Callable[[Any], str],
        keys: Callable[[Any], str],
        **options: Any,
    ) -> None:
        self.words = words
        super().__init__(
            rows, widget=PickerSelect(keys), required=False, empty_label=_("未定"), **options
        )

    def label_from_instance(self, obj: Any) -> str:
        return self.words(obj)


class Boxes(forms.CheckboxSelectMultiple):
    """Many boxes in a frame of its own that scrolls."""

    template_name = "projects/_boxes.html"


class BoxesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some of ``rows``, as a list."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows, widget=Boxes, required=False)

    def clean(self, value: Any) -> Any:
        return list(super().clean(value))


class TargetsField(BoxesField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.line.title}　{obj.name}"


def targets_field(user: User, year: int) -> TargetsField:
    """The targets of the year's lines, line by line."""
    rows = Target.objects.visible_to(user).filter(line__year=year)
    return TargetsField(rows.select_related("line").order_by("line__number", "serial", "id"))


def township_field(user: User, kept: Unit | None = None) -> PickField:
    own = Q(kind=UnitKind.TOWNSHIP) | Q(pk=kept and kept.pk)
    return _one_unit(Unit.objects.filter(own, _open_or(kept), tenant_id=user.tenant_id))


def unit_field(user: User, kept: Unit | None = None, **options: Any) -> PickField:
    """A unit of the tenant that still exists, or the one that was chosen before it was closed."""
    return _one_unit(Unit.objects.filter(_open_or(kept), tenant_id=user.tenant_id), **options)


def units_field(user: User, kept: Sequence[Unit] = ()) -> BoxesField:
    known = Q(closed_on__isnull=True) | Q(pk__in=[unit.pk for unit in kept])
    return BoxesField(Unit.objects.filter(known, tenant_id=user.tenant_id).order_by("path"))


def post_field(user: User, kept: Post | None = None, **options: Any) -> PickField:
    """A post of the tenant, said with the person who holds it now."""
    now = Prefetch("holdings", queryset=Holding.objects.current().select_related("user"))
    rows = Post.objects.visible_to(user).filter(_open_or(kept))
    rows = rows.select_related("unit").prefetch_related(now)
    return PickField(rows, _post_words, _post_keys, **options)


def row_field(rows: QuerySet[Any], **options: Any) -> PickField:
    return PickField(rows, str, _spelt, **options)


def plain_figure(value: Decimal) -> str:
    """12000.5000 → ``12000.5``; never ``1.2E+4``."""
    return format(value.normalize(), "f") if value else "0"


def _one_unit(rows: QuerySet[Any], **options: Any) -> PickField:
    return PickField(rows.order_by("path"), str, _unit_keys, **options)


def _unit_keys(unit: Unit) -> str:
    return f"{unit.pinyin} {unit.initials}"


def _open_or(kept: Unit | Post | None) -> Q:
    return Q(closed_on__isnull=True) | Q(pk=kept and kept.pk)


def _post_words(post: Post) -> str:
    return f"{post.holder_label} {post.unit.label}"


def _post_keys(post: Post) -> str:
    return _spelt(_post_words(post))


def _spelt(row: object) -> str:
    spelt = pinyin_of(str(row))
    return f"{spelt.full} {spelt.initials}"
