"""The first day: what to do next while there is no project."""

from __future__ import annotations

from django.test import Client

from guatu.org.models import Post, PostRole
from tests.city import City


def page_of(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_office_of_an_empty_installation_is_told_what_comes_next(
    city: City, office: Client
) -> None:
    page = page_of(office)
    assert "从这里开始" in page
    assert "2021 年 2 条" in page
    assert 'href="/intake/"' in page
    assert "由系统管理员办理" in page
    assert "/units/accounts/" not in page
    assert page.count("btn btn-sm btn-primary") == 1  # one thing is next


def test_posts_without_roles_are_counted_for_who_gives_them(city: City) -> None:
    post = Post.objects.create(tenant=city.tenant, unit=city.industry, title="副局长")
    page = page_of(city.client(city.security_admin))
    assert "准备情况" in page
    assert "1 个岗位未设角色" in page
    assert "未设角色" in str(city.client(city.security_admin).get("/units/").content.decode())
    PostRole.objects.create(post=post, role="unit_head")
    assert "岗位都有角色" in page_of(city.client(city.security_admin))


def test_the_guide_goes_with_the_first_project(city: City, office: Client) -> None:
    city.project()
    assert "从这里开始" not in page_of(office)


def test_who_only_audits_is_shown_the_journal(city: City) -> None:
    page = page_of(city.client(city.audit_admin))
    assert "看日志" in page
    assert "联系总指挥部办公室" not in page


def test_who_only_reports_is_not_asked_to_set_anything_up(city: City) -> None:
    page = page_of(city.client(city.liaison))
    assert "还没有与您岗位有关的项目" in page
    assert "从这里开始" not in page
