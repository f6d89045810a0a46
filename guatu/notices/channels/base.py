"""What a channel is: how it is set up, how a person is reached by it, and sending once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise

from guatu.domain.words import Sentence
from guatu.notices.choices import Digest
from guatu.notices.enclosures import Enclosure


class ChannelDown(Exception):
    """The channel did not take the letter now; it is tried again after a pause."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class FilesUnfit(ChannelDown):
    """The channel was reached and broke off over a letter with files: others may get through."""


class LetterRefused(ChannelDown):
    """The channel works and will never take this letter: trying again is of no use."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a government's channel calls, and the secret shared with who answers there."""

    url: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice inside a parcel: ``url`` is a whole address, empty when ours is not known;
    ``enclosed``: a file of the parcel belongs to it."""

    id: UUID
    kind: str
    kind_words: str
    words: str
    url: str
    at: datetime
    late: bool
    enclosed: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter as a channel gets it. ``key`` is the effect key: the same for every try.

    ``missing`` says of files that belong to it and do not go along why not, and where they are.
    """

    key: UUID
    government: str
    user_id: UUID
    username: str
    name: str
    address: str
    urgent: bool
    lines: tuple[Line, ...]
    enclosures: tuple[Enclosure, ...] = ()
    missing: tuple[Sentence, ...] = ()


class Channel(ABC):
    """A way to reach people. A new one is a package beside the others and a line of the registry.

    ``send`` returns when the other side has taken the parcel and raises ``ChannelDown``,
    ``FilesUnfit`` or ``LetterRefused`` otherwise; called twice with one key it has one effect as
    far as the other side lets it. It writes no row and takes seconds, not minutes. What it returns
    says that the parcel arrived without its files, and is noted with the letter.
    """

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    about: ClassVar[str | Promise] = ""
    #: False for what reaches people inside this program and needs no sending.
    outward: ClassVar[bool] = True
    #: The office sets up an address that is called.
    routed: ClassVar[bool] = False
    #: What the field for the secret is called; empty for none.
    secret_label: ClassVar[str | Promise] = ""
    secret_needed: ClassVar[bool] = False
    url_help: ClassVar[str | Promise] = ""
    #: What the field for a person's own address is called; empty for none.
    address_label: ClassVar[str | Promise] = ""
    address_help: ClassVar[str | Promise] = ""
    #: For people who have not chosen anything.
    on_by_default: ClassVar[bool] = False
    default_digest: ClassVar[Digest] = Digest.AT_ONCE
    #: Bytes of files that a letter may carry; 0 for words and links only.
    most_enclosed: ClassVar[int] = 0

    def is_ready(self, route: Route | None) -> bool:
        """``route`` is None when the government has not set the channel up or has stopped it."""
        return route is not None

    def address_of(self, chosen: str, account: str) -> str | None:
        """Where a person is reached, given what was chosen and the account's mail address; None
        when nowhere."""
        return chosen

    def address_fault(self, address: str) -> Sentence | None:
        return None

    def route_fault(self, route: Route) -> Sentence | None:
        return None

    @abstractmethod
    def send(self, parcel: Parcel, route: Route, now: datetime) -> Sentence | None:
        """Hand the parcel over once; ``ChannelDown`` when it was not taken."""


def heading(parcel: Parcel) -> str:
    """``【紧急】【补发】…``: what stands before a parcel's words."""
    marks = ["紧急"] if parcel.urgent else []
    if any(line.late for line in parcel.lines):
        marks.append("补发")
    return "".join(f"【{mark}】" for mark in marks)


def listed(lines: Sequence[Line], *, most: int) -> list[str]:
    """The lines as text, numbered if there are several, at most ``most`` bytes in UTF-8 with the
    line feeds between; what does not fit is counted at the end."""
    texts, left = list[str](), most
    for place, line in enumerate(lines):
        text = _text(line, f"{place + 1}. " if len(lines) > 1 else "")
        rest = _rest(len(lines) - place - 1)
        if len(text.encode()) + len(rest.encode()) + 2 > left:
            if texts:
                return [*texts, _rest(len(lines) - place)]
            return [one for one in (_cut(text, left - len(rest.encode()) - 2), rest) if one]
        texts.append(text)
        left -= len(text.encode()) + 1
    return texts


def _rest(number: int) -> str:
    return f"……另有 {number} 条，请登录挂图查看。" if number else ""


def _text(line: Line, number: str) -> str:
    late = f"（补发，原时间 {line.at:%m月%d日 %H:%M}）" if line.late else ""
    return "\n".join(filter(None, [f"{number}{line.words}{late}", line.url]))


def _cut(text: str, most: int) -> str:
    return text.encode()[: max(most - 6, 0)].decode(errors="ignore") + "……"
