"""The upload form: it checks shape; whether the file can be read is decided by the act."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from guatu.intake.queries import Header
from guatu.lines.models import WorkLine
from guatu.org.models import User
from guatu.web.shared.fields import DayField

ENDINGS = (".xlsx", ".xls", ".et", ".csv")


class UploadForm(forms.Form):
    """``file`` has no widget of Django's own look: the page draws a drop zone around it."""

    file = forms.FileField(
        label=_("台账文件"),
        max_length=200,
        allow_empty_file=True,  # the act says it better
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": _("请先选一个文件。")},
    )
    as_of = DayField(
        label=_("数据截至"),
        help_text=_("台账中的“年底前”“已开工”等说法按这一天理解。"),
    )
    line = forms.ModelChoiceField(
        WorkLine.objects.none(),
        label=_("归入工作线"),
        required=False,
        empty_label=_("按台账中的“工作线”一列"),
        help_text=_("台账没有写工作线的项目归入所选的一条。"),
    )

    def __init__(self, *args: Any, user: User, year: int, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.initial.setdefault("as_of", today)
        lines = WorkLine.objects.visible_to(user).of_year(year).order_by("number")
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            limit = settings.UPLOAD_LIMIT // (1024 * 1024)
            raise forms.ValidationError(
                _("文件超过 %(limit)s MB；请删去图片和无关的工作表后另存，再上传。"),
                params={"limit": limit},
            )
        return file


class BasicsForm(forms.Form):
    """What holds for the whole file; ``sheet`` only where there are several."""

    as_of = DayField(label=_("数据截至"))
    year = forms.IntegerField(label=_("列入年度"), min_value=2000, max_value=2100)
    line = forms.ModelChoiceField(
        WorkLine.objects.none(),
        label=_("归入工作线"),
        required=False,
        empty_label=_("按台账中的“工作线”一列"),
    )
    sheet = forms.TypedChoiceField(
        label=_("读哪张工作表"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, user: User, header: Header, **kw: Any) -> None:
        super().__init__(*args, **kw)
        lines = WorkLine.objects.visible_to(user).of_year(header.year).order_by("number")
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        names = [(str(n), name) for n, name in enumerate(header.sheet_names, start=1)]
        if len(names) < 2:
            del self.fields["sheet"]
        else:
            self.fields["sheet"].choices = [("", _("全部")), *names]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def initial_of(header: Header) -> dict[str, Any]:
    return {
        "as_of": header.as_of,
        "year": header.year,
        "line": header.line_id,
        "sheet": header.sheet or "",
    }
