"""What a page is to be, before there is a row of it: from a form, or ready made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.screens.choices import BoardPreset, PageLayout, PanelKind

SECONDS = 20


@dataclass(frozen=True, slots=True)
class PanelDraft:
    kind: PanelKind
    line: UUID | None = None
    post: UUID | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class PageDraft:
    """``panels`` by the places of the layout, from the first; None leaves a place empty."""

    title: str
    layout: PageLayout
    panels: Sequence[PanelDraft | None]
    seconds: int = SECONDS


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A page as it ships; its title is a message id."""

    title: str | Promise
    layout: PageLayout
    kinds: tuple[PanelKind, ...]


_K = PanelKind
PRESETS: Mapping[BoardPreset, tuple[_Sketch, ...]] = {
    BoardPreset.CITY: (
        _Sketch(_("全市进展"), PageLayout.TWO, (_K.OVERVIEW, _K.REDS)),
        _Sketch(_("名次与升降"), PageLayout.TWO, (_K.LINES, _K.UNITS)),
        _Sketch(_("本月节点与报送"), PageLayout.THREE, (_K.BATTLES, _K.FLAGS, _K.LISTS)),
        _Sketch(_("开门红与集中开工"), PageLayout.TWO, (_K.TARGETS, _K.STARTS)),
    ),
    BoardPreset.LINE: (
        _Sketch(_("本线进展"), PageLayout.ONE, (_K.LINE,)),
        _Sketch(_("全市对照"), PageLayout.TWO, (_K.LINES, _K.REDS)),
    ),
    BoardPreset.INSPECTION: (
        _Sketch(_("节点与报送"), PageLayout.TWO, (_K.FLAGS, _K.LISTS)),
        _Sketch(_("单位与岗位"), PageLayout.TWO, (_K.UNITS, _K.SPONSORS)),
        _Sketch(_("红灯与本月节点"), PageLayout.TWO, (_K.REDS, _K.BATTLES)),
    ),
    BoardPreset.EMPTY: (),
}


def ready_made(preset: BoardPreset, line: UUID | None = None) -> list[PageDraft]:
    """The pages of ``preset``; those of a line show ``line``."""
    return [
        PageDraft(str(one.title), one.layout, [_panel(kind, line) for kind in one.kinds])
        for one in PRESETS[preset]
    ]


def _panel(kind: PanelKind, line: UUID | None) -> PanelDraft:
    return PanelDraft(kind, line=line if kind is PanelKind.LINE else None)
