"""Taking hold of a dispatch: locked, read anew, and only if nobody was first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from guatu.dispatches.access import code_of
from guatu.dispatches.choices import EntryKind
from guatu.dispatches.models import Dispatch, Entry, Part
from guatu.domain.lifecycle import STATUS_WORDS, VERB_WORDS, Step, Verb, step
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import Actor
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged, as_refusal
from guatu.org.access import require
from guatu.org.models import User


@dataclass(slots=True)
class Held:
    """A dispatch locked for one act; ``changed`` gathers the columns to be written."""

    dispatch: Dispatch
    step: Step
    changed: set[str] = field(default_factory=set)

    def set(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.dispatch, name, value)
            self.changed.add(name)


def hold(dispatch: Dispatch, verb: Verb, *, seen: int | None, by: User) -> Held:
    """Lock ``dispatch`` for ``verb`` and ask: was nobody first, is it time, may this person?

    Raises ``StateChanged`` (409) when it was changed since version ``seen``, ``Refusal`` when the
    verb does not belong to the state, ``Forbidden`` when not this person may do it. ``seen`` is
    None for what does not depend on the acts of others.
    """
    held = lock(dispatch)
    parts = Part.objects.select_related("unit")
    prefetch_related_objects([held], Prefetch("parts", parts), "pauses")
    if seen is not None and held.version != seen:
        require(by, _cheap(verb))
        raise StateChanged(_told(held, verb))
    with as_refusal():
        row = step(held.stage, verb)
    require(by, code_of(verb), held)
    return Held(held, row)


def lock(dispatch: Dispatch) -> Dispatch:
    rows = Dispatch.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("issuer_unit", "tenant").get(pk=dispatch.pk)


def finish(held: Held, *, by: Actor, now: datetime) -> None:
    """Write the act: the state that the table names, a new version, who and when."""
    dispatch = held.dispatch
    if held.step.target is not None:
        held.set(status=str(held.step.target))
    held.set(version=dispatch.version + 1, changed_at=now, changed_by_name=by.actor_name[:100])
    dispatch.save(update_fields=sorted(held.changed))
    forget_parts(dispatch)


def forget_parts(dispatch: Dispatch) -> None:
    """What was read of its parts does not hold any more."""
    getattr(dispatch, "_prefetched_objects_cache", {}).clear()


def enter(
    dispatch: Dispatch,
    kind: EntryKind,
    words: str,
    *,
    by: Actor,
    now: datetime,
    part: Part | None = None,
    **details: Any,
) -> Entry:
    """Add a line to the course; lines are never changed."""
    user = by if isinstance(by, User) else None
    return Entry.objects.create(
        dispatch=dispatch,
        part=part,
        kind=kind,
        round=dispatch.round,
        words=words.strip(),
        details={name: journal.plain(value) for name, value in details.items()},
        by=user,
        by_name=by.actor_name[:100],
        unit_name=str(part.unit)[:100] if part else "",
        at=now,
    )


def record(code: str, dispatch: Dispatch, *, by: Actor, now: datetime, **details: Any) -> None:
    """After ``finish``: the event holds the version that the act made."""
    known = {"label": str(dispatch), "version": dispatch.version}
    journal.record(code, dispatch, by=by, at=now, **known, **details)


def needs_words(words: str, sentence: Sentence, name: str = "reason") -> str:
    """``words`` without blanks around; a refusal at the field ``name`` when nothing is left."""
    if not words.strip():
        raise Refusal(sentence, {name: sentence})
    return words.strip()


def _cheap(verb: Verb) -> str:
    """The act without the row: whoever may never do it is not told who was first."""
    return code_of(verb)


def _told(held: Dispatch, verb: Verb) -> Sentence:
    at = timezone.localtime(held.changed_at, CHINA)
    return say(
        N_(
            "{name} 在 {at} 已经办理过这件交办单，现在是“{status}”，您的“{verb}”没有生效，"
            "填写的内容也没有提交。请看最新情况后再办。"
        ),
        name=held.changed_by_name,
        at=f"{at:%m月%d日 %H:%M}",
        status=STATUS_WORDS[held.stage],
        verb=VERB_WORDS[verb],
    )
