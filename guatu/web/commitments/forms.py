"""Forms of promises: they check shape; what can be is decided by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guatu.commitments.actions.drafting import Promise
from guatu.commitments.actions.revising import Wanted
from guatu.commitments.choices import CommitmentKind, ReviewGrade
from guatu.commitments.models import Commitment, YearlyReview
from guatu.domain.commitments import Finding
from guatu.domain.votes import Votes
from guatu.lines.models import WorkLine
from guatu.org.choices import Role
from guatu.org.models import Post, Unit, User
from guatu.org.queries import with_holders
from guatu.projects.models import Project
from guatu.web.shared.fields import DayField, PickField

NAMES = ("post", "kind", "words", "measure", "target", "due_on", "before", "occasion",
         "occasion_on", "handling_unit", "owner_post", "project", "line", "letter")  # fmt: skip


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _post_words(post: Post) -> str:
    return f"{post.unit.label}　{post.holder_label}"


class SeenForm(forms.Form):
    """``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PromiseForm(SeenForm):
    post = PickField(_post_words, label=_("承诺人"), required=True, empty_label=_("请选择"))
    kind = forms.ChoiceField(label=_("类别"), choices=CommitmentKind.choices)
    words = forms.CharField(
        label=_("承诺内容"),
        max_length=500,
        required=False,
        widget=_lines(3),
        help_text=_("一件承诺写一件事，写做成什么，不写“进一步加强”。"),
    )
    measure = forms.CharField(
        label=_("衡量指标"),
        max_length=120,
        required=False,
        help_text=_("看什么判断做到没有，如“交付标准厂房面积”。"),
    )
    target = forms.CharField(
        label=_("目标值"),
        max_length=120,
        required=False,
        help_text=_("做到多少或什么样，如“3 万平方米”“通过竣工验收”。"),
    )
    due_on = DayField(label=_("时限"), required=False)
    before = forms.CharField(
        label=_("向谁承诺"), max_length=120, required=False, help_text=_("如“市重点项目总指挥部”。")
    )
    occasion = forms.CharField(
        label=_("承诺场合"), max_length=120, required=False, help_text=_("如“3 月局长讲坛”。")
    )
    occasion_on = DayField(label=_("承诺日期"), required=False)
    handling_unit = PickField(label=_("承办机构"), help_text=_("不填即承诺人所在单位。"))
    owner_post = PickField(_post_words, label=_("责任人"), help_text=_("不填即承诺人本人。"))
    project = PickField(label=_("对应项目"), empty_label=_("无"), help_text=_("星标项目承诺必填。"))
    line = PickField(label=_("工作线"), empty_label=_("无"), help_text=_("选了项目的不用填。"))
    letter = forms.BooleanField(label=_("签订承诺书"), required=False)

    def __init__(
        self, *args: Any, user: User, commitment: Commitment | None = None, **kw: Any
    ) -> None:
        given = initial_of(commitment) if commitment else {}
        super().__init__(*args, **{"initial": given, **kw})
        self.commitment = commitment
        _offer_rows(self, user, commitment)

    def promise(self) -> Promise:
        given = {name: self.cleaned_data[name] for name in NAMES}
        return Promise(**given, unit=self.commitment.unit if self.commitment else None)


class PlainForm(SeenForm):
    """Nothing but yes."""


class ReasonForm(SeenForm):
    reason = forms.CharField(label=_("理由"), max_length=300, widget=_lines(3))


class AnswerForm(SeenForm):
    answer = forms.CharField(label=_("审定意见"), max_length=300, required=False, widget=_lines(2))


class ReportForm(SeenForm):
    words = forms.CharField(
        label=_("践诺情况"),
        max_length=500,
        widget=_lines(4),
        help_text=_("做到了什么、差什么；已经做到的，写明凭什么材料可以核实。"),
    )
    met_on = DayField(
        label=_("兑现日期"),
        required=False,
        help_text=_("全部做到的才填，填哪一天做到的；是否兑现由评定人核实后评定。"),
    )


class RevisionForm(SeenForm):
    words = forms.CharField(label=_("承诺内容"), max_length=500, widget=_lines(3))
    measure = forms.CharField(label=_("衡量指标"), max_length=120)
    target = forms.CharField(label=_("目标值"), max_length=120)
    due_on = DayField(label=_("时限"))
    reason = forms.CharField(
        label=_("改诺理由"),
        max_length=300,
        widget=_lines(3),
        help_text=_("原来的内容和时限会一并留存、公开。"),
    )

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(given["words"], given["measure"], given["target"], given["due_on"])


