"""The chain that drives a date, and the sentence that tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from guatu.domain.schedule.network import LINK_TYPES, NONE
from guatu.domain.schedule.result import Schedule
from guatu.domain.words import N_, Sentence, say


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One activity of a chain, its workdays still to do, and the link by which it is entered.

    ``link`` is empty for the first step.
    """

    id: str
    name: str
    workdays: int
    link: str = ""
    lag: int = 0


def driving_chain(
    result: Schedule, activity: str, project: str | None = None
) -> tuple[ChainStep, ...]:
    """The unfinished activities that fix the early start of ``activity``, itself the last."""
    net = result.net
    walked = [net.activity_index(activity, project)]
    while (e := int(result.early_by[walked[0]])) != NONE and net.act_f[net.src[e]] == NONE:
        walked.insert(0, int(net.src[e]))
    return _steps(result, walked, (int(result.early_by[i]) for i in walked[1:]))


def following_chain(
    result: Schedule, activity: str, project: str | None = None
) -> tuple[ChainStep, ...]:
    """The activities that fix the late finish of ``activity``, itself the first."""
    dst = result.net.dst
    walked, links = [result.net.activity_index(activity, project)], []
    while (e := int(result.late_by[walked[-1]])) != NONE:
        walked.append(int(dst[e]))
        links.append(e)
    return _steps(result, walked, links)


def explain(result: Schedule, activity: str, project: str | None = None) -> Sentence:
    """Why an activity's latest date is what it is.

    “主体封顶”最迟 2021-07-20 开工，因为“竣工投产”须在 2021-12-31 完成，其间依次为 … 。
    """
    net = result.net
    i = net.activity_index(activity, project)
    if net.act_f[i] != NONE:
        day = date.fromordinal(int(net.act_f[i]) - 1).isoformat()
        return say(N_("“{name}”已于 {day} 完成。"), name=net.names[i], day=day)
    chain = following_chain(result, activity, project)
    last = net.activity_index(chain[-1].id, net.project_ids[_project_of(result, i)])
    start, finish = result.late_days(i)
    return say(
        _LATEST[_state(result, i)][_reason(result, i, last)],
        name=net.names[i],
        day=(finish if net.act_s[i] != NONE else start).isoformat(),
        last=net.names[last],
        due=result.late_days(last)[1].isoformat(),
        chain=chain_text(chain),
        slack=int(result.tf[i]),
    )


def explain_early(
    result: Schedule, activity: str, project: str | None = None
) -> tuple[Sentence, ...]:
    """Why an activity cannot be earlier: its earliest date with the chain before it, and what the
    first of that chain waits for.

    “主体”最早 2021-05-06 开工，前面依次为“桩基”（30）（括号内为剩余工作日数）。
    “桩基”不早于 2021-03-15 开工。
    """
    net = result.net
    i = net.activity_index(activity, project)
    if net.act_f[i] != NONE:
        day = date.fromordinal(int(net.act_f[i]) - 1).isoformat()
        return (say(N_("“{name}”已于 {day} 完成。"), name=net.names[i], day=day),)
    chain = driving_chain(result, activity, project)
    first = net.activity_index(chain[0].id, net.project_ids[_project_of(result, i)])
    start, finish = result.early_days(i)
    driven = "chain" if len(chain) > 1 else "alone"
    told = say(
        _EARLIEST[_state(result, i)][driven],
        name=net.names[i],
        day=(finish if net.act_s[i] != NONE else start).isoformat(),
        chain=chain_text(chain[:-1]),
        left=int(result.left[i]),
    )
    return told, _root(result, first)


def _root(result: Schedule, i: int) -> Sentence:
    """What holds the first activity of a driving chain."""
    net, p = result.net, _project_of(result, i)
    e = int(result.early_by[i])
    if net.act_s[i] != NONE:
        kind, day = "begun", int(net.act_s[i])
    elif e != NONE:
        kind, day = "done", int(net.act_f[net.src[e]]) - 1
    else:
        kind, day = _held_by(result, i, p)
    return say(
        _ROOTS[kind],
        name=net.names[i],
        day=date.fromordinal(day).isoformat(),
        before="" if e == NONE else net.names[int(net.src[e])],
    )


def _held_by(result: Schedule, i: int, p: int) -> tuple[str, int]:
    """The day that holds an activity which no predecessor does."""
    net = result.net
    if net.fnet[i] != NONE and result.ef[i] >= net.fnet[i]:
        return "fnet", int(net.fnet[i]) - 1
    days = {"snet": net.snet[i], "data_date": net.datadate[p], "start": net.start[p]}
    kind = max(days, key=lambda one: int(days[one]))
    return kind, int(days[kind])


