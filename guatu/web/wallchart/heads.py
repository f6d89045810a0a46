"""What stands around the chart: pills, chips, fields of the filter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.boards.wallchart.reading import BandBy, Speech
from guatu.domain.lights.colours import Light
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.listing import Options
from guatu.projects.tallies import NOBODY
from guatu.web.shared.narrowing import Chip, Field, Segment, changed
from guatu.web.shared.past import project_address
from guatu.web.shared.sentences import in_words
from guatu.web.wallchart.asking import NARROWING, View
from guatu.web.wallchart.papers import PAPERS, Paper

_KINDS: Mapping[str, str | Promise] = {
    "line": gettext_lazy("工作线"),
    "unit": gettext_lazy("牵头单位"),
    "sponsor": gettext_lazy("包保领导"),
}


def speech(as_of: datetime | None = None) -> Speech:
    address = partial(project_address, moment=as_of)
    return Speech(in_words, address, {by: _nobody(by) for by in BandBy})


def band_segments(values: QueryDict, view: View) -> list[Segment]:
    words = {
        BandBy.LINE: _("按工作线"), BandBy.SPONSOR: _("按包保领导"), BandBy.UNIT: _("按单位"),
    }  # fmt: skip
    chosen = view.asked.by
    return [Segment(words[by], changed(values, by=by), by == chosen) for by in BandBy]


def scale_segments(values: QueryDict, view: View) -> list[Segment]:
    words = {"month": _("月"), "quarter": _("季")}
    return [
        Segment(word, changed(values, scale=scale), scale == view.scale)
        for scale, word in words.items()
    ]


def paper_segments(values: QueryDict, paper: Paper) -> list[Segment]:
    return [
        Segment(one.name, changed(values, paper=one.code), one == paper) for one in PAPERS.values()
    ]


def narrowing_words(view: View, options: Options) -> str:
    """What is left out of a printed chart must stand on it: ``工业立市；灯：红、黄``."""
    parts = [label for label in chosen(view.asked.wanted, options) if label]
    if view.asked.lights:
        words = "、".join(_(light.word) for light in Light if light in view.asked.lights)
        parts.append(_("灯：%(lights)s") % {"lights": words})
    return "；".join(parts)


def fields(wanted: ListFilter, options: Options) -> list[Field]:
    listed = {"line": options.lines, "unit": options.units, "sponsor": options.sponsors}
    return [
        Field(name, str(_KINDS[name]), str(getattr(wanted, name) or ""), listed[name])
        for name in NARROWING
    ]


def chips(values: QueryDict, wanted: ListFilter, options: Options) -> list[Chip]:
    """One for each value that narrows the chart; lights are narrowed by the legend."""
    return [
        Chip(label, changed(values, **{name: ""}))
        for name, label in zip(NARROWING, chosen(wanted, options), strict=True)
        if label
    ]


def chosen(wanted: ListFilter, options: Options) -> list[str]:
    """The words for line, unit and sponsor; empty where nothing is chosen."""
    return [
        _label(field, getattr(wanted, field.name)) if getattr(wanted, field.name) else ""
        for field in fields(wanted, options)
    ]


def _label(field: Field, value: UUID) -> str:
    if value == NOBODY:
        return _nobody(BandBy(field.name))
    return dict(field.choices).get(str(value)) or field.label


def _nobody(by: BandBy) -> str:
    if by is BandBy.LINE:
        return _("未列入工作线")
    return _("%(kind)s未定") % {"kind": _KINDS[by]}
