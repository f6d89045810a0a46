"""The form of a draft: the text of a pack as fields, and the fields back into a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.domain.lights import Light, PaceKind
from guatu.domain.lights.measures import MEASURES
from guatu.domain.lights.packs import Op
from guatu.domain.lights.validity import GRANTERS
from guatu.domain.pace import plain
from guatu.org.choices import Role
from guatu.projects.actions.packs import LONGEST_NAME
from guatu.web.shared.rulewords import pace_words

COLOURS = (Light.RED, Light.YELLOW, Light.GREEN)
OPS = {
    Op.LT: gettext_lazy("少于"),
    Op.LE: gettext_lazy("不超过"),
    Op.GT: gettext_lazy("超过"),
    Op.GE: gettext_lazy("不少于"),
    Op.EQ: gettext_lazy("正好"),
}
YES, NO = "yes", "no"


class NumberField(forms.DecimalField):
    """A threshold as people type it: ``１０``, ``12.5``."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num is-threshold"})
        errors = {"invalid": _("请只填数字，不带单位。"), "required": _("请填一个数。")}
        super().__init__(max_digits=13, decimal_places=4, widget=widget, error_messages=errors,
                         **options)  # fmt: skip

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip()
        return super().to_python(value)


@dataclass(frozen=True, slots=True)
class ComparedFields:
    """One measure against its values: ``是否开工 是``, ``低于序时 超过 30 百分点``."""

    label: str
    unit: str
    fields: list[BoundField]


@dataclass(frozen=True, slots=True)
class RuleFields:
    """``joined``: how the comparisons are tied, and or or."""

    id: str
    light: BoundField
    joined: str
    compared: list[ComparedFields]
    words: list[BoundField]


@dataclass(frozen=True, slots=True)
class DimensionFields:
    code: str
    name: BoundField
    excuse: list[BoundField]
    rules: list[RuleFields]
    otherwise: list[BoundField] = field(default_factory=list)


class PackForm(forms.Form):
    """What can be changed without knowing how a pack is written; the rest is for the text.

    Names of fields are the way to their place in the text: ``d0-r1-c0-value``.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=LONGEST_NAME)
    source = forms.CharField(
        label=gettext_lazy("来源"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("写明依据哪份文件；自定的也写明是自定。"),
    )
    pace = forms.ChoiceField(label=gettext_lazy("应完成的份额"))
    due_day = forms.IntegerField(
        label=gettext_lazy("报进度的期限（几日）"), min_value=1, max_value=31, required=False,
        help_text=gettext_lazy("空着就是当月最后一天。"),
    )  # fmt: skip
    due_month = forms.ChoiceField(
        label=gettext_lazy("期限在"),
        choices=[("same", gettext_lazy("当月")), ("next", gettext_lazy("次月"))],
    )

    def __init__(self, text: Mapping[str, Any], data: Any = None, *, seen: int) -> None:
        self._text = text
        super().__init__(data, initial={"seen": seen, **_head_values(text)})
        kinds = [",".join(kinds) for kinds in _pace_choices(text)]
        self.fields["pace"].choices = [  # type: ignore[attr-defined]
            (kind, _("；没有时，").join(pace_words(PaceKind(one)) for one in kind.split(",")))
            for kind in kinds
        ]
        for at, dimension in enumerate(text["dimensions"]):
            self.fields.update(_dimension_fields(f"d{at}", dimension))
        for name, one in self.fields.items():
            if "-r" in name or "-o-" in name:  # stands in a table, without its label
                one.widget.attrs["aria-label"] = one.label

    @property
    def head(self) -> list[BoundField]:
        return [self[name] for name in ("name", "source", "pace", "due_day", "due_month")]

    @property
    def dimensions(self) -> list[DimensionFields]:
        return [
            self._dimension(f"d{at}", dimension)
            for at, dimension in enumerate(self._text["dimensions"])
        ]

    def text(self) -> dict[str, Any]:
        """The text with what was typed."""
        given, text = self.cleaned_data, deepcopy(dict(self._text))
        text["name"], text["source"] = given["name"], given["source"]
        text["terms"] = {"pace": given["pace"].split(",")}
        if given["due_day"]:
            text["terms"]["report_due"] = {"day": given["due_day"], "month": given["due_month"]}
        for at, dimension in enumerate(text["dimensions"]):
            _put_dimension(f"d{at}", dimension, given)
        return text

    def _dimension(self, way: str, stored: Mapping[str, Any]) -> DimensionFields:
        return DimensionFields(
            stored["code"],
            self[f"{way}-name"],
            [self[f"{way}-{name}"] for name in ("allowed", "granted_by", "most_days")],
            [self._rule(f"{way}-r{n}", rule) for n, rule in enumerate(stored["rules"])],
            [self[f"{way}-o-{n}"] for n in ("light", "say")] if stored.get("otherwise") else [],
        )

    def _rule(self, way: str, stored: Mapping[str, Any]) -> RuleFields:
        joined = _("满足其一") if "any" in stored["when"] else _("都满足")
        return RuleFields(
            stored["id"],
            self[f"{way}-light"],
            joined if len(_comparisons(stored)) > 1 else "",
            [self._compared(f"{way}-c{n}", one) for n, one in enumerate(_comparisons(stored))],
            [self[f"{way}-{name}"] for name in WORDS],
        )

    def _compared(self, way: str, stored: Mapping[str, Any]) -> ComparedFields:
        measure = MEASURES[stored["measure"]]
        names = [name for name in self.fields if name.startswith(f"{way}-")]
        unit = _(measure.unit) if measure.unit else ""
        return ComparedFields(_(measure.label), unit, [self[name] for name in names])


class TextForm(forms.Form):
    """The whole text of a draft as JSON."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("规则包全文"),
        widget=forms.Textarea(attrs={"rows": 32, "class": "is-code", "spellcheck": "false"}),
        help_text=gettext_lazy("可以增删维度和规则。代码和版本由系统编定，写别的也不改。"),
    )


