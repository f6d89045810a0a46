"""Sheets of units without a page: written for a folder, brought from a folder, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from guatu.domain.words import Sentence, say
from guatu.kit import clock
from guatu.kit.refusals import Refusal
from guatu.ops.rounds import moment_of
from guatu.org.access import Forbidden, can
from guatu.org.models import User
from guatu.returns.actions import many, taking
from guatu.returns.choices import FileStatus, LineFate
from guatu.returns.models import ReturnFile, ReturnLine, ReturnParcel, ReturnRound, ReturnSheet
from guatu.returns.parcels import Brought
from guatu.returns.workbooks import file_name, lists_of, workbook_of

Tell = Callable[[int, int, str], None]
_TROUBLE = (LineFate.REFUSED, LineFate.CONFLICT)


def workbooks_for(by: User, title: str | None) -> Iterator[tuple[int, int, str, bytes]]:
    """How many are done, of how many, the name without ending, and the workbook."""
    row = _round(by, title)
    sheets = ReturnSheet.objects.visible_to(by).current().filter(round=row)
    listed = [
        one
        for one in sheets.select_related("unit", "round__work_round")
        if can(by, "returns.fetch", one)
    ]
    if not listed:
        raise Refusal(say("这一批里没有您可以下载的填报表。"))
    lists = lists_of(row.tenant_id)
    for done, sheet in enumerate(listed, start=1):
        yield done, len(listed), file_name(sheet), workbook_of(sheet, lists)


def bring(
    files: Sequence[tuple[str, bytes]], *, by: User, tell: Tell
) -> tuple[ReturnParcel, list[str]]:
    """Read and checked; in words what would change and what is in the way, file by file."""
    now = moment_of(by.tenant, clock.now())
    try:
        brought = [Brought(name, raw) for name, raw in files]
        row = taking.bring(by.tenant, brought, by=by, now=now, tell=tell)
    except Forbidden as forbidden:
        raise Refusal(forbidden.sentence) from forbidden
    words = [str(Sentence.from_json(note)) for note in row.notes]
    for file in row.files.select_related("sheet__unit").order_by("filename"):
        words += _told(file)
    return row, words


def enter(row: ReturnParcel, *, only_good: bool, by: User, tell: Tell) -> tuple[int, list[str]]:
    now = moment_of(by.tenant, clock.now())
    done = many.enter_all(row, only_good=only_good, by=by, now=now, tell=tell)
    words = [f"“{file.filename}”没有入账：{why}" for file, why in done.refused]
    changes = sum(file.changes + file.added for file in done.entered)
    words.append(f"已入账 {len(done.entered)} 个文件，{changes} 处。撤销请在“填报表”页操作。")
    return len(done.entered), words


def _round(by: User, title: str | None) -> ReturnRound:
    rows = ReturnRound.objects.visible_to(by).order_by("-sent_at")
    row = (rows.filter(title=title) if title else rows).first()
    if row is None and title:
        raise Refusal(say("没有叫“{title}”的填报表批次。", title=title))
    if row is None:
        raise Refusal(say("还没有发出过填报表；请先在“填报表”页发出。"))
    return row


def _told(file: ReturnFile) -> Iterator[str]:
    if file.status == FileStatus.REFUSED:
        yield f"“{file.filename}”未能读取：{Sentence.from_json(file.refusal)}"
        return
    yield (
        f"“{file.filename}”（{file.unit_label}）：将改 {file.changes} 处，"
        f"新增 {file.added} 项，不收 {file.refused} 处"
    )
    for line in file.lines.filter(fate__in=_TROUBLE):
        yield f"  {_place(line)}{line.label}：{line}"


def _place(line: ReturnLine) -> str:
    if not line.row:
        return ""
    column = f" {line.letter} 栏" if line.letter else ""
    return f"{line.sheet_name} 第 {line.row} 行{column} "
