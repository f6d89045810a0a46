"""``guatu bundle`` and ``guatu pack`` at a terminal, in a folder that is carried by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from guatu.__main__ import main
from guatu.domain.worklists.rows import Cell
from guatu.projects.models import ProgressReport
from guatu.worklists.actions.filing import file
from tests.bundles.conftest import twin
from tests.bundles.twin import CODE, JANUARY, Twin
from tests.bundles.weeks import weeks_of
from tests.city import NOW, City
from tests.command.steering import called, red

__all__ = ["twin"]
pytestmark = pytest.mark.django_db


def _as(user: str, *given: str) -> int:
    return main([*given, "--as", user])


def test_out_on_one_side_and_in_on_the_other(
    twin: Twin, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin.project("示例轴承生产线项目")
    twin.report(twin.city.project(code=CODE), JANUARY, 800)
    twin.report(twin.city.project("示例内网没有的项目"), JANUARY, 100)
    file = tmp_path / "数据包.zip"
    with twin.outside():
        assert _as("370881-admin-system", "bundle", "key") == 0
        assert _as("370881-office", "bundle", "out", "--out", str(file)) == 0
    assert "指纹：" in capsys.readouterr().out

    assert _as("inner-office", "bundle", "in", str(file)) == 2
    assert "不认识制作这个数据包的密钥" in capsys.readouterr().err
    twin.sender()
    assert _as("inner-office", "bundle", "in", str(file)) == 0
    printed = capsys.readouterr().out
    assert "共 2 条进度：新增 1 条，找不到项目 1 条。" in printed
    assert "没有写入任何内容" in printed
    assert not ProgressReport.objects.filter(project__tenant=twin.inner).exists()

    assert _as("inner-office", "bundle", "in", str(file), "--accept") == 0
    assert "已接收：新增 1 条，更正 0 条，未写入 1 条。" in capsys.readouterr().out
    assert _as("inner-office", "bundle", "in", str(file), "--accept") == 2
    assert "已经接收过" in capsys.readouterr().err


def test_lists_alone_are_told_in_figures_and_what_is_strange_in_words(
    twin: Twin, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weeks = weeks_of(twin)
    weeks.type("基础", {Cell.HELP: "请住建局周三前答复"})
    weeks.file()
    file(weeks.inner, by=weeks.liaison, now=NOW)
    target = tmp_path / "数据包.zip"
    with twin.outside():
        assert _as("370881-office", "bundle", "out", "--out", str(target)) == 0
    assert "0 条进度，1 份清单" in capsys.readouterr().out
    assert _as("inner-office", "bundle", "in", str(target)) == 0
    printed = capsys.readouterr().out
    assert "条进度：" not in printed
    assert "清单共 3 条：清单已报送，未写入" in printed
    assert "基础：这份清单现在是“待审定”" in printed


def test_a_file_that_is_not_there_and_a_person_who_may_not(
    twin: Twin, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _as("inner-office", "bundle", "in", str(tmp_path / "没有.zip")) == 2
    assert "读不了文件" in capsys.readouterr().err
    assert _as("370881-liaison", "bundle", "out", "--out", str(tmp_path / "x.zip")) == 2
    assert "导出数据包" in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()


def test_a_pack_of_a_meeting_is_written_to_a_file(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    red(city.project())
    called(city)
    file = tmp_path / "资料包.html"
    assert _as("370881-office", "pack", "--meeting", "1", "--out", str(file)) == 0
    assert "1 个项目" in capsys.readouterr().out
    assert "重点项目调度会" in file.read_text(encoding="utf-8")
    assert _as("370881-office", "pack", "--meeting", "没有", "--out", str(tmp_path / "y.html")) == 2
    assert "没有会议“没有”；有的是：1 重点项目调度会。" in capsys.readouterr().err
    assert _as("370881-reader", "pack", "--out", str(tmp_path / "y.html")) == 2
    assert not (tmp_path / "y.html").exists()