def chain_text(chain: Sequence[ChainStep], calendar_days: Collection[str] = ()) -> str:
    """“桩基”（30）—SS+10→“主体”（60）→“竣工”（0）: names and workdays, plain FS as an arrow.

    The days of the activities ``calendar_days`` are marked: “环评”（30 日历日）.
    """
    return "".join(
        _arrow(step)
        + f"“{step.name}”（{step.workdays}{' 日历日' if step.id in calendar_days else ''}）"
        for step in chain
    )


def _steps(result: Schedule, walked: Sequence[int], links: Iterable[int]) -> tuple[ChainStep, ...]:
    net = result.net
    names = [(net.ids[i], net.names[i], int(result.left[i])) for i in walked]
    entered = [("", 0), *((LINK_TYPES[net.ty[e]], int(net.lag[e])) for e in links)]
    return tuple(ChainStep(*step, *link) for step, link in zip(names, entered, strict=True))


def _arrow(step: ChainStep) -> str:
    if not step.link:
        return ""
    if step.link == "FS" and step.lag == 0:
        return "→"
    return f"—{step.link}{step.lag:+d}→" if step.lag else f"—{step.link}→"


def _project_of(result: Schedule, i: int) -> int:
    return int(result.net.pptr.searchsorted(i, side="right")) - 1


def _state(result: Schedule, i: int) -> str:
    if result.net.act_s[i] != NONE:
        return "started"
    return "milestone" if result.net.dur[i] == 0 else "open"


def _reason(result: Schedule, i: int, last: int) -> str:
    p = _project_of(result, i)
    own_finish = result.net.cap[last] == NONE and result.net.required[p] != result.ends[p]
    if own_finish:
        return "own_finish"
    return "itself" if last == i else "promise"


_LATEST = {
    "open": {
        "promise": N_(
            "“{name}”最迟 {day} 开工，因为“{last}”须在 {due} 完成，"
            "其间依次为{chain}（括号内为工作日数）；总时差 {slack} 个工作日。"
        ),
        "itself": N_(
            "“{name}”最迟 {day} 开工，因为它须在 {due} 完成，"
            "需要{chain}（括号内为工作日数）；总时差 {slack} 个工作日。"
        ),
        "own_finish": N_(
            "“{name}”最迟 {day} 开工，再晚就会使项目迟于 {due} 完成，"
            "其间依次为{chain}（括号内为工作日数）；总时差 {slack} 个工作日。"
        ),
    },
    "started": {
        "promise": N_(
            "“{name}”已开工，最迟 {day} 完成，因为“{last}”须在 {due} 完成，"
            "其间依次为{chain}（括号内为剩余工作日数）；总时差 {slack} 个工作日。"
        ),
        "itself": N_(
            "“{name}”已开工，须在 {due} 完成，"
            "还需{chain}（括号内为剩余工作日数）；总时差 {slack} 个工作日。"
        ),
        "own_finish": N_(
            "“{name}”已开工，最迟 {day} 完成，再晚就会使项目迟于 {due} 完成，"
            "其间依次为{chain}（括号内为剩余工作日数）；总时差 {slack} 个工作日。"
        ),
    },
    "milestone": {
        "promise": N_(
            "“{name}”最迟 {day} 达到，因为“{last}”须在 {due} 完成，"
            "其间依次为{chain}（括号内为工作日数）；总时差 {slack} 个工作日。"
        ),
        "itself": N_("“{name}”须在 {due} 达到；总时差 {slack} 个工作日。"),
        "own_finish": N_(
            "“{name}”最迟 {day} 达到，再晚就会使项目迟于 {due} 完成，"
            "其间依次为{chain}（括号内为工作日数）；总时差 {slack} 个工作日。"
        ),
    },
}

_EARLIEST = {
    "open": {
        "chain": N_("“{name}”最早 {day} 开工，前面依次为{chain}（括号内为剩余工作日数）。"),
        "alone": N_("“{name}”最早 {day} 开工，前面没有要等的工序。"),
    },
    "started": {
        "chain": N_("“{name}”最早 {day} 完成，前面依次为{chain}（括号内为剩余工作日数）。"),
        "alone": N_("“{name}”最早 {day} 完成，还需 {left} 个工作日。"),
    },
    "milestone": {
        "chain": N_("“{name}”最早 {day} 达到，前面依次为{chain}（括号内为剩余工作日数）。"),
        "alone": N_("“{name}”最早 {day} 达到，前面没有要等的工序。"),
    },
}
_ROOTS = {
    "begun": N_("“{name}”已于 {day} 开工。"),
    "done": N_("“{name}”等的“{before}”已于 {day} 完成。"),
    "fnet": N_("“{name}”不早于 {day} 完成。"),
    "snet": N_("“{name}”不早于 {day} 开工。"),
    "data_date": N_("没有做的从 {day} 起排，“{name}”就从那天开始。"),
    "start": N_("项目从 {day} 起算。"),
}
