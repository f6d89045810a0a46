"""``returns``: the sheets of a round into a folder, and filled ones back from a folder."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from guatu.domain.words import say
from guatu.kit.refusals import Refusal
from guatu.ops.commands.startup import start_database
from guatu.ops.commands.terminal import ProgressLine

NOT_ENTERED = 1


def write_out(arguments: Namespace) -> int:
    """A workbook for each unit; one that is there already is written anew."""
    start_database()
    from guatu.ops.entering import person
    from guatu.ops.sheets import workbooks_for

    by = person(arguments.username, arguments.tenant)
    folder = _folder(arguments.folder)
    count = 0
    with ProgressLine("写填报表") as line:
        for done, whole, name, raw in workbooks_for(by, arguments.title):
            _write(folder / f"{name}.xlsx", raw)
            line(done, whole, "写文件")
            count = done
    print(f"“{folder}”：{count} 个单位的填报表。")
    return 0


def bring_in(arguments: Namespace) -> int:
    """Code 1 when something was not taken, or nothing was entered though it was asked for."""
    files = _files(arguments.folder)
    start_database()
    from guatu.ops.entering import person
    from guatu.ops.sheets import bring, enter

    by = person(arguments.username, arguments.tenant)
    with ProgressLine("读取填报表") as line:
        parcel, words = bring(files, by=by, tell=line)
    print("\n".join(words))
    if arguments.accept is None:
        print(
            "只核对，没有改动任何内容；入账请加 --accept all 或 --accept good，或在“填报表”页操作。"
        )
        return 0
    with ProgressLine("入账") as line:
        entered, said = enter(parcel, only_good=arguments.accept == "good", by=by, tell=line)
    print("\n".join(said))
    return 0 if entered else NOT_ENTERED


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(
            say("建不了文件夹“{name}”：{fault}。", name=str(path), fault=error.strerror or "")
        ) from error
    return path


def _write(path: Path, raw: bytes) -> None:
    try:
        path.write_bytes(raw)
    except OSError as error:
        raise Refusal(
            say("写不了文件“{name}”：{fault}。", name=str(path), fault=error.strerror or "")
        ) from error


def _files(folder: Path) -> list[tuple[str, bytes]]:
    """The spreadsheets and archives in a folder, by name; not those in folders below."""
    if not folder.is_dir():
        raise Refusal(say("没有文件夹“{name}”。", name=str(folder)))
    endings = {".xlsx", ".xls", ".et", ".zip"}
    paths = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in endings)
    return [(path.name, path.read_bytes()) for path in paths if not path.name.startswith("~$")]
