"""docs/access.md is the table that the apps declare, every 否 written out."""

from __future__ import annotations

import ast
import re
from uuid import uuid4

import pytest

from guatu.dispatches.access import code_of
from guatu.domain.lifecycle import Verb
from guatu.org.access import Access, can_with, declared
from guatu.org.choices import AdminKind, Role
from guatu.org.models import Tenant
from tests.conventions.sources import modules
from tools.access import DOCUMENT, document

ASKING = {"require", "can", "allow", "can_with"}


def test_the_document_is_the_declared_table() -> None:
    """To renew it: ``python -m tools.access``; then read what has changed."""
    assert DOCUMENT.read_text(encoding="utf-8") == document()


def test_every_act_names_an_answer_for_everyone() -> None:
    rows = re.findall(r"^\| .* \| `[a-z_.]+` \|(.*)\|$", document(), re.MULTILINE)
    assert len(rows) == len(declared())
    for row in rows:
        answers = [answer.strip() for answer in row.split("|")]
        assert len(answers) == len(Role) + len(AdminKind)
        assert set(answers) <= {"是", "限", "否"}


def test_every_test_on_a_row_says_what_it_tests() -> None:
    silent = [a.code for a in declared().values() if a.on_row and not (a.on_row.__doc__ or "")]
    assert silent == []


@pytest.mark.parametrize("kind", AdminKind.values)
def test_nobody_does_anything_in_another_government(kind: str) -> None:
    here, elsewhere = Tenant(name="示例市"), Tenant(name="示例邻市")
    everything = Access(
        user_id=uuid4(),
        tenant_id=here.pk,
        roles=frozenset(Role.values),
        admin_kind=kind,
        post_ids=frozenset(),
        unit_ids=frozenset(),
        unit_paths=(),
    )
    assert can_with(everything, "org.edit", here)
    assert [code for code in declared() if can_with(everything, code, elsewhere)] == []


def test_every_act_that_is_asked_for_is_declared_and_none_is_declared_in_vain() -> None:
    asked = {
        code
        for module in modules()
        for code in _codes(module.tree) | _held(module.tree, module.path)
    }
    assert asked == set(declared())


def _codes(tree: ast.AST) -> set[str]:
    """Literals like ``"project.edit"`` in code other than declarations and event codes."""
    declared_here = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "declare" and node.args
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value in declared()
        and id(node) not in declared_here
    } | {
        str(node.args[1].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ASKING
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
        and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(node.args[1].value))
    }


def _held(tree: ast.AST, path: str) -> set[str]:
    """The acts on a dispatch that some act holds it for: ``hold(dispatch, Verb.RECEIVE, …)``."""
    if not path.startswith("guatu/dispatches/actions/"):
        return set()
    acts = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {
        code_of(Verb[node.attr])
        for act in acts
        if any(_name(call) == "hold" for call in ast.walk(act) if isinstance(call, ast.Call))
        for node in ast.walk(act)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Verb"
    }


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", "")