WORDS: Mapping[str, Any] = {
    "say": gettext_lazy("原因写成"),
    "wants": gettext_lazy("怎样转绿"),
    "notice": gettext_lazy("提示"),
}


def _head_values(text: Mapping[str, Any]) -> dict[str, Any]:
    terms = text.get("terms", {})
    due = terms.get("report_due", {})
    return {
        "name": text["name"],
        "source": text["source"],
        "pace": ",".join(_pace(text)),
        "due_day": due.get("day"),
        "due_month": due.get("month", "same"),
    }


def _pace(text: Mapping[str, Any]) -> list[str]:
    kinds: list[str] = list(text.get("terms", {}).get("pace", [PaceKind.MONTHS.value]))
    return kinds


def _pace_choices(text: Mapping[str, Any]) -> Iterator[list[str]]:
    """What the pack says now, and the usual ones."""
    own, curve = _pace(text), PaceKind.CURVE.value
    usual = [[PaceKind.MONTHS.value], [PaceKind.DAYS.value], [PaceKind.FROM_START.value],
             [curve, PaceKind.MONTHS.value], [curve, PaceKind.FROM_START.value]]  # fmt: skip
    yield own
    yield from (kinds for kinds in usual if kinds != own)


def _dimension_fields(way: str, stored: Mapping[str, Any]) -> Iterator[tuple[str, forms.Field]]:
    excuse = stored.get("excuse", {})
    yield f"{way}-name", forms.CharField(label=_("维度名称"), initial=stored["name"])
    yield from _excuse_fields(way, excuse)
    for n, rule in enumerate(stored["rules"]):
        yield from _rule_fields(f"{way}-r{n}", rule)
    if other := stored.get("otherwise"):
        yield f"{way}-o-light", _light_field(other["light"], (*COLOURS, Light.NONE))
        yield f"{way}-o-say", _words_field(_("原因写成"), other["say"], needed=True)


