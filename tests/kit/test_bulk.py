from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from guatu.kit.bulk import Maker, insert_rows, update_rows
from guatu.kit.clock import CHINA
from guatu.projects.choices import LightColour, Nature
from guatu.projects.models import Project
from tests.city import City, build_city

pytestmark = pytest.mark.django_db


def built(city: City, number: int) -> Project:
    return Project(
        tenant=city.tenant,
        year=2021,
        number=number,
        name=f"示例第{number}号项目",
        nature=Nature.NEW,
        tags=["示例", "一"],
        line=city.industry_line,
        total_investment=Decimal("52000.1234"),
        jobs=120,
        planned_start=date(2021, 1, 10),
        withdrawn_at=datetime(2021, 3, 15, 9, 0, tzinfo=CHINA),
        light=LightColour.RED,
        light_reason={"template": "示例“{n}”", "params": {"n": 1}},
    )


def test_rows_are_inserted_as_save_would(city: City) -> None:
    row = built(city, 1)
    insert_rows([row, built(city, 2)])
    built(city, 3).save()
    fields = [
        f.attname for f in Project._meta.concrete_fields if f.name not in ("id", "number", "name")
    ]
    one, _, saved = (list(p.values()) for p in Project.objects.order_by("number").values(*fields))
    assert one == saved
    assert not row._state.adding


def test_rows_are_updated_field_by_field(city: City) -> None:
    rows = [built(city, n) for n in (1, 2)]
    insert_rows(rows)
    rows[0].name, rows[0].total_investment, rows[0].line = "示例改名", None, None
    rows[0].jobs = 7
    update_rows(rows, ["name", "total_investment", "line"])
    held = Project.objects.get(number=1)
    assert (held.name, held.total_investment, held.line, held.jobs) == ("示例改名", None, None, 120)
    assert Project.objects.get(number=2).name == "示例第2号项目"


def test_text_comes_back_as_it_was_written(city: City) -> None:
    """Where rows go as arrays, their signs are text like any other."""
    words = ["逗号,引号\"撇号'斜杠\\", "{花括号}", "NULL", "", "一\n二", "％s %s", "  空格  "]
    rows = [built(city, n) for n, _ in enumerate(words, start=1)]
    for row, word in zip(rows, words, strict=True):
        row.content, row.tags, row.light_reason = word, [word], {"template": word}
    insert_rows(rows)
    held = list(Project.objects.order_by("number"))
    assert [row.content for row in held] == words
    assert [row.tags for row in held] == [[word] for word in words]
    assert [row.light_reason["template"] for row in held] == words
    for row, word in zip(rows, reversed(words), strict=True):
        row.content, row.tags = word, [word]
    update_rows(rows, ["content", "tags"])
    held = list(Project.objects.order_by("number"))
    assert [(row.content, row.tags) for row in held] == [(w, [w]) for w in reversed(words)]


def test_what_is_too_long_is_refused_and_never_cut(city: City) -> None:
    row = built(city, 1)
    row.code = "9" * 500
    if connection.vendor == "sqlite":  # keeps whatever is written; forms look at the length
        insert_rows([row])
        assert Project.objects.get().code == row.code
        return
    with pytest.raises(DataError), transaction.atomic():
        insert_rows([row])


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_it_is_all_rows_or_none() -> None:
    city = build_city()
    rows = [built(city, n) for n in (1, 2)]
    with pytest.raises(IntegrityError):
        insert_rows([*rows, rows[0]])
    assert not Project.objects.exists()


def test_nothing_is_nothing(city: City, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):
        insert_rows([])
        update_rows([], ["name"])


def test_a_made_row_is_as_the_model_would_make_it(city: City) -> None:
    make = Maker(Project)
    made = make({"tenant_id": city.tenant.pk, "year": 2021, "number": 7, "name": "示例"})
    built = Project(tenant=city.tenant, year=2021, number=7, name="示例")
    names = [f.attname for f in Project._meta.concrete_fields if f.name != "id"]
    assert [getattr(made, n) for n in names] == [getattr(built, n) for n in names]
    assert made.pk != make({}).pk
    assert make({}).tags is not make({}).tags
    with pytest.raises(ValueError, match="nmae"):
        make({"nmae": "示例"})
