"""Facts of a slip (督办单), a dispatch sheet (交办单) and minutes (会议纪要): one record each."""

from __future__ import annotations

from datetime import date, datetime

from guatu.boards.papers.reading import Handed
from guatu.boards.papers.words import DISPATCH, MEETING, NONE, of_rows, plain
from guatu.command.models import Decision, Meeting
from guatu.command.queries.meetings import minutes_of
from guatu.dispatches.models import Dispatch
from guatu.domain.papers.facts import Facts, Named
from guatu.domain.papers.numerals import day_words
from guatu.kit.clock import CHINA
from guatu.org.models import Post


def dispatch_facts(dispatch: Dispatch, now: datetime) -> Facts:
    """``dispatch`` was issued."""
    parts = [part for part in dispatch.parts.select_related("unit") if part.is_in]
    row = Handed(dispatch, next(part.unit for part in parts if part.is_lead), now)
    late = f"已逾期{row.days_late}天" if row.is_late else "尚未到期"
    return Facts(
        {
            "编号": of_rows(dispatch.number, DISPATCH, [dispatch.pk]),
            "事项": of_rows(dispatch.title, DISPATCH, [dispatch.pk]),
            "工作要求": of_rows(dispatch.asked, DISPATCH, [dispatch.pk]),
            "时限": of_rows(_day(dispatch.due_on), DISPATCH, [dispatch.pk]),
            "牵头单位": plain(row.unit.name),
            "办理状态": of_rows(dispatch.get_status_display(), DISPATCH, [dispatch.pk]),
            "逾期情况": of_rows(late, DISPATCH, [dispatch.pk]),
            "截止日": plain(day_words(now.astimezone(CHINA).date())),
        },
        {"配合单位": [{"单位": plain(part.unit.name)} for part in parts if not part.is_lead]},
    )


def minutes_facts(meeting: Meeting) -> Facts:
    minutes = minutes_of(meeting)
    at = meeting.starts_at.astimezone(CHINA)
    attendees = Post.objects.filter(pk__in=meeting.attendees.values("pk"))
    present = attendees.select_related("unit").prefetch_related("holdings__user")
    return Facts(
        {
            "会议": of_rows(meeting.title, MEETING, [meeting.pk]),
            "会议日期": of_rows(day_words(at.date()), MEETING, [meeting.pk]),
            "地点": plain(meeting.place),
            "主持": plain(meeting.chair.holder_label),
            "概况": plain(meeting.opening),
            "议定项数": of_rows(len(minutes.decisions), MEETING, [meeting.pk]),
            "交办项数": of_rows(
                minutes.given, DISPATCH,
                [one.dispatch.pk for one in minutes.decisions if one.dispatch is not None],
            ),
        },
        {
            "议定事项": [
                _decided(point.item.title, one)
                for point in minutes.points
                for one in point.decisions
            ],
            "缓议事项": [{"事项": plain(item.title)} for item in minutes.put_off],
            "出席人员": [
                {"人员": plain(f"{post.unit.label}{post.holder_label}")} for post in present
            ],
        },
    )  # fmt: skip


def _decided(title: str, decision: Decision) -> Named:
    dispatch = decision.dispatch
    who = f"责任单位：{decision.unit.name}，时限：{_day(decision.due_on)}" if decision.unit else ""
    number = f"，交办{dispatch.number}" if dispatch is not None and dispatch.number else ""
    said = f"{who}{number}" if dispatch is not None else f"无需交办：{decision.reason}"
    ids = [dispatch.pk] if dispatch is not None else []
    return {
        "议题": plain(title),
        "事项": plain(decision.words.rstrip("。")),
        "落实": of_rows(said, DISPATCH, ids),
    }


def _day(day: date | None) -> str:
    return day_words(day) if day else NONE
