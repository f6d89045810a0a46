from __future__ import annotations

from pathlib import Path

import pytest

from guatu.__main__ import main
from guatu.intake.models import Intake
from guatu.projects.models import Project
from tests.city import City
from tests.intake.ledgers import BEARINGS, PIPES, ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "三月台账.xlsx"
    path.write_bytes(ledger(BEARINGS, (*PIPES[:5], "示例不存在局", *PIPES[6:])))
    return str(path)


def test_a_ledger_is_entered_as_the_person_named(
    city: City, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["intake", file, "--as", city.office.username, "--as-of", "2021-03-15"]) == 0
    out = capsys.readouterr().out
    assert "2 个项目（新增 2）" in out
    assert "不在册的单位：示例不存在局" in out
    assert "已入账：新增 2 个" in out
    assert Intake.objects.get().uploaded_by == city.office
    assert Project.objects.count() == 2


def test_nothing_new_is_said_and_the_code_tells_it(
    city: City, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["intake", file, "--as", city.office.username])
    assert main(["intake", file, "--as", city.office.username]) == 1
    assert "没有新增和变化" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ([], "请用 --as 写明"),
        (["--as", "nobody"], "没有在用的用户“nobody”"),
        (["--as", "370881-liaison"], "您的岗位不能“导入台账”"),
        (["--as", "370881-office", "--tenant", "示例邻市"], "不属于“示例邻市”"),
        (["--as", "370881-office", "--sheet", "4"], "没有第 4 个"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    city: City, file: str, more: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["intake", file, *more]) == 2
    assert sentence in capsys.readouterr().err
    assert not Project.objects.exists()


def test_a_file_that_is_not_there_is_named(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["intake", str(tmp_path / "无.xlsx"), "--as", city.office.username]) == 2
    assert "没有这个文件" in capsys.readouterr().err
