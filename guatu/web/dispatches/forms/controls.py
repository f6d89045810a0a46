"""Fields and selects that forms of dispatches share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guatu.org.models import Post, Unit, User
from guatu.org.queries import with_holders
from guatu.web.shared.fields import Picker, spell

_SIGNS = {"rows": 3}


class PickField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of ``rows``, said as ``words``."""

    def __init__(
        self, rows: QuerySet[Any], words: Callable[[Any], str] = str, **options: Any
    ) -> None:
        self.words = words
        options.setdefault("empty_label", _("未定"))
        super().__init__(rows, widget=Picker(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return self.words(obj)


class Boxes(forms.CheckboxSelectMultiple):
    """Many boxes in a frame of its own, with a line above that finds among them."""

    template_name = "dispatches/_boxes.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        spell(option)
        return option


class UnitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def __init__(self, rows: QuerySet[Unit], **options: Any) -> None:
        super().__init__(rows, widget=Boxes, **options)

    def clean(self, value: Any) -> Any:
        return list(super().clean(value))


def words_field(label: Any, *, most: int, **options: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs=dict(_SIGNS)), **options
    )


def choose(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field choose among ``rows``."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def units_of(user: User, *kept: object) -> QuerySet[Unit]:
    """Units that exist, and those chosen before even if they were closed since."""
    rows = Unit.objects.visible_to(user).filter(Q(closed_on__isnull=True) | Q(pk__in=kept))
    return rows.order_by("path")  # type: ignore[no-any-return]


def posts_of(user: User, *kept: object) -> QuerySet[Post]:
    """Posts that exist, with who holds them."""
    rows = Post.objects.visible_to(user).filter(Q(closed_on__isnull=True) | Q(pk__in=kept))
    return with_holders(rows).order_by("unit__path", "rank")


def post_words(post: Post) -> str:
    return f"{post.unit.label}　{post.holder_label}"
