"""Fields, selects and choices that forms of command share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guatu.command.actions.clearing import Picture
from guatu.org.models import Post, Unit, User
from guatu.projects.models import Project
from guatu.web.shared import fields

LARGEST_PHOTO = 10 * 1024 * 1024


class PickField(fields.PickField):
    """One row that has to be chosen, unless the form says otherwise."""

    def __init__(self, words: Callable[[Any], str] = str, **options: Any) -> None:
        super().__init__(words, **{"required": True, "empty_label": _("请选择"), **options})


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
