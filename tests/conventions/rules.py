"""Rules over the syntax tree of one module; each yields the lines that break it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

Rule = Callable[[ast.AST], Iterator[Any]]

CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("time", "time"),
}
SIGNAL_MODULES = ("django.dispatch", "django.db.models.signals", "django.core.signals")
SAVING_OPTIONS = {"update_fields", "force_insert", "force_update", "using"}
BULK_WRITERS = {"insert_rows", "update_rows"}
CREATING = {
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "add_root",
    "add_child",
}


def overridden_saves(tree: ast.AST) -> Iterator[int]:
    """A class that is, or could be, a model and has its own ``save`` or ``delete``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and part.name in {"save", "delete"}:
                    yield part.lineno


def signal_receivers(tree: ast.AST) -> Iterator[int]:
    """Imports of the signal machinery; without them nobody can listen."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(SIGNAL_MODULES):
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models":
            yield from (node.lineno for alias in node.names if alias.name == "signals")
        if isinstance(node, ast.Import):
            yield from (node.lineno for a in node.names if a.name.startswith(SIGNAL_MODULES))


def hidden_clocks(tree: ast.AST) -> Iterator[int]:
    """``datetime.now()``, ``date.today()``, ``timezone.now()``, also as a default of a field.

    ``timezone.localtime()`` reads the clock only without an argument.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in CLOCKS:
            yield node.lineno
        if isinstance(node, ast.Call) and _last_name(node.func) in {"localtime", "localdate"}:
            yield from () if node.args else (node.lineno,)


def writes(tree: ast.AST) -> Iterator[int]:
    """Calls that write rows, told from those of files, dicts and forms by their arguments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _writes(node):
            yield node.lineno


def unscoped_lookups(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """``Model.objects.x`` with the model's name, unless x is ``visible_to`` or ``none``."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr in {"objects", "_default_manager"}
            and node.attr not in {"visible_to", "none"}
        ):
            yield node.lineno, _last_name(node.value.value)


def unmarked_sentences(tree: ast.AST) -> Iterator[int]:
    """``say(…)`` of a text put together on the spot: no catalogue can hold its translation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last_name(node.func) in {"say", "N_", "_"} and node.args:
            first = node.args[0]
            if isinstance(first, ast.JoinedStr | ast.BinOp):
                yield node.lineno


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return _last_name(call.func) in BULK_WRITERS
    verb = call.func.attr
    given = {keyword.arg for keyword in call.keywords}
    if verb in CREATING:
        return True
    if verb == "save":
        return not call.args and (given <= SAVING_OPTIONS)
    if verb == "update":
        attributes = _last_name(call.func.value) == "attrs"  # of a widget
        return bool(call.keywords) and not call.args and not attributes
    return verb == "delete" and not call.args and not given


def _last_name(node: ast.AST) -> str:
    """``date`` of ``date`` and of ``datetime.date``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
