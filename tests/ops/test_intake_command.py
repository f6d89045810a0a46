"""``guatu intake --dry-run`` and ``--json``: a ledger read at the terminal, without a database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from guatu.__main__ import main

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"


def run(*arguments: str) -> int:
    return main(["intake", *arguments])


def test_json_has_the_form_of_the_reference(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(str(LEDGERS / "d6_monthly_report.xlsx"), "--as-of", "2021-03-31", "--json")
    printed = json.loads(capsys.readouterr().out)
    assert code == 0
    assert printed["declared"] == {"count": 16, "total_investment_wan": 2113400}
    assert printed["projects"][0]["name"] == "王母阁路跨线桥项目"
    assert [p["code"] for p in printed["problems"]] == ["total_mismatch"]
    assert printed["problems"][0]["found"] == 322600


def test_a_person_reads_tables_sums_and_problems(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(str(LEDGERS / "d4_district_old.xls"), "--as-of", "2009-03-01", "--dry-run")
    printed = capsys.readouterr().out
    assert code == 0
    assert "读出 18 个项目" in printed
    assert "D 列 总投资 → 总投资，万元（标题）" in printed
    assert "文件写明：18 个项目" in printed
    assert "有 3 处需要核对：" in printed
    assert "第 13 行“总投资”写作“158003200”，像是两个数连在一起" in printed


def test_one_sheet_is_chosen_by_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(LEDGERS / "d2_status_list_two_sheets.xlsx")
    assert run(path, "--as-of", "2021-03-01", "--json", "--sheet", "2") == 0
    printed = json.loads(capsys.readouterr().out)
    assert {project["sheet"] for project in printed["projects"]} == {"2022年"}
    assert run(path, "--json", "--sheet", "3") == 2
    assert "文件有 2 个，依次是 2021年、2022年" in capsys.readouterr().err


def test_a_file_without_projects_says_what_was_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "别的表.csv"
    path.write_text("日期,天气\n3月1日,晴\n", encoding="utf-8")
    assert run(str(path), "--dry-run") == 1
    printed = capsys.readouterr().out
    assert "没有找到项目清单" in printed
    assert "“项目名称”" in printed


def test_a_file_that_cannot_be_opened_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(tmp_path / "没有.xlsx"), "--dry-run") == 2
    assert "没有这个文件" in capsys.readouterr().err
    path = tmp_path / "图片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    assert run(str(path), "--json") == 2
    assert "不是 Excel 表格" in capsys.readouterr().err


def test_no_database_and_no_django_is_needed() -> None:
    code = (
        "import sys; from guatu.__main__ import main; "
        f"code = main(['intake', {str(LEDGERS / 'd1_provincial_list.xlsx')!r}, '--json']); "
        "assert 'django' not in sys.modules, 'django'; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
