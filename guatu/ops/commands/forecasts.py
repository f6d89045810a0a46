"""The part of ``schedule`` that draws durations: when the plan may end, and what that hangs on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guatu.domain.schedule import Network
from guatu.domain.schedule.draws import ThreePoint
from guatu.domain.schedule.risk import risk
from guatu.domain.workcalendar import WorkCalendar

DIGITS = 4


def forecast(
    net: Network,
    calendars: Sequence[WorkCalendar],
    spreads: Mapping[str, ThreePoint],
    arguments: Namespace,
) -> dict[str, Any]:
    """The outlook as plain values. Raises what ``risk`` does."""
    found = risk(
        net,
        calendars,
        spreads,
        seed=arguments.seed,
        draws=arguments.draws,
        shape=arguments.shape,
    )
    chance = found.probability
    return {
        "draws": found.draws,
        "seed": arguments.seed,
        "distribution": arguments.shape,
        "p50": found.p50.isoformat(),
        "p80": found.p80.isoformat(),
        "p90": found.p90.isoformat(),
        "required_finish": found.required.isoformat() if found.required else None,
        "probability": None if chance is None else round(float(chance), DIGITS),
        "finishes": [
            {"date": day.isoformat(), "draws": count}
            for day, count in zip(found.days, found.counts, strict=True)
        ],
        "criticality": {
            one: round(float(share), DIGITS) for one, share in found.criticality.items()
        },
        "assumed": [one for one in found.criticality if one in _assumed(net, spreads)],
    }


def _assumed(net: Network, spreads: Mapping[str, ThreePoint]) -> set[str]:
    """Activities with work for which the file tells no three points."""
    return {
        one
        for one, days in zip(net.ids, net.dur.tolist(), strict=True)
        if days and one not in spreads
    }


def forecast_in_words(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"抽样 {found['draws']} 次（种子 {found['seed']}）："
    yield f"有五成把握 {found['p50']} 完成，八成 {found['p80']}，九成 {found['p90']}"
    if found["probability"] is not None:
        yield f"{found['required_finish']} 按期完成的可能 {found['probability']:.1%}"
    for one, share in sorted(found["criticality"].items(), key=lambda pair: -pair[1]):
        if share:
            yield f"{one}\t关键程度 {share:.0%}"
    if found["assumed"]:
        yield "未写最快、最慢工期的按 90% 和 150% 计：" + "、".join(found["assumed"])
