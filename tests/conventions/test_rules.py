"""The rules over the product's modules, and over samples that show what each of them means."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.conventions.rules import (
    Rule,
    hidden_clocks,
    overridden_saves,
    signal_receivers,
    unmarked_sentences,
    unscoped_lookups,
    writes,
)
from tests.conventions.sources import modules

GOOD: tuple[tuple[Rule, str], ...] = (
    (overridden_saves, "class Tray(Model):\n    def saved(self): ...\n"),
    (signal_receivers, "from django.db.models import F\n"),
    (signal_receivers, "import signal\nsignal.signal(signal.SIGTERM, stop)\n"),
    (hidden_clocks, "def act(now):\n    return now.date()\n"),
    (hidden_clocks, "from guatu.kit import clock\nclock.now()\n"),
    (hidden_clocks, "import time\ntime.monotonic()\n"),
    (hidden_clocks, "timezone.localtime(event.at)\n"),
    (writes, "digest.update(raw)\nseen.update({1: 2})\nsums.move(a, b)\n"),
    (writes, "field.widget.attrs.update(autofocus=True)\n"),
    (writes, "picture.save(target, 'JPEG', quality=80)\n"),
    (unscoped_lookups, "Project.objects.visible_to(user).get(pk=pk)\n"),
    (unscoped_lookups, "ModelChoiceField(Unit.objects.none())\n"),
    (unmarked_sentences, "say('第 {row} 行', row=row)\nsay(words, n=1)\n_('项目')\n"),
)
BAD: tuple[tuple[Rule, str], ...] = (
    (overridden_saves, "class Tray(Model):\n    def save(self, **options): ...\n"),
    (overridden_saves, "class Tray(Model):\n    def delete(self): ...\n"),
    (signal_receivers, "from django.dispatch import receiver\n"),
    (signal_receivers, "from django.db.models.signals import post_save\n"),
    (signal_receivers, "from django.db.models import signals\n"),
    (hidden_clocks, "from datetime import date\nday = date.today()\n"),
    (hidden_clocks, "import datetime\ndatetime.datetime.now()\n"),
    (hidden_clocks, "at = DateTimeField(default=timezone.now)\n"),
    (hidden_clocks, "timezone.localtime()\n"),
    (writes, "row.save()\n"),
    (writes, "row.save(update_fields=['name'])\n"),
    (writes, "Project.objects.create(name=name)\n"),
    (writes, "project.milestones.filter(code=code).update(serial=3)\n"),
    (writes, "rows.delete()\n"),
    (writes, "insert_rows(verdicts)\n"),
    (writes, "Unit.objects.bulk_update(units, ['path'])\n"),
    (unscoped_lookups, "Project.objects.get(pk=pk)\n"),
    (unscoped_lookups, "models.Project.objects.filter(name=name)\n"),
    (unmarked_sentences, "say(f'第 {row} 行')\n"),
    (unmarked_sentences, "_('共' + words)\n"),
)

#: Who may write rows besides the packages and modules named ``actions``, and why.
WRITERS = {
    "guatu/projects/patrol.py": "the act of judging, called by acts and by the timetable",
    "guatu/projects/tallies.py": "running totals, moved inside the act that changes them",
    "guatu/projects/states.py": "how projects stand, kept inside the act that changes them",
    "guatu/projects/blobs.py": "derived networks, kept inside the act that changes the plan",
    "guatu/projects/reschedule.py": "slack and forecast of all plans, computed anew from them",
    "guatu/intake/settling.py": "rows of one ledger, inside the acts that read and correct it",
    "guatu/journal/answers.py": "kept answers, inside the transaction of the POST they answer",
    "guatu/journal/outbox.py": "claims and settles its own rows, for the worker of notices",
    "guatu/ops/timetable.py": "claims its own runs; removes what has expired",
    "guatu/ops/demo/organisation.py": "one password hash for all visitors of the demonstration",
}

#: Look-ups of pages that begin elsewhere than at ``visible_to``, by module and model, and why.
LOOKUPS = {
    ("guatu/web/projects/forms/project.py", "TaskForce"): "choices of the user's tenant",
    ("guatu/web/projects/forms/bulk.py", "TaskForce"): "choices of the user's tenant",
    ("guatu/web/capacity/forms.py", "Post"): "choices of the user's tenant",
    ("guatu/web/projects/pasted/cells.py", "TaskForce"): "names in the user's tenant",
    ("guatu/web/projects/forms/controls.py", "Unit"): "choices of the user's tenant",
    ("guatu/web/projects/forms/controls.py", "Holding"): "who holds posts that are visible",
    ("guatu/web/projects/views/detail.py", "RulePack"): "the pack that judged a visible project",
    ("guatu/web/org/views/units.py", "Unit"): "ancestors of a visible unit",
    ("guatu/web/org/forms.py", "Unit"): "the parent of a visible unit",
    ("guatu/web/org/figures.py", "Tally"): "totals of the tenant, for who sees all of it",
    ("guatu/web/org/figures.py", "Project"): "narrows a queryset that began at visible_to",
    ("guatu/web/org/figures.py", "HeadQuarters"): "bound to a visible post",
    ("guatu/web/org/figures.py", "TaskForce"): "bound to a visible post",
    ("guatu/web/lines/views/detail.py", "Holding"): "who holds posts of a visible line",
    ("guatu/web/lines/views/detail.py", "Post"): "members of a visible line's task forces",
    ("guatu/web/lines/forms.py", "Holding"): "who holds posts that are offered",
}


@pytest.mark.parametrize(("rule", "sample"), GOOD)
def test_good_samples_pass(rule: Rule, sample: str) -> None:
    assert list(rule(ast.parse(sample))) == []


@pytest.mark.parametrize(("rule", "sample"), BAD)
def test_bad_samples_are_found(rule: Rule, sample: str) -> None:
    assert list(rule(ast.parse(sample)))


def test_no_model_has_a_save_of_its_own() -> None:
    assert list(_broken(overridden_saves)) == []


def test_nobody_listens_to_signals() -> None:
    assert list(_broken(signal_receivers)) == []


def test_only_the_clock_reads_the_time() -> None:
    assert list(_broken(hidden_clocks, except_in=("guatu/kit/clock.py",))) == []


def test_only_actions_write_rows() -> None:
    found = _broken(writes, except_in=tuple(WRITERS))
    assert [place for place in found if not _is_actions(place)] == []


def test_every_exception_to_writing_is_still_needed() -> None:
    needed = {module.path for module in modules() if any(writes(module.tree))}
    assert set(WRITERS) <= needed


def test_pages_look_up_only_what_is_visible() -> None:
    assert _lookups() - set(LOOKUPS) == set()


def test_every_exception_to_looking_up_is_still_needed() -> None:
    assert set(LOOKUPS) - _lookups() == set()


def test_every_sentence_can_be_translated() -> None:
    assert list(_broken(unmarked_sentences)) == []


def _broken(rule: Rule, *, except_in: tuple[str, ...] = ()) -> Iterator[str]:
    for module in modules():
        if module.path not in except_in:
            yield from (f"{module.path}:{line}" for line in rule(module.tree))


def _is_actions(place: str) -> bool:
    return "/actions/" in place or "/actions.py:" in place


def _lookups() -> set[tuple[str, str]]:
    return {
        (module.path, model)
        for module in modules()
        if module.path.startswith("guatu/web/")
        for _, model in unscoped_lookups(module.tree)
    }
