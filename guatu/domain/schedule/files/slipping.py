"""Nodes that are no work, when the free slack of the work before them is asked for."""

from __future__ import annotations

from dataclasses import replace

from guatu.domain.schedule.axis import moved_back
from guatu.domain.schedule.files.expanding import Expanded
from guatu.domain.schedule.network import FF, Network
from guatu.domain.schedule.passes import Work


def slipped_between(work: Work, net: Network, expanded: Expanded) -> Work:
    """Nodes between moved as far as the early dates of their successors let them.

    They are no work: an activity before one is free to slip until it touches the next activity.
    """
    if not expanded.between:
        return work
    slipped = replace(work, ef=work.ef[:], resume=work.resume[:])
    length = {one.uid: one.minutes for one in expanded.between}
    latest: dict[int, int] = {}
    dst = net.dst.tolist()
    for e in reversed(range(len(dst))):
        i, j = work.src[e], dst[e]
        if net.ids[i] in length:
            y = slipped.ef[j] if work.ty[e] >= FF else slipped.resume[j]
            at = moved_back(work.lag_line(i, j), y, work.lag[e])
            at = latest[i] = min(latest.get(i, at), at)
            slipped.ef[i] = at
            slipped.resume[i] = moved_back(work.lines[work.cal[i]], at, length[net.ids[i]])
    return slipped
