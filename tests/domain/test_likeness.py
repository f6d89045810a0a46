from __future__ import annotations

from guatu.domain.likeness import likeness


def test_a_target_is_found_in_the_name_of_the_project_that_serves_it() -> None:
    assert likeness("改造农贸市场", "示例农贸市场标准化改造项目") == 0.8
    assert likeness("整治背街小巷", "示例农贸市场标准化改造项目") == 0


def test_words_that_all_projects_share_say_nothing() -> None:
    assert likeness("完成项目建设", "示例冷链物流枢纽建设项目") == 0
    assert likeness("", "示例冷链物流枢纽项目") == 0
