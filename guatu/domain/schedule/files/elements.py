"""XML read element by element: nothing but the named ones is held, a DTD is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from guatu.domain.schedule.files.noting import refuse
from guatu.domain.words import N_

MOST_DEEP = 60
MOST_TEXT = 1_000_000
_CHUNK = 1 << 16
_ENCODING = re.compile(
    rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})["']"""
)
_CHINESE = {"gb2312", "gbk", "gb18030", "cp936"}


@dataclass(slots=True)
class Element:
    """An element without its namespace; ``line`` is where it begins."""

    name: str
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *path: str) -> list[Element]:
        found = [self]
        for name in path:
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def get(self, *path: str) -> str:
        """The text of the first element at ``path``, without spaces around it."""
        found = self.all(*path)
        return found[0].text.strip() if found else ""


Take = Callable[[Element], None]


def read_elements(
    raw: bytes, root: str, taken: Mapping[tuple[str, ...], Take], left: frozenset[str]
) -> None:
    """Call ``taken`` for each element at one of its paths below ``root``, as soon as it ends.

    Elements named in ``left`` are skipped with all that they hold.
    """
    reader = _Reader(root, taken, left)
    text = _text(raw)
    try:
        for at in range(0, len(text), _CHUNK):
            reader.parser.Parse(text[at : at + _CHUNK], False)
        reader.parser.Parse(text[:0], True)
    except expat.ExpatError as fault:
        sentence = N_(
            "第 {line} 行第 {column} 个字符处不合 XML 的写法，文件已损坏或没有存完；请重新导出。"
        )
        refuse(sentence, line=fault.lineno, column=fault.offset + 1)
    except (LookupError, ValueError) as fault:
        if type(fault) not in (LookupError, ValueError, UnicodeDecodeError):
            raise
        refuse(N_("文件声明的编码无法识别；请另存为 UTF-8。"))


def _text(raw: bytes) -> bytes | str:
    declared = _ENCODING.match(raw)
    if declared and declared[1].decode("ascii", "replace").lower() in _CHINESE:
        return raw.decode("gb18030", "replace")
    return raw


class _Reader:
    def __init__(
        self, root: str, taken: Mapping[tuple[str, ...], Take], left: frozenset[str]
    ) -> None:
        self.root, self.taken, self.left = root, taken, left
        self.path: list[str] = []
        self.open: list[Element] = []  # the element being taken and those inside it
        self.skipping = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        sentence = N_("第 {line} 行有 DTD 或实体声明，这样的文件一律不读；请从原软件重新导出。")
        refuse(sentence, line=self.parser.CurrentLineNumber)

    def _start(self, tag: str, _: object) -> None:
        name = tag.rpartition(":")[2]
        if not self.path and name != self.root:
            sentence = N_("文件的根是 <{name}>，应是 <{root}>；请从 MS Project 另存为 XML 后再试。")
            refuse(sentence, name=name[:40], root=self.root)
        self.path.append(name)
        if len(self.path) > MOST_DEEP:
            refuse(N_("第 {line} 行套得太深，文件已损坏。"), line=self.parser.CurrentLineNumber)
        if self.skipping or name in self.left:
            self.skipping += 1
        elif self.open or tuple(self.path[1:]) in self.taken:
            self.open.append(Element(name, self.parser.CurrentLineNumber))

    def _end(self, _: str) -> None:
        if self.skipping:
            self.skipping -= 1
        elif self.open:
            one = self.open.pop()
            if self.open:
                self.open[-1].children.append(one)
            else:
                self.taken[tuple(self.path[1:])](one)
        self.path.pop()

    def _characters(self, text: str) -> None:
        if self.open and not self.skipping:
            one = self.open[-1]
            one.text += text
            if len(one.text) > MOST_TEXT:
                sentence = N_("第 {line} 行的 <{name}> 太长，不像是一个计划；请核对。")
                refuse(sentence, line=one.line, name=one.name)
