"""Forms of lists of work: they check shape; the acts decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guatu.domain.worklists.rhythm import Rhythm
from guatu.domain.worklists.rows import CORRECTED, Cell
from guatu.web.shared.fields import DayField
from guatu.web.worklists.shown import titles_of, words_of
from guatu.worklists.actions.amending import FIELD_WORDS, STANDING
from guatu.worklists.actions.filling import OwnRow, may_be_typed
from guatu.worklists.choices import RowStanding
from guatu.worklists.models import WORDS, WorkItem


class SeenForm(forms.Form):
    """``seen`` is the version of the list that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AnswerForm(SeenForm):
    answer = forms.CharField(
        label=_("审定意见"),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WordsForm(SeenForm):
    words = forms.CharField(max_length=WORDS, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str, help_text: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = label
        self.fields["words"].help_text = help_text


class CellsForm(SeenForm):
    """The cells of a row of the system that may be corrected, filled with what they say now."""

    def __init__(self, *args: Any, item: WorkItem, rhythm: Rhythm, **options: Any) -> None:
        super().__init__(*args, **options)
        heads = titles_of(rhythm)
        for cell in Cell:
            if may_be_typed(item, cell):
                shown, said = words_of(item.shown(cell)), words_of(item.said.get(cell, ""))
                self.fields[cell.value] = _words(cell, heads[cell], shown, said)

    def cells(self) -> dict[Cell, str]:
        """What was changed; words left as shown in the reader's language are no correction."""
        changed = [name for name in self.changed_data if name != "seen"]
        return {Cell(name): self.cleaned_data[name] for name in changed}


class SheetForm(SeenForm):
    """All rows of a list in one table: the cells that people know better than the system."""

    def __init__(self, *args: Any, items: Iterable[WorkItem], rhythm: Rhythm, **options: Any):
        super().__init__(*args, **options)
        self.items, self.heads = list(items), titles_of(rhythm)
        for item in self.items:
            for cell in CORRECTED:
                field = _words(cell, self.heads[cell], words_of(item.shown(cell)))
                field.widget.attrs["aria-label"] = f"{item.label} {self.heads[cell]}"
                self.fields[_named(item, cell)] = field

    def rows(self) -> Iterator[tuple[WorkItem, list[forms.BoundField]]]:
        for item in self.items:
            yield item, [self[_named(item, cell)] for cell in CORRECTED]

    def cells(self) -> dict[UUID, dict[Cell, str]]:
        """By row, what was changed."""
        changed = {
            item.pk: {
                cell: self.cleaned_data[name]
                for cell in CORRECTED
                if (name := _named(item, cell)) in self.changed_data
            }
            for item in self.items
        }
        return {pk: cells for pk, cells in changed.items() if cells}


class OwnForm(SeenForm):
    label = forms.CharField(
        label=_("事项"), max_length=WORDS, help_text=_("系统里没有的事才自列；下期会自动接续。")
    )
    due_on = DayField(label=_("时限"), required=False)

    def __init__(
        self, *args: Any, rhythm: Rhythm, item: WorkItem | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        heads = titles_of(rhythm)
        for cell in Cell:
            shown = words_of(item.shown(cell)) if item else ""
            self.fields[cell.value] = _words(cell, heads[cell], shown)
        self.fields["done_on"] = DayField(
            label=_("办结日期"), required=False, help_text=_("已经办结的填，没有办结的空着。")
        )
        if item is not None:
            self.initial["label"] = item.label
            self.initial["due_on"], self.initial["done_on"] = item.due_on, item.done_on

    def own(self) -> OwnRow:
        given = self.cleaned_data
        cells = {cell: given[cell.value] for cell in Cell}
        return OwnRow(given["label"], cells, given["due_on"], given["done_on"])


class LateForm(OwnForm):
    """A row that was forgotten, after the freeze."""

    reason = forms.CharField(label=_("更正原因和依据"), max_length=WORDS)


class AmendForm(SeenForm):
    field = forms.ChoiceField(label=_("更正哪一栏"))
    after = forms.CharField(
        label=_("更正为"),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("日期写成 2021-03-15；状态写推进中、等待、逾期或已完成；整行不应列入的空着。"),
    )
    reason = forms.CharField(
        label=_("更正原因和依据"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, _now(words)) for code, words in FIELD_WORDS.items()]

    def clean_after(self) -> str:
        """A standing is written in words and kept by its code."""
        typed = str(self.cleaned_data["after"])
        codes = {str(label): value for value, label in RowStanding.choices}
        return codes.get(typed, typed) if self.cleaned_data.get("field") == STANDING else typed


def _named(item: WorkItem, cell: Cell) -> str:
    return f"{item.pk}-{cell.value}"


def _words(cell: Cell, label: str, initial: str, said: str = "") -> forms.CharField:
    """Lines for what is told, one line for a name."""
    words = _now("系统：%(said)s") % {"said": said} if said and said != initial else ""
    return forms.CharField(
        label=label,
        max_length=WORDS,
        required=False,
        initial=initial,
        help_text=words,
        widget=forms.Textarea(attrs={"rows": 2}) if cell in CORRECTED else forms.TextInput(),
    )
