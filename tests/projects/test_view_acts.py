"""Views of the list that people keep."""

from __future__ import annotations

import pytest

from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden
from guatu.org.models import User
from guatu.projects.actions.views import (
    drop_view,
    prefer_view,
    rename_view,
    renew_view,
    save_view,
    share_view,
)
from guatu.projects.models import SavedView
from tests.city import NOW, City


def kept(by: User, name: str = "红灯", *, shared: bool = False) -> SavedView:
    return save_view(name, "light=red", ["unit", "done"], shared=shared, by=by, now=NOW)


def seen(user: User) -> list[str]:
    return [view.name for view in SavedView.objects.visible_to(user)]


def test_a_view_is_ones_own_until_the_office_shares_it(city: City) -> None:
    view = kept(city.office)
    assert (seen(city.office), seen(city.liaison), seen(city.outsider)) == (["红灯"], [], [])

    share_view(view, shared=True, by=city.office, now=NOW)
    assert (seen(city.liaison), seen(city.outsider)) == (["红灯"], [])

    share_view(view, shared=False, by=city.office, now=NOW)
    assert seen(city.liaison) == []


def test_only_the_office_shares_and_only_ones_own_is_touched(city: City) -> None:
    own, shared = kept(city.liaison), kept(city.office, "全市", shared=True)
    with pytest.raises(Forbidden):
        kept(city.liaison, "另一个", shared=True)
    with pytest.raises(Forbidden):
        share_view(own, shared=True, by=city.liaison, now=NOW)
    with pytest.raises(Forbidden):
        rename_view(shared, "改名", by=city.liaison, now=NOW)
    with pytest.raises(Forbidden):
        renew_view(shared, "", [], by=city.liaison, now=NOW)
    with pytest.raises(Forbidden):
        drop_view(own, by=city.office, now=NOW)


def test_names_are_told_apart(city: City) -> None:
    view = kept(city.office)
    for name, words in ((" 红灯 ", "同名"), ("  ", "名称"), ("长" * 41, "40 个字")):
        with pytest.raises(Refusal, match=words):
            kept(city.office, name)
    kept(city.liaison)  # of another person
    rename_view(view, "急办", by=city.office, now=NOW)
    assert seen(city.office) == ["急办"]


def test_one_default_at_most_and_only_an_own_one(city: City) -> None:
    first, second = kept(city.office), kept(city.office, "二", shared=True)
    prefer_view(first, preferred=True, by=city.office, now=NOW)
    prefer_view(second, preferred=True, by=city.office, now=NOW)
    assert [v.name for v in SavedView.objects.filter(is_default=True)] == ["二"]
    prefer_view(second, preferred=False, by=city.office, now=NOW)
    assert not SavedView.objects.filter(is_default=True).exists()
    with pytest.raises((Refusal, Forbidden)):
        prefer_view(second, preferred=True, by=city.liaison, now=NOW)


def test_it_is_renewed_and_dropped(city: City) -> None:
    view = kept(city.office)
    renew_view(view, "light=yellow", [], by=city.office, now=NOW)
    view.refresh_from_db()
    assert (view.query, view.columns, view.name) == ("light=yellow", [], "红灯")
    for _ in range(2):
        drop_view(view, by=city.office, now=NOW)
    assert seen(city.office) == []
