"""What is typed after ``guatu``: help and mistakes in Chinese, without Django."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from guatu.ops.commands.arguments import parse


def refused(given: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        parse(given)
    assert left.value.code == 2
    return capsys.readouterr().err


def test_help_names_every_command_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    for command in ("demo", "up", "serve", "migrate", "patrol", "recount", "verify", "intake"):
        assert f"\n    {command} " in shown
    for leftover in ("usage", "options", "positional", "show this help"):
        assert leftover not in shown


def test_help_loads_neither_django_nor_a_workbook_library() -> None:
    code = (
        "import sys\n"
        "from guatu.__main__ import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'django', 'numpy', 'python_calamine', 'xlsxwriter'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_without_a_command_the_help_is_shown_and_the_code_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "用法：guatu" in refused([], capsys)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["phrase"], "缺少参数 文字。"),
        (["nonsense"], "没有“nonsense”这个命令。"),
        (["serve", "--listen", "8000"], "--listen：“8000”不是监听地址，请写成 127.0.0.1:8000。"),
        (["serve", "--listen"], "--listen 后面要写一个值。"),
        (["intake", "a.xlsx", "--sheet", "0"], "--sheet：“0”不是序号，第一个工作表写 1。"),
        (["intake", "a.xlsx", "--as-of", "3月"], "--as-of：“3月”不是日期，请写成 2021-03-15。"),
        (["demo", "--force"], "不认识的参数 --force。"),
        (["rules"], "rules 后面要写 check。"),
    ],
)
def test_a_mistake_is_named_in_chinese(
    given: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sentence in refused(given, capsys)


def test_addresses_and_days_are_taken_as_written() -> None:
    assert parse(["serve", "--listen", ":9000"]).listen == "127.0.0.1:9000"
    assert parse(["serve", "--listen", "[::1]:9000"]).listen == "[::1]:9000"
    read = parse(["intake", "a.xlsx", "--as-of", "2021-03-15", "--sheet", "2", "--json"])
    assert (read.as_of, read.sheet, read.json, read.dry_run) == (date(2021, 3, 15), 2, True, False)
