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
_CHUNK = 1 << 20
_ENCODING = re.compile(
    rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})["']"""
)
_INVALID = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
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
    text, encoding = _told(raw)
    reader = _Reader(root, taken, left, encoding)
    try:
        for at in range(0, len(text), _CHUNK):
            reader.take(text[at : at + _CHUNK])
        reader.parser.Parse(b"", True)
    except expat.ExpatError as fault:
        if fault.code == _INVALID and encoding is None and not _is_utf8(raw):
            refuse(N_("文件写明是 UTF-8，内容却不是；请从原软件重新另存为 XML，不要另改编码。"))
        sentence = N_(
            "第 {line} 行第 {column} 个字符处不合 XML 的写法，文件已损坏或没有存完；请重新导出。"
        )
        refuse(sentence, line=fault.lineno, column=fault.offset + 1)
    except (LookupError, ValueError) as fault:
        if type(fault) not in (LookupError, ValueError, UnicodeDecodeError):
            raise
        refuse(N_("文件声明的编码无法识别；请另存为 UTF-8。"))


def _told(raw: bytes) -> tuple[bytes, str | None]:
    """What the parser is given; its encoding where that is not the one declared."""
    found = _ENCODING.match(raw)
    declared = found[1].decode("ascii", "replace").lower() if found else ""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace").encode(), "utf-8"
    if declared in _CHINESE:
        return raw.decode("gb18030", "replace").encode(), "utf-8"
    if declared.startswith("utf-16"):  # told in single bytes: text that was kept in UTF-8
        return raw, "utf-8"
    return raw, None


def _is_utf8(raw: bytes) -> bool:
    """Whether all bytes are UTF-8, where the declaration says so."""
    found = _ENCODING.match(raw)
    if found and found[1].lower() != b"utf-8":
        return True
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


class _Reader:
    def __init__(
        self,
        root: str,
        taken: Mapping[tuple[str, ...], Take],
        left: frozenset[str],
        encoding: str | None,
    ) -> None:
        self.root, self.taken, self.left = root, taken, left
        self.given = 0
        self.path: list[str] = []
        self.open: list[Element] = []  # the element being taken and those inside it
        self.skipping = 0
        self.parser = expat.ParserCreate(encoding)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def take(self, chunk: bytes) -> None:
        """Parse on. A tag that does not end is read again with every chunk, so it is bounded."""
        self.parser.Parse(chunk, False)
        self.given += len(chunk)
        if self.given - self.parser.CurrentByteIndex > MOST_TEXT + _CHUNK:
            sentence = N_("第 {line} 行有一处标签太长，不像是一个计划；请核对。")
            refuse(sentence, line=self.parser.CurrentLineNumber)

    def _doctype(self, *_: object) -> None:
        sentence = N_("第 {line} 行有 DTD 或实体声明，这样的文件一律不读；请从原软件重新导出。")
        refuse(sentence, line=self.parser.CurrentLineNumber)

    def _start(self, tag: str, _: object) -> None:
        name = tag.rpartition(":")[2]
        if not self.path and name == "APIBusinessObjects":
            refuse(N_("这是 Primavera P6 自己的 XML，这里不读；请从 P6 导出 XER 后再试。"))
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
