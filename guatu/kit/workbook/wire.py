"""The workbook as one line of JSON between child and parent.

JSON, not pickle: the child reads strangers' files, and its answer must not be able to run code.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from guatu.domain.words import Sentence
from guatu.kit.workbook.limits import Limits
from guatu.kit.workbook.model import Sheet, Workbook
from guatu.kit.workbook.refusals import RefusalCode, WorkbookRefused


def question(raw: bytes, filename: str, limits: Limits) -> bytes:
    head = json.dumps({"filename": filename, "limits": asdict(limits)})
    return head.encode("ascii") + b"\n" + raw


def asked(line: bytes) -> tuple[bytes, str, Limits]:
    head, _, raw = line.partition(b"\n")
    content = json.loads(head)
    return raw, content["filename"], Limits(**content["limits"])


def questions(files: Sequence[tuple[bytes, str]], limits: Limits) -> bytes:
    """Several files in one question, to be answered line by line."""
    told = [{"filename": name, "size": len(raw)} for raw, name in files]
    head = json.dumps({"files": told, "limits": asdict(limits)})
    return head.encode("ascii") + b"\n" + b"".join(raw for raw, _name in files)


def all_asked(line: bytes) -> Iterator[tuple[bytes, str, Limits]]:
    """Of one question or several, the files in their order."""
    head, _, body = line.partition(b"\n")
    content = json.loads(head)
    if "files" not in content:
        yield asked(line)
        return
    limits, begin = Limits(**content["limits"]), 0
    for one in content["files"]:
        yield body[begin : begin + one["size"]], one["filename"], limits
        begin += one["size"]


def answer(book: Workbook) -> bytes:
    return json.dumps(_content(book), default=_encoded, ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def refusal(error: WorkbookRefused) -> bytes:
    content = {"code": error.code, "sentence": error.sentence.as_json()}
    return json.dumps({"refused": content}).encode("ascii")


def understood(line: bytes) -> Workbook:
    """The child's answer; raises the ``WorkbookRefused`` it reports, ``ValueError`` for noise."""
    content = json.loads(line.decode("utf-8", "replace"), object_hook=_decoded)
    if "refused" in content:
        told = content["refused"]
        raise WorkbookRefused(RefusalCode(told["code"]), Sentence.from_json(told["sentence"]))
    sheets = tuple(_sheet(item) for item in content["sheets"])
    return Workbook(content["kind"], sheets, content["date1904"])


def _content(book: Workbook) -> dict[str, Any]:
    names = ("name", "rows", "merged", "formulas_without_value", "errors", "hidden", "date1904")
    sheets = [{name: getattr(sheet, name) for name in names} for sheet in book.sheets]
    return {"kind": book.kind, "date1904": book.date1904, "sheets": sheets}


def _sheet(item: dict[str, Any]) -> Sheet:
    return Sheet(
        name=item["name"],
        rows=item["rows"],
        merged=tuple((tuple(first), tuple(last)) for first, last in item["merged"]),
        formulas_without_value=tuple(tuple(place) for place in item["formulas_without_value"]),
        errors=tuple(tuple(error) for error in item["errors"]),
        hidden=item["hidden"],
        date1904=item["date1904"],
    )


def _encoded(value: object) -> dict[str, str]:
    if isinstance(value, dt.datetime):
        return {"@t": value.isoformat()}
    if isinstance(value, dt.date):
        return {"@d": value.isoformat()}
    raise TypeError(type(value))


def _decoded(item: dict[str, Any]) -> Any:
    if len(item) == 1:
        if "@d" in item:
            return dt.date.fromisoformat(item["@d"])
        if "@t" in item:
            return dt.datetime.fromisoformat(item["@t"])
    return item
