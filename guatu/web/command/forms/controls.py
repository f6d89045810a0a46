"""Fields, selects and choices that forms of command share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guatu.command.actions.clearing import Picture
from guatu.kit.pinyin import pinyin_of
from guatu.org.models import Post, Unit, User
from guatu.projects.models import Project

LARGEST_PHOTO = 10 * 1024 * 1024


class Picker(forms.Select):
    """A select that the front end makes searchable by name, pinyin and initials."""

    def __init__(self) -> None:
        super().__init__({"data-picker": ""})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if (row := getattr(option["value"], "instance", None)) is not None:
            spelt = pinyin_of(str(row))
            option["attrs"]["data-keys"] = f"{spelt.full} {spelt.initials}"
        return option


class PickField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row or none, said as ``words``; the rows are put in when the form is made."""

    def __init__(self, words: Callable[[Any], str] = str, **options: Any) -> None:
        self.words = words
        options.setdefault("empty_label", _("请选择"))
        super().__init__(Unit.objects.none(), widget=Picker(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return self.words(obj)


class Boxes(forms.CheckboxSelectMultiple):
    """Many boxes in a frame of its own that scrolls."""

    template_name = "command/_boxes.html"


class PostsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return post_words(obj)


def words_field(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def post_words(post: Post) -> str:
    return f"{post.unit.label}　{post.holder_label}"


def unit_words(unit: Unit) -> str:
    return str(unit.name)


def photo_field(**options: Any) -> forms.FileField:
    options.setdefault("help_text", _("选填。只收照片，不记录拍摄位置。"))
    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"})
    return forms.FileField(label=_("照片"), required=False, widget=widget, **options)


class ReasonForm(forms.Form):
    reason = words_field(_("理由"), max_length=300)


def picture_in(form: forms.Form) -> Picture | None:
    """The photo that was sent with a form, if any."""
    sent = form.cleaned_data.get("photo")
    if not sent:
        return None
    return Picture(sent.name, sent.read(LARGEST_PHOTO + 1))


def units_of(user: User) -> QuerySet[Unit]:
    return Unit.objects.visible_to(user).filter(closed_on__isnull=True)  # type: ignore[no-any-return]


def posts_of(user: User) -> QuerySet[Post]:
    rows = Post.objects.visible_to(user).filter(closed_on__isnull=True)
    return (
        rows.select_related("unit")
        .prefetch_related("holdings__user")
        .order_by("unit__path", "rank")
    )


def leaders_of(user: User) -> QuerySet[Post]:
    """Posts that lead: sponsors, commanders, and the heads of task forces."""
    leads = Q(post_roles__role__in=("sponsor", "commander", "task_force"))
    return posts_of(user).filter(leads).distinct()


def projects_of(user: User) -> QuerySet[Project]:
    return Project.objects.visible_to(user).listed().order_by("number", "id")


def month_of(text: str) -> date | None:
    """``2021-03`` as the first day of that month; None for what is none."""
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        return None


def put_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


def put_people(form: forms.Form, user: User) -> None:
    put_rows(form, "project", projects_of(user))
    put_rows(form, "leader", leaders_of(user))
    own = [post.pk for post in leaders_of(user) if post.pk in user.access.post_ids]
    if len(own) == 1:
        form.fields["leader"].initial = own[0]