def _excuse_fields(way: str, excuse: Mapping[str, Any]) -> Iterator[tuple[str, forms.Field]]:
    choices = [(YES, _("可以认可")), (NO, _("不认可"))]
    allowed = YES if excuse.get("allowed", True) else NO
    yield f"{way}-allowed", forms.ChoiceField(label=_("正当理由"), choices=choices, initial=allowed)
    roles = [(role, Role(role).label) for role in GRANTERS]
    yield f"{way}-granted_by", forms.MultipleChoiceField(
        label=_("由谁认可"), choices=roles, required=False, initial=excuse.get("granted_by", []),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    yield f"{way}-most_days", forms.IntegerField(
        label=_("最多几天"), min_value=1, max_value=3660, required=False,
        initial=excuse.get("most_days"),
    )  # fmt: skip


def _rule_fields(way: str, stored: Mapping[str, Any]) -> Iterator[tuple[str, forms.Field]]:
    yield f"{way}-light", _light_field(stored["light"], COLOURS)
    for n, comparison in enumerate(_comparisons(stored)):
        yield from _compared_fields(f"{way}-c{n}", comparison)
    for name, label in WORDS.items():
        said = stored.get(name, "")
        yield f"{way}-{name}", _words_field(label, said, needed=name == "say")


def _compared_fields(way: str, stored: Mapping[str, Any]) -> Iterator[tuple[str, forms.Field]]:
    label = _(MEASURES[stored["measure"]].label)
    op, value = Op(stored["op"]), stored["value"]
    if op is Op.IS:
        choices = [(YES, _("是")), (NO, _("否"))]
        yield (
            f"{way}-is",
            forms.ChoiceField(label=label, choices=choices, initial=YES if value else NO),
        )
    elif op is Op.BETWEEN:
        yield f"{way}-value", NumberField(label=_("不少于"), initial=_number(value[0]))
        yield f"{way}-high", NumberField(label=_("不超过"), initial=_number(value[1]))
    else:
        yield f"{way}-op", forms.ChoiceField(label=label, choices=list(OPS.items()), initial=op)
        yield f"{way}-value", NumberField(label=label, initial=_number(value))


def _light_field(light: str, choices: tuple[Light, ...]) -> forms.ChoiceField:
    named = [(one.value, _(one.word)) for one in choices]
    return forms.ChoiceField(label=_("灯"), choices=named, initial=light)


def _words_field(label: Any, said: str, *, needed: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, initial=said, required=needed, widget=widget)


def _put_dimension(way: str, stored: dict[str, Any], given: Mapping[str, Any]) -> None:
    stored["name"] = given[f"{way}-name"]
    excuse = _excuse(way, given)
    if excuse:
        stored["excuse"] = excuse
    else:
        stored.pop("excuse", None)
    for n, rule in enumerate(stored["rules"]):
        _put_rule(f"{way}-r{n}", rule, given)
    if stored.get("otherwise"):
        stored["otherwise"] = {n: given[f"{way}-o-{n}"] for n in ("light", "say")}


def _excuse(way: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Empty where the general rules apply; who and how long say nothing of what is not accepted."""
    if given[f"{way}-allowed"] == NO:
        return {"allowed": False}
    made: dict[str, Any] = {}
    if roles := given[f"{way}-granted_by"]:
        made["granted_by"] = list(roles)
    if days := given[f"{way}-most_days"]:
        made["most_days"] = days
    return made


def _put_rule(way: str, stored: dict[str, Any], given: Mapping[str, Any]) -> None:
    stored["light"] = given[f"{way}-light"]
    for n, comparison in enumerate(_comparisons(stored)):
        _put_compared(f"{way}-c{n}", comparison, given)
    for name in WORDS:
        stored.pop(name, None)
        if said := given[f"{way}-{name}"]:
            stored[name] = said


def _put_compared(way: str, stored: dict[str, Any], given: Mapping[str, Any]) -> None:
    if (answer := given.get(f"{way}-is")) is not None:
        stored["value"] = answer == YES
        return
    low, high = given[f"{way}-value"], given.get(f"{way}-high")
    if high is not None:
        stored["value"] = [_kept(stored["value"][0], low), _kept(stored["value"][1], high)]
    else:
        stored["op"], stored["value"] = given[f"{way}-op"], _kept(stored["value"], low)


def _kept(before: Any, number: Decimal) -> Any:
    """As it is written already, else as text, so that no digit is lost."""
    return before if Decimal(str(before)) == number else plain(number)


def _comparisons(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    when = rule["when"]
    found: list[dict[str, Any]] = when["any"] if "any" in when else when["all"]
    return found


def _number(value: Any) -> str:
    return plain(Decimal(str(value)))
