"""Primavera P6: from the tables of an XER file to a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import cast

from guatu.domain.schedule.build import LinkType
from guatu.domain.schedule.files import xercalendars
from guatu.domain.schedule.files.model import (
    FileActivity,
    FileLink,
    FilePlan,
    FileProject,
    Heading,
    Held,
    Kind,
    LagTime,
    Limit,
    Options,
    Stored,
)
from guatu.domain.schedule.files.noting import Notes, minutes_of_hours, moment, refuse
from guatu.domain.schedule.files.outline import above_work
from guatu.domain.schedule.files.tables import Row, Tables, read_tables
from guatu.domain.words import N_

_KINDS = {
    "TT_Task": Kind.TASK,
    "TT_Rsrc": Kind.TASK,
    "TT_Mile": Kind.START_MILESTONE,
    "TT_FinMile": Kind.FINISH_MILESTONE,
    "TT_LOE": Kind.SPANNING,
    "TT_WBS": Kind.SUMMARY,
}
_LIMITS = {
    "CS_MSO": Limit.START_ON,
    "CS_MSOA": Limit.SNET,
    "CS_MSOB": Limit.SNLT,
    "CS_MEO": Limit.FINISH_ON,
    "CS_MEOA": Limit.FNET,
    "CS_MEOB": Limit.FNLT,
    "CS_MANDSTART": Limit.MUST_START,
    "CS_MANDFIN": Limit.MUST_FINISH,
    "CS_ALAP": Limit.ALAP,
}
_TYPES = {"PR_FS": "FS", "PR_SS": "SS", "PR_FF": "FF", "PR_SF": "SF"}
_LAG_TIMES = {
    "rcal_Predecessor": LagTime.PREDECESSOR,
    "rcal_Successor": LagTime.SUCCESSOR,
    "rcal_ProjDefault": LagTime.PROJECT,
    "rcal_24Hour": LagTime.DAY_AND_NIGHT,
}
_SLACKS = {"FT_FF": "finish", "FT_SF": "start", "FT_Min": "least"}
#: Tables that say nothing about when work is done.
_ASIDE = {
    "CURRTYPE", "OBS", "RSRCRATE", "ROLES", "ROLERATE", "RSRCCURVDATA", "UDFTYPE",
    "UDFVALUE", "ACTVTYPE", "ACTVCODE", "TASKACTV", "PCATTYPE", "PCATVAL", "PROJPCAT", "MEMOTYPE",
    "FINTMPL", "ACCOUNT", "COSTTYPE", "UMEASURE", "NONWORK", "RCATTYPE", "RCATVAL", "TASKMEMO",
    "WBSMEMO",
}  # fmt: skip


def read_xer(raw: bytes) -> FilePlan:
    """The plan of an XER file, all its projects in one; ScheduleError where it cannot be one."""
    return _Reading(read_tables(raw)).plan()


class _Reading:
    def __init__(self, tables: Tables) -> None:
        self.tables, self.notes = tables, Notes()
        self.with_work = {row["proj_id"] for row in tables.rows["TASK"]}
        self.options = {row["proj_id"]: row for row in tables.rows["SCHEDOPTIONS"]}
        self.rows = {row["proj_id"]: row for row in tables.rows["PROJECT"]}
        self.by_resource = xercalendars.of_resources(tables)

    def plan(self) -> FilePlan:
        self._refuse_nothing()
        projects = tuple(
            self._project(row) for id, row in self.rows.items() if id in self.with_work
        )
        self.names = {one.id: one.name for one in projects}
        used = {self._calendar_id(row) for row in self.tables.rows["TASK"]}
        used |= {one.calendar for one in projects} - {""}
        calendars = xercalendars.read(self.tables.rows["CALENDAR"], used - {""}, self.notes)
        self.calendars = {one.id for one in calendars}
        activities = tuple(self._activities({one.id: one for one in projects}))
        links = tuple(self._links({one.uid: one for one in activities}))
        self._note_others()
        return FilePlan(
            source="xer",
            projects=projects,
            calendars=tuple(calendars),
            activities=activities,
            links=links,
            headings=tuple(self._headings(activities)),
            options=self._options(),
            notes=self.notes.all(),
        )

    def _refuse_nothing(self) -> None:
        if not self.tables.rows["PROJECT"]:
            refuse(N_("文件里没有项目（PROJECT 表）；请从 P6 重新导出。"))
        if not self.tables.rows["TASK"]:
            refuse(N_("文件里没有工序（TASK 表）；请从 P6 重新导出。"))
        for row in self.tables.rows["TASK"]:
            if row["proj_id"] not in self.rows:
                sentence = N_("第 {line} 行的工序“{name}”所属的项目 {id} 不在文件里；请重新导出。")
                refuse(sentence, line=row.line, name=row["task_code"], id=row["proj_id"] or "—")

    def _project(self, row: Row) -> FileProject:
        name = row["proj_short_name"] or row["proj_id"]
        place = f"第 {row.line} 行 项目“{name}”"
        start = _moment(row, "plan_start_date", place)
        data_date = _moment(row, "last_recalc_date", place)
        if start is None and data_date is None:
            refuse(
                N_("{place} 没有开始日期，也没有数据日期；请在 P6 中填写后重新导出。"), place=place
            )
        return FileProject(
            id=row["proj_id"],
            name=name,
            start=cast(datetime, start or data_date),
            calendar=row["clndr_id"],
            data_date=data_date,
            required=_moment(row, "plan_end_date", place),
        )

    def _activities(self, projects: Mapping[str, FileProject]) -> Iterator[FileActivity]:
        codes = Counter(row["task_code"] for row in self.tables.rows["TASK"])
        seen, ids = set[str](), set[str]()
        for row in self.tables.rows["TASK"]:
            code = row["task_code"] or row["task_id"]
            id = code if codes[code] <= 1 else f"{self.names[row['proj_id']]}/{code}"
            id = f"{id}#{row['task_id']}" if id in ids else id
            ids.add(id)
            place = f"第 {row.line} 行 工序“{code} {row['task_name']}”"
            if not row["task_id"] or row["task_id"] in seen:
                refuse(N_("{place} 的 task_id 缺失或重复；文件已损坏，请重新导出。"), place=place)
            seen.add(row["task_id"])
            yield self._activity(row, id, place, projects[row["proj_id"]])

    def _activity(self, row: Row, id: str, place: str, project: FileProject) -> FileActivity:
        kind = _KINDS.get(row["task_type"] or "TT_Task")
        if kind is None:
            refuse(N_("{place} 的类型“{type}”无法识别。"), place=place, type=row["task_type"][:40])
        zero = kind in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE)
        self._note_activity(row, place)
        began, ended = _moment(row, "act_start_date", place), _moment(row, "act_end_date", place)
        if began and ended and ended < began:
            sentence = N_("{place} 的实际完成 {end} 早于实际开始 {start}；请在 P6 中更正。")
            refuse(
                sentence,
                place=place,
                end=f"{ended:%Y-%m-%d %H:%M}",
                start=f"{began:%Y-%m-%d %H:%M}",
            )
        left = _minutes(row, "remain_drtn_hr_cnt", place)
        planned = _minutes(row, "target_drtn_hr_cnt", place)
        duration = planned if planned is not None else left or 0
        if duration < 0 or (left or 0) < 0:
            refuse(N_("{place} 的工期为负；请在 P6 中更正。"), place=place)
        return FileActivity(
            id=id,
            uid=row["task_id"],
            name=row["task_name"] or id,
            project=project.id,
            kind=kind,
            calendar=self._calendar(row, place, project),
            duration=0 if zero else duration,
            held=tuple(self._held(row, place)),
            actual_start=began,
            actual_finish=ended,
            remaining=None if zero or ended else left,
            resume=_moment(row, "resume_date", place) if began and not ended else None,
            heading=f"W{row['wbs_id']}" if row["wbs_id"] else "",
            line=row.line,
            stored=_stored(row, place),
        )

    def _calendar(self, row: Row, place: str, project: FileProject) -> str:
        id = self._calendar_id(row) or project.calendar
        if id not in self.calendars:
            sentence = N_("{place} 所用的日历 {id} 不在文件里；请重新导出。")
            refuse(sentence, place=place, id=id or "—")
        return id

    def _calendar_id(self, row: Row) -> str:
        """Its own, or of resource dependent work that of the only calendar of its resources."""
        calendars = self.by_resource.get(row["task_id"], set())
        if row["task_type"] == "TT_Rsrc" and len(calendars) == 1:
            return next(iter(calendars))
        return row["clndr_id"]

    def _held(self, row: Row, place: str) -> Iterator[Held]:
        for kind, day in (("cstr_type", "cstr_date"), ("cstr_type2", "cstr_date2")):
            if not row[kind]:
                continue
            limit = _LIMITS.get(row[kind])
            if limit is None:
                sentence = N_("{place} 的限制条件“{kind}”无法识别，未采用。")
                self.notes.add("constraint", sentence, row.line, place=place, kind=row[kind][:40])
                continue
            at = None if limit is Limit.ALAP else _moment(row, day, place)
            if at is None and limit is not Limit.ALAP:
                sentence = N_("{place} 的限制条件“{kind}”没有日期，未采用。")
                self.notes.add("constraint", sentence, row.line, place=place, kind=row[kind])
                continue
            yield Held(limit, at)
        outside = (
            ("external_early_start_date", Limit.SNET),
            ("external_late_end_date", Limit.FNLT),
        )
        for name, limit in outside:
            at = _moment(row, name, place)
            if at:
                yield Held(limit, at)

    def _note_activity(self, row: Row, place: str) -> None:
        if row["task_type"] == "TT_Rsrc" and len(self.by_resource.get(row["task_id"], ())) > 1:
            sentence = N_("{place} 的资源各有日历，P6 按各自的日历排；这里按工序自己的日历排。")
            self.notes.add("resource-calendar", sentence, row.line, place=place)
        if row["status_code"] == "TK_Active" and not row["act_start_date"]:
            sentence = N_("{place} 标为已开始，却没有实际开始日期；按未开始排。")
            self.notes.add("status", sentence, row.line, place=place)
        if row["status_code"] == "TK_Complete" and not row["act_end_date"]:
            sentence = N_("{place} 标为已完成，却没有实际完成日期；按未完成排。")
            self.notes.add("status", sentence, row.line, place=place)
        uses = self.options.get(row["proj_id"], _NOTHING)["sched_use_expect_end_flag"] == "Y"
        if row["expect_end_date"] and uses and not row["act_end_date"]:
            sentence = N_(
                "{place} 有预期完成日期 {day}，P6 会据此改动剩余工期；这里按文件所存的剩余工期排。"
            )
            self.notes.add(
                "expected-finish", sentence, row.line, place=place, day=row["expect_end_date"][:10]
            )

    def _links(self, activities: Mapping[str, FileActivity]) -> Iterator[FileLink]:
        for row in self.tables.rows["TASKPRED"]:
            before, after = row["pred_task_id"], row["task_id"]
            if before not in activities or after not in activities:
                self._stray(row, activities)
                continue
            one = activities[after]
            place = f"第 {row.line} 行 “{activities[before].id}→{one.id}”的搭接关系"
            if before == after:
                refuse(N_("{place}：工序不能以自己为紧前工序；请在 P6 中去掉。"), place=place)
            kind = _TYPES.get(row["pred_type"] or "PR_FS")
            if kind is None:
                refuse(
                    N_("{place} 类型“{type}”无法识别。"), place=place, type=row["pred_type"][:40]
                )
            lag = _minutes(row, "lag_hr_cnt", place) or 0
            yield FileLink(
                before, after, cast(LinkType, kind), lag, self._lag_time(one.project), row.line
            )

    def _stray(self, row: Row, activities: Mapping[str, FileActivity]) -> None:
        """A link with an end that the file does not hold: refused unless it leads to elsewhere."""
        ends = ((row["pred_task_id"], row["pred_proj_id"]), (row["task_id"], row["proj_id"]))
        for uid, project in ends:
            if uid not in activities and (not project or project in self.names):
                sentence = N_("第 {line} 行的搭接关系指向不在文件里的工序 {id}；请重新导出。")
                refuse(sentence, line=row.line, id=uid or "—")
        known = next((activities[uid].id for uid, _ in ends if uid in activities), "—")
        sentence = N_(
            "{place}：工序“{name}”与文件以外的项目相搭接，未采用；以文件所存的外部日期为准。"
        )
        place = f"第 {row.line} 行"
        self.notes.add("external-link", sentence, row.line, place=place, name=known)

    def _lag_time(self, project: str) -> LagTime:
        given = self.options.get(project, _NOTHING)["sched_calendar_on_relationship_lag"]
        return _LAG_TIMES.get(given, LagTime.PREDECESSOR)

    def _headings(self, activities: Iterable[FileActivity]) -> list[Heading]:
        """The WBS above the activities; its root only where several projects need telling apart."""
        several = len(self.names) > 1
        rows = [row for row in self.tables.rows["PROJWBS"] if row["proj_id"] in self.names]
        roots = {row["wbs_id"] for row in rows if row["proj_node_flag"] == "Y"}
        found: list[Heading] = []
        for row in rows:
            id, above = row["wbs_id"], row["parent_wbs_id"]
            if id in roots and not several:
                continue
            top = id in roots or not above or (above in roots and not several)
            name = row["wbs_name"] or row["wbs_short_name"] or id
            found.append(Heading(f"W{id}", name, "" if top else f"W{above}", (), row.line))
        return above_work(found, activities)

    def _options(self) -> Options:
        given = [self.options.get(id, _NOTHING) for id in self.names]
        first = given[0]
        if any(_ways(one) != _ways(first) for one in given):
            sentence = N_("各项目的排程选项不同；一律按项目“{name}”的排。")
            self.notes.add(
                "options", sentence, first.line or None, name=next(iter(self.names.values()))
            )
        override = first["sched_progress_override"] == "Y"
        if not override and first["sched_retained_logic"] == "N":
            sentence = N_("P6 选用“实际日期”排剩余工作，这里按“保留逻辑”排。")
            self.notes.add("options", sentence, first.line)
        return Options(
            links_hold_started=not override,
            slack_of=_SLACKS.get(first["sched_float_type"], "finish"),
            one_end=len(given) > 1 and first["sched_use_project_end_date_for_float"] == "N",
            free_of_limits=True,
            limits_meet_work=True,
            done_hands_on=not override,
        )

    def _note_others(self) -> None:
        if not self.tables.ended:
            self.notes.add("cut-off", N_("文件没有结束标记（%E），可能没有导完；已读到的照排。"))
        for table, rows in self.tables.others.items():
            if table not in _ASIDE:
                sentence = N_("表 {table} 的 {rows} 行与工期的排定无关或尚不支持，没有读。")
                self.notes.add("table", sentence, table=table, rows=rows)


_NOTHING = Row(0, {})


def _ways(row: Row) -> tuple[str, ...]:
    names = ("sched_progress_override", "sched_retained_logic", "sched_float_type")
    return tuple(row[name] for name in names)


def _moment(row: Row, name: str, place: str) -> datetime | None:
    return moment(row[name], f"{place} {name}") if row[name] else None


def _minutes(row: Row, name: str, place: str) -> int | None:
    return minutes_of_hours(row[name], f"{place} {name}") if row[name] else None


def _stored(row: Row, place: str) -> Stored:
    done = bool(row["act_end_date"])
    begun = bool(row["act_start_date"])
    return Stored(
        start=None,
        finish=None,
        # P6 keeps here where the rest of begun work starts, and nothing of use for done work
        early_start=None if begun else _moment(row, "early_start_date", place),
        early_finish=None if done else _moment(row, "early_end_date", place),
        late_start=None if begun else _moment(row, "late_start_date", place),
        late_finish=None if done else _moment(row, "late_end_date", place),
        total_slack=None if done else _minutes(row, "total_float_hr_cnt", place),
        free_slack=None if done else _minutes(row, "free_float_hr_cnt", place),
    )
