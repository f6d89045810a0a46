"""``guatu wallchart``: the chart as a PDF from the terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from guatu.__main__ import main
from tests.city import City


@pytest.fixture
def two(city: City) -> City:
    city.project("示例甲厂", planned_start=date(2021, 1, 10))
    city.project("示例乙房", line=city.housing_line, lead_unit=city.housing)
    return city


def printed(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


def run(city: City, out: Path, *more: str, by: str = "") -> int:
    return main(["wallchart", "--out", str(out), "--as", by or city.office.username, *more])


def test_all_that_a_person_may_see_is_printed(
    two: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "图.pdf"
    assert run(two, out) == 0
    assert f"“{out}”：2 个项目，1 张。" in capsys.readouterr().out
    assert "示例甲厂" in printed(out)
    assert "示例乙房" in printed(out)
    width, _ = pypdfium2.PdfDocument(out)[0].get_size()
    assert round(width / 72 * 25.4) == 1189


@pytest.mark.parametrize("said", ["工业立市", "工业"])
def test_a_line_is_named_by_its_title_or_a_part(two: City, tmp_path: Path, said: str) -> None:
    assert run(two, tmp_path / "a.pdf", "--line", said, "--paper", "a3") == 0
    text = printed(tmp_path / "a.pdf")
    assert "示例甲厂" in text
    assert "示例乙房" not in text


def test_a_line_is_named_by_its_number(two: City, tmp_path: Path) -> None:
    number = str(two.housing_line.number)
    assert run(two, tmp_path / "a.pdf", "--line", number, "--each") == 0
    assert "示例乙房" in printed(tmp_path / "a.pdf")
    assert "示例甲厂" not in printed(tmp_path / "a.pdf")


def test_who_prints_sees_no_more_than_on_the_page(two: City, tmp_path: Path) -> None:
    assert run(two, tmp_path / "a.pdf", by=two.liaison.username) == 0
    assert "示例乙房" not in printed(tmp_path / "a.pdf")


def test_stickers_are_printed_alone(two: City, tmp_path: Path) -> None:
    assert run(two, tmp_path / "a.pdf", "--stickers") == 0
    assert "没有到期的节点" in printed(tmp_path / "a.pdf")


def test_a_day_of_the_past_is_printed_as_it_ended(two: City, tmp_path: Path) -> None:
    assert run(two, tmp_path / "a.pdf", "--as-of", "2021-03-01", "--paper", "A3") == 0
    text = printed(tmp_path / "a.pdf")
    assert "2021-03-01 23:59" in text
    assert "示例甲厂" not in text  # was listed later


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--line", "没有的"), "没有工作线“没有的”；有的是："),
        (("--line", "市"), "“市”说的可能是几条工作线："),
        (("--line", "999"), "没有工作线“999”"),
        (("--paper", "b5"), "没有“b5”这种纸"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_leaves_no_file(
    two: City,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
    said: str,
) -> None:
    two.housing_line.title = "城市建设"
    two.housing_line.save()
    assert run(two, tmp_path / "a.pdf", *more) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()


def test_a_folder_that_is_not_there_is_said(
    two: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(two, tmp_path / "no" / "a.pdf") == 2
    assert "写不了文件" in capsys.readouterr().err


def test_without_a_file_to_write_to_nothing_begins(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["wallchart"])
    assert "--out" in capsys.readouterr().err
