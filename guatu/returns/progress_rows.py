"""Rows of the month's progress that came back, held against what went out and what is here now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from guatu.command.choices import BlockerKind
from guatu.command.models import Blocker
from guatu.domain.returns.columns import FIGURES, PROBLEM, PROGRESS, Column, Part, column
from guatu.domain.returns.merging import Fate, fate_of
from guatu.domain.returns.sheets import Table
from guatu.domain.words import N_, Sentence, say
from guatu.projects.actions.figures import MonthFigures, faults_of, needs_reason
from guatu.projects.models import ProgressReport, Project
from guatu.returns.lines import Lines, already, both_changed, not_open, refuse
from guatu.returns.models import ReturnLine, ReturnSheet
from guatu.returns.queries.standing import Values, problems_of, progress_values, reports_of
from guatu.returns.rowids import Sure, label_of, sure_rows

#: What stands in a report as a number; the rest are words.
_NUMBERS = ("invested", "registered", "paid", "physical_percent")
_KINDS = {str(one.label): one.value for one in BlockerKind}
#: What is only shown and may be older than now: a difference tells nothing.
_PASSING = ("before", "raised", "year_plan")


def projects_of(sheet: ReturnSheet, ids: Sequence[UUID]) -> dict[UUID, Project]:
    """Those of these that are on the list, with what acts on them read."""
    rows = Project.objects.listed().filter(tenant_id=sheet.tenant_id, pk__in=ids)
    return {one.pk: one for one in rows.select_related("tenant", "lead_unit", "responsible_unit")}


def compare_progress(
    sheet: ReturnSheet, table: Table, lines: Lines, units: frozenset[str], today: date
) -> None:
    sure = list(sure_rows(sheet, table, lines))
    for given in table.rows:
        if not given.key:
            words = say(N_("项目进度表不能加行，整行没有收；新项目请先由总指挥部办公室列入。"))
            lines.add(
                Fate.REFUSED, table=table, row=given, label=label_of(given), sentence=words
            )  # fmt: skip
    rows = _Rows(sheet, table, lines, units, today, [one.pk for one in sure])
    for one in sure:
        rows.compare(one)


class _Rows:
    def __init__(
        self,
        sheet: ReturnSheet,
        table: Table,
        lines: Lines,
        units: frozenset[str],
        today: date,
        ids: Sequence[UUID],
    ) -> None:
        self.table, self.lines, self.units, self.today = table, lines, units, today
        self.month = sheet.round.month
        self.projects = projects_of(sheet, ids)
        self.held = progress_values(list(self.projects.values()), self.month)
        self.reports = reports_of(ids, self.month)
        self.known = problems_of(ids)

    def compare(self, one: Sure) -> None:
        label, given = str(one.sent.get("name", "")), one.given.values
        project = self.projects.get(one.pk)
        if project is None:
            words = say(N_("“{label}”已退出台账，整行没有收。"), label=label)
            self._refuse_row(one, label, words)
            return
        code = given.get("code", one.sent.get("code", ""))
        if code != one.sent.get("code", ""):
            words = say(
                N_("项目代码由“{before}”变成了“{after}”，分不清是哪个项目，整行没有收。"),
                before=str(one.sent.get("code", "")) or "空",
                after=code or "空",
            )
            self._refuse_row(one, label, words)
            return
        self._say_locked(one, label)
        self._figures(one, project, label)
        self._problem(one, label)

    def _refuse_row(self, one: Sure, label: str, words: Sentence) -> None:
        self.lines.add(
            Fate.REFUSED, table=self.table, row=one.given, subject=one.pk, label=label,
            sentence=words,
        )  # fmt: skip

    def _say_locked(self, one: Sure, label: str) -> None:
        for col in PROGRESS:
            before = str(one.sent.get(col.key, ""))
            after = one.given.values.get(col.key, before)
            if col.shown and col.key not in _PASSING and after != before:
                self.lines.add(
                    Fate.NOTED, table=self.table, row=one.given, column=col, subject=one.pk,
                    label=label, before=before, after=after,
                    sentence=not_open(col, before, after),
                )  # fmt: skip

    def _figures(self, one: Sure, project: Project, label: str) -> None:
        held = self.held[one.pk]
        told = [
            line
            for name in FIGURES
            if (line := self._cell(one, column(Part.PROGRESS, name), held, label)) is not None
        ]
        changed = [line for line in told if line.fate == Fate.CHANGE]
        if not changed:
            return
        if all(line.key == "reason" for line in changed):
            words = say(N_("只写了说明，没有改动数字和形象进度，不用收。"))
            refuse(changed, words)
            return
        report = self.reports.get(one.pk)
        figures = figures_of(self.month, report, {line.key: line.after for line in changed})
        faults = faults_of(project, figures, self.today)
        if not faults and not figures.reason and (asked := needs_reason(project, figures, report)):
            faults = {"reason": asked}
        if faults:
            refuse(changed, next(iter(faults.values())))

    def _cell(self, one: Sure, col: Column, held: Values, label: str) -> ReturnLine | None:
        sent, now = str(one.sent.get(col.key, "")), held.get(col.key, "")
        place = {
            "table": self.table, "row": one.given, "column": col, "subject": one.pk,
            "label": label, "before": now,
        }  # fmt: skip
        fault, given = one.given.faults.get(col.key), one.given.values.get(col.key, sent)
        untouched = col.key in one.given.values and given == sent
        if fault and not untouched:
            return self.lines.add(Fate.REFUSED, sentence=fault, **place)  # type: ignore[arg-type]
        fate = fate_of(sent, now, given, may_empty=False)
        if fate is Fate.SAME:
            if given and given != sent:
                return self.lines.add(fate, after=given, sentence=already(), **place)  # type: ignore[arg-type]
            return None
        words = both_changed(now, given) if fate is Fate.CONFLICT else None
        return self.lines.add(fate, after=given, sentence=words, **place)  # type: ignore[arg-type]

    def _problem(self, one: Sure, label: str) -> None:
        """Several cells make one problem, raised as on its page; what is known is not raised."""
        col = column(Part.PROGRESS, "problem")
        faults = [one.given.faults[key] for key in PROBLEM if key in one.given.faults]
        told = {key: one.given.values.get(key, "") for key in PROBLEM}
        if not faults and not any(told.values()):
            return
        words = problem_words(told)
        line = self.lines.add(
            Fate.ADD, table=self.table, row=one.given, column=col, subject=one.pk, label=label,
            after=words, given={"kind": _KINDS.get(told["problem_kind"], "other"), "words": words},
        )  # fmt: skip
        if faults:
            refuse([line], faults[0])
        elif wrong := self._wrong(told):
            refuse([line], wrong)
        elif words in self.known.get(one.pk, ()):
            line.fate, line.sentence = Fate.SAME.value, already().as_json()

    def _wrong(self, told: Mapping[str, str]) -> Sentence | None:
        if not told["problem"]:
            return say(N_("写了需协调的事，没有写“新增问题”，没有收。"))
        if told["problem_kind"] and told["problem_kind"] not in _KINDS:
            return say(N_("问题类别“{text}”不在列表里，没有收。"), text=told["problem_kind"])
        if told["help_unit"] and told["help_unit"] not in self.units:
            return say(N_("需协调单位“{text}”不在列表里，没有收。"), text=told["help_unit"])
        return None


def problem_words(told: Mapping[str, str]) -> str:
    """``材料进场慢；请示例住建局协调：三日内答复``."""
    words, unit, help_ = told["problem"], told["help_unit"], told["help"]
    if not unit and not help_:
        return words
    asked = f"请{unit}协调" if unit else "请协调"
    return f"{words}；{asked}：{help_}" if help_ else f"{words}；{asked}"


def is_known(pk: UUID, words: str) -> bool:
    return Blocker.objects.uncleared().filter(project_id=pk, words=words).exists()


def figures_of(
    month: date, report: ProgressReport | None, changed: Mapping[str, str]
) -> MonthFigures:
    """The month's report as it stands, with what was filled in there."""
    whole: dict[str, Decimal | None] = {
        name: getattr(report, name) if report else None for name in _NUMBERS
    }
    whole |= {name: Decimal(changed[name]) for name in _NUMBERS if name in changed}
    words = changed.get("physical_words", report.physical_words if report else "")
    return MonthFigures(
        month, whole["invested"], words, whole["physical_percent"],
        reason=changed.get("reason", ""), registered=whole["registered"], paid=whole["paid"],
    )  # fmt: skip