class JudgeForm(SeenForm):
    finding = forms.ChoiceField(
        label=_("核实结果"),
        choices=(
            (Finding.MET.value, _("做到了")),
            (Finding.PARTLY.value, _("做到一部分")),
            (Finding.NOT_MET.value, _("没有做到")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选核实的结果。")},
    )
    met_on = DayField(
        label=_("兑现日期"),
        required=False,
        help_text=_("做到了的填；晚于时限的，系统记为迟兑现。"),
    )
    evidence = forms.CharField(
        label=_("评定依据"),
        max_length=500,
        widget=_lines(4),
        help_text=_("看了什么材料、到现场核实了什么；会公开显示。"),
    )


class LateForm(SeenForm):
    """What was judged partly or not kept, and was kept after all."""

    met_on = DayField(label=_("兑现日期"), help_text=_("时限以后的哪一天全部做到的。"))
    evidence = forms.CharField(
        label=_("评定依据"),
        max_length=500,
        widget=_lines(4),
        help_text=_("看了什么材料、到现场核实了什么；会公开显示。"),
    )


class AccountForm(SeenForm):
    account = forms.CharField(
        label=_("述诺"),
        max_length=3000,
        widget=_lines(10),
        help_text=_("这一年承诺了什么、做到了什么；没做到的，为什么、怎么补。"),
    )


class GradeForm(SeenForm):
    grade = forms.ChoiceField(
        label=_("组织评诺"),
        choices=ReviewGrade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请在四档中选一档。")},
    )
    reason = forms.CharField(
        label=_("评诺理由"),
        max_length=500,
        widget=_lines(3),
        help_text=_("哪些兑现了，哪些没有；写事实，不写评语。"),
    )


def _count(label: Any, **options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "num"})
    said = {"invalid": _("请填整数。"), "required": _("请填写，没有的填 0。")}
    return forms.IntegerField(label=label, widget=widget, error_messages=said, **options)


class VoteForm(SeenForm):
    members = _count(_("全体人数"), help_text=_("有投票权的全体人数，不是到会人数；半数按全体计。"))
    satisfied = _count(_("满意票"))
    basically = _count(_("基本满意票"))
    dissatisfied = _count(_("不满意票"))
    voted_on = DayField(label=_("评议日期"))
    meeting = forms.CharField(label=_("评议会议"), max_length=120, required=False)

    def votes(self) -> Votes:
        names = ("members", "satisfied", "basically", "dissatisfied")
        return Votes(*(self.cleaned_data[name] for name in names))


class OpeningForm(forms.Form):
    """Besides all who promised something that year, a single post may be chosen."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2199)
    post = PickField(
        _post_words,
        label=_("另加述诺人"),
        empty_label=_("不另加"),
        help_text=_("当年在系统里有公开承诺的岗位会自动列入；没有的在这里加。"),
    )

    def __init__(self, *args: Any, user: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _put(self, "post", _posts(user))


def initial_of(commitment: Commitment) -> dict[str, Any]:
    rows = ("post", "handling_unit", "owner_post", "project", "line")
    plain = {name: getattr(commitment, name) for name in NAMES if name not in rows}
    chosen = {name: getattr(commitment, f"{name}_id") for name in rows}
    return {**plain, **chosen, "seen": commitment.version}


def initial_vote(review: YearlyReview) -> dict[str, Any]:
    names = ("members", "satisfied", "basically", "dissatisfied", "voted_on", "meeting")
    return {name: getattr(review, name) for name in names}


def _offer_rows(form: PromiseForm, user: User, kept: Commitment | None) -> None:
    """Posts that the user may promise for: the office for all, others for their own."""
    posts = _posts(user, kept and kept.owner_post_id)
    _put(form, "owner_post", posts)
    if kept is not None:
        posts = _posts(user, kept.post_id).filter(pk=kept.post_id)
    elif Role.OFFICE not in user.access.roles:
        own = Q(pk__in=user.access.post_ids) | Q(unit_id__in=user.access.unit_ids)
        posts = posts.filter(own)
    _put(form, "post", posts)
    units = Unit.objects.visible_to(user)
    _put(form, "handling_unit", units.filter(_open(kept and kept.handling_unit_id)))
    projects = Project.objects.visible_to(user).filter(year=user.tenant.year)
    listed = Q(withdrawn_at__isnull=True) | Q(pk=kept.project_id if kept else None)
    _put(form, "project", projects.filter(listed).order_by("number"))
    _put(form, "line", WorkLine.objects.visible_to(user).of_year(user.tenant.year))


def _posts(user: User, kept: Any = None) -> QuerySet[Post]:
    rows = with_holders(Post.objects.visible_to(user).filter(_open(kept)))
    return rows.order_by("unit__path", "rank")


def _open(kept: Any) -> Q:
    return Q(closed_on__isnull=True) | Q(pk=kept)


def _put(form: forms.Form, name: str, rows: Any) -> None:
    form.fields[name].queryset = rows  # type: ignore[attr-defined]
