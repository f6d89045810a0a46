"""Getting Django and its database ready for a command."""

from __future__ import annotations

import os

import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from guatu.domain.words import say
from guatu.kit.refusals import Refusal

DEMO_DIR = "var/demo"


def start_django() -> None:
    """Load settings and apps; a setting that cannot be is refused with its sentence."""
    if apps.ready:
        return
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refusal(say("{fault}", fault=str(error))) from error
    except ValueError as error:
        raise Refusal(
            say(
                "有一项 GUATU_ 环境变量的值读不懂（{fault}）。请对照安装说明改正。",
                fault=str(error),
            )
        ) from error


def start_django_as_demo() -> None:
    """The demonstration has a data folder of its own, so that it never meets real data."""
    os.environ.setdefault("GUATU_DATA_DIR", DEMO_DIR)
    os.environ["GUATU_DEMO"] = "1"
    start_django()


def start_database() -> None:
    """Like ``start_django``, and the tables must be those of this version."""
    start_django()
    from guatu.ops.tables import outdated

    if outdated():
        raise Refusal(say("数据库还没有建好，或不是本版本的结构。请先运行 guatu migrate。"))
