"""Letting what follows a step wait no longer for it: the same rule for links and for arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from guatu.domain.schedule.build import Link, LinkType
from guatu.domain.schedule.network import Network

_TYPES: tuple[LinkType, ...] = ("FS", "SS", "FF", "SF")
"""By the numbers of ``network``."""


def released(links: Sequence[Link], step: str) -> list[Link]:
    """``links`` with none that leaves ``step``; what followed it follows its forerunners.

    A bridge keeps the end from which its first link counts with the lag, and the end that its
    second one holds. A link that is there already stays as it is.
    """
    kept = [link for link in links if link.before != step]
    known = {(link.before, link.after, link.type) for link in kept}
    for leaving in (link for link in links if link.before == step):
        for entering in (link for link in links if link.after == step):
            bridge = _bridge(entering, leaving)
            if (bridge.before, bridge.after, bridge.type) not in known:
                known.add((bridge.before, bridge.after, bridge.type))
                kept.append(bridge)
    return kept


def _bridge(entering: Link, leaving: Link) -> Link:
    from_finish, to_finish = entering.type in ("FS", "FF"), leaving.type in ("FF", "SF")
    kind = _TYPES[(2 if to_finish else 0) if from_finish else (3 if to_finish else 1)]
    return Link(entering.before, leaving.after, kind, entering.lag)


def unheld(net: Network, i: int) -> Network:
    """A network of one project whose activity ``i`` holds nobody any more."""
    ends = zip(net.src.tolist(), net.dst.tolist(), net.ty.tolist(), net.lag.tolist(), strict=True)
    links = [Link(str(a), str(b), _TYPES[ty], lag) for a, b, ty, lag in ends]
    kept = sorted(released(links, str(i)), key=lambda link: int(link.after))
    entered = np.zeros(len(net.ids) + 1, dtype=np.int32)
    for link in kept:
        entered[int(link.after) + 1] += 1
    return replace(
        net,
        indptr=np.cumsum(entered, dtype=np.int32),
        src=np.array([int(link.before) for link in kept], dtype=np.int32),
        ty=np.array([_TYPES.index(link.type) for link in kept], dtype=np.int8),
        lag=np.array([link.lag for link in kept], dtype=np.int32),
    )
