"""Photographs the demonstration: ``python -m tools.screenshots [--readme] [NAME …]``.

A demonstration of its own, in a temporary folder, is loaded, served, photographed and ended.
Every main page goes to ``screenshots/`` at 1920, 1280 and 390 px, the board also as a wall of
screens shows it, at 3840 px; ``--readme`` renews the few pictures in ``docs/images``. Names, such
as ``overview``, choose some pages only.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, FilePayload, Page, StorageState, sync_playwright

from tools.sample_ledger import sample_ledger

ROOT = Path(__file__).resolve().parents[1]
SHOTS = ROOT / "screenshots"
IMAGES = ROOT / "docs" / "images"
SIZES = {1920: 1080, 1280: 800, 390: 844}
WALL = {3840: 2160}
README_SIZE = (1440, 900)
OFFICE = "demo-office"
LARGEST = 290 * 1024
DEMO = (sys.executable, "-m", "guatu", "demo")
#: As ``guatu.ops.demo.screens`` gives it out; that cannot be imported without a database.
DEMO_BOARD = "demo-board-of-the-command-post"

Visit = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Shot:
    """A page to photograph: how to get there, and as whom (empty: nobody).

    ``part`` is what ``readme`` shows of a long page, as a selector; ``sizes`` are heights by width.
    """

    name: str
    visit: Visit
    who: str = OFFICE
    readme: bool = False
    part: str = ""
    sizes: Mapping[int, int] = field(default_factory=SIZES.copy)


def go(path: str) -> Visit:
    def visit(page: Page) -> None:
        page.goto(path, wait_until="networkidle")

    return visit


def first(path: str, selector: str = "[data-href]") -> Visit:
    """The page that the first row of another page leads to."""

    def visit(page: Page) -> None:
        page.goto(path, wait_until="networkidle")
        row = page.locator(selector).first
        target = row.get_attribute("data-href") or row.get_attribute("href")
        page.goto(str(target), wait_until="networkidle")

    return visit


def then(visit: Visit, part: str) -> Visit:
    """A page below the one that ``visit`` leads to."""

    def onward(page: Page) -> None:
        visit(page)
        page.goto(f"{page.url.split('?')[0]}{part}", wait_until="networkidle")

    return onward


def linked(visit: Visit, words: str) -> Visit:
    """Where a link of the page that ``visit`` leads to goes."""

    def onward(page: Page) -> None:
        visit(page)
        target = page.locator(f"a:has-text('{words}')").first.get_attribute("href")
        page.goto(str(target), wait_until="networkidle")

    return onward


def upload(page: Page) -> None:
    """The page that follows an upload, with the ledger waiting to be checked."""
    page.goto("/intake/", wait_until="networkidle")
    ledger: FilePayload = {
        "name": "示例县2021年重点项目.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": sample_ledger(),
    }
    page.set_input_files("input[type=file]", ledger)
    as_of = page.locator("input[name=as_of]")
    if as_of.count():
        as_of.fill("2021-03-15")
    page.locator("form:has(input[type=file]) button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/intake/[0-9a-f-]{36}/"))
    page.wait_for_load_state("networkidle")


def uploaded(part: str) -> Visit:
    def visit(page: Page) -> None:
        upload(page)
        base = re.search(r"/intake/[0-9a-f-]{36}/", page.url)
        page.goto(f"{base.group() if base else '/intake/'}{part}", wait_until="networkidle")

    return visit


def plan(page: Page) -> None:
    """The plan of a red project, worked out but not adopted."""
    then(RED_PROJECT, "plan/")(page)
    with page.expect_response("**/plan/draft/"):
        page.get_by_role("button", name="试算").last.click()
    page.locator("#plan-draft:not(.htmx-request):not(.htmx-swapping) .plan-bars").wait_for()
    page.wait_for_load_state("networkidle")


def picked(page: Page) -> None:
    """Three projects chosen in the list, with what a change would do to them."""
    page.goto("/projects/?view=all", wait_until="networkidle")
    ids = page.locator("input.pick[name=id]").evaluate_all("boxes => boxes.map(box => box.value)")
    page.goto("/projects/bulk/?" + "&".join(f"id={pk}" for pk in ids[:3]))
    page.check("[name=set_remark]")
    page.fill("[name=remark]", "示例：本周现场核实")
    _preview(page, "预览")


def pasted(page: Page) -> None:
    """Two rows that can be read and one that cannot."""
    page.goto("/projects/paste/")
    lines = (
        "序号\t项目名称\t年度计划投资（亿元）\t备注",
        "27\t示例新能源电池壳体项目\t2.6\t示例：追加设备投资",
        "30\t\t0.36\t",
        "9999\t示例没有这个项目\t1\t",
    )
    page.fill("[name=block]", "\n".join(lines))
    _preview(page, "读取并预览")


def _preview(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()
    page.locator("#preview").wait_for()
    page.wait_for_load_state("networkidle")


def keys(page: Page) -> None:
    """The sheet of keys over the list."""
    page.goto("/projects/", wait_until="networkidle")
    page.keyboard.press("?")
    page.locator("dialog.keys-help[open]").wait_for()


def chart_on_board(page: Page) -> None:
    """The second page of the board: the chart itself."""
    page.goto("/wallchart/board/", wait_until="networkidle")
    page.keyboard.press("ArrowRight")
    page.locator(".board-page.is-chart:not([hidden])").wait_for()


def board_page(number: int) -> Visit:
    """A page of the board that the demonstration shows on a wall screen, without log-in."""

    def visit(page: Page) -> None:
        page.goto(f"/screens/show/{DEMO_BOARD}/", wait_until="networkidle")
        for _ in range(number):
            page.keyboard.press("ArrowRight")

    return visit


def draft(part: str) -> Visit:
    """A page of the draft that the office works on; the first visit copies it."""

    def visit(page: Page) -> None:
        page.goto("/rules/", wait_until="networkidle")
        started = page.locator(".card a[href$='/edit/']")
        if not started.count():
            page.locator(".card.is-brand").get_by_role("button", name="照此起草").click()
            page.wait_for_url("**/edit/")
            page.locator("#d-progress [data-rule='progress-over-20'] .is-threshold").fill("12")
            page.get_by_role("button", name="保存").click()
            page.locator("#messages").get_by_text("已保存").wait_for()
            page.goto("/rules/", wait_until="networkidle")
        base = str(started.first.get_attribute("href")).removesuffix("edit/")
        page.goto(f"{base}{part}", wait_until="networkidle")

    return visit


RED_PROJECT = first("/projects/?light=red")
WAITING_PROJECT = first("/projects/?view=all&q=示例新能源电池壳体项目")
SUPPLIER = first("/needs/", ".supplier-table a[href*='/suppliers/']")
STAR_PROMISE = first("/commitments/?kind=star")
DAY = "2021-02-15"
COLUMNS = "light.unit.total.plan.year_registered.year_paid.needs_open.confidence.remark"

SHOTS_TO_TAKE = (
    Shot("login", go("/accounts/login/"), who=""),
    Shot("overview", go("/"), readme=True),
    Shot("overview-turns", go("/overview/turns/")),
    Shot("overview-week", go("/overview/week/")),
    Shot("wallchart", go("/wallchart/"), readme=True),
    Shot("wallchart-quarters", go("/wallchart/?scale=quarter")),
    Shot("wallchart-board", go("/wallchart/board/"), sizes={**SIZES, **WALL}),
    Shot("wallchart-board-chart", chart_on_board, sizes={**SIZES, **WALL}),
    Shot("wallchart-print", go("/wallchart/print/")),
    Shot("boards", go("/screens/")),
    Shot("board-pages", first("/screens/")),
    Shot("board", board_page(0), who="", readme=True, sizes={**SIZES, **WALL}),
    Shot("board-ranking", board_page(1), who="", sizes={**SIZES, **WALL}),
    Shot("board-month", board_page(2), who="", sizes={**SIZES, **WALL}),
    Shot("board-quarter", board_page(3), who="", readme=True, sizes={**SIZES, **WALL}),
    Shot("board-line", board_page(4), who="", sizes={**SIZES, **WALL}),
    Shot("overview-past", go(f"/?as_of={DAY}")),
    Shot("wallchart-past", go(f"/wallchart/?as_of={DAY}")),
    Shot("projects-past", go(f"/projects/?view=all&as_of={DAY}")),
    Shot("lines", go("/lines/")),
    Shot("line", first("/lines/")),
    Shot("line-chain", then(first("/lines/"), "chain/")),
    Shot("chains", go("/lines/chain/")),
    Shot("projects", go("/projects/")),
    Shot("projects-columns", go(f"/projects/?view=all&cols={COLUMNS}")),
    Shot("projects-bulk", picked),
    Shot("projects-paste", pasted),
    Shot("projects-edits", go("/projects/edits/")),
    Shot("keys", keys),
    Shot("progresses", go("/projects/progresses/")),
    Shot("needs", go("/needs/")),
    Shot("supplier", SUPPLIER),
    Shot("need-new", linked(WAITING_PROJECT, "登记一项")),
    Shot("need-template", linked(WAITING_PROJECT, "按模板登记")),
    Shot("opinions", go("/opinions/")),
    Shot("desk", go("/desk/"), who="demo-liaison", readme=True),
    Shot("desk-office", go("/desk/")),
    Shot("notices", go("/notices/"), who="demo-liaison"),
    Shot("notice-preferences", go("/notices/preferences/"), who="demo-liaison"),
    Shot("notice-channels", go("/notices/channels/")),
    Shot("dispatches", go("/dispatches/")),
    Shot("dispatch", first("/dispatches/?show=reopened"), readme=True),
    Shot("dispatch-late", first("/dispatches/?show=late")),
    Shot("dispatch-doer", first("/dispatches/?show=late"), who="demo-liaison"),
    Shot("dispatch-reply", linked(go("/desk/"), "重办"), who="demo-liaison"),
    Shot("dispatch-new", linked(RED_PROJECT, "派单解决")),
    Shot("dispatch-print", then(first("/dispatches/"), "print/")),
    Shot("dispatch-terms", go("/dispatches/terms/")),
    Shot("dispatch-samples", go("/dispatches/samples/")),
    Shot("dispatch-sample", first("/dispatches/samples/"), who="demo-inspector"),
    Shot("dayclear", go("/dayclear/"), who="demo-liaison"),
    Shot("dayclear-units", go("/dayclear/")),
    Shot("dayclear-past", go("/dayclear/?day=2021-03-12")),
    Shot("commitments", go("/commitments/")),
    Shot("commitment", first("/commitments/")),
    Shot("commitment-letter", then(STAR_PROMISE, "letter/")),
    Shot("commitment-reviews", go("/commitments/reviews/")),
    Shot("commitment-review", first("/commitments/reviews/")),
    Shot("meetings", go("/command/meetings/")),
    Shot("meeting", linked(go("/command/meetings/"), "看议题")),
    Shot("meeting-room", then(first("/command/meetings/"), "room/?at=3")),
    Shot("meeting-minutes", then(first("/command/meetings/"), "minutes/")),
    Shot("blockers", go("/command/blockers/")),
    Shot("blocker", first("/command/blockers/")),
    Shot("visits", go("/command/visits/")),
    Shot("visit", linked(go("/command/visits/"), "鲁源小镇")),
    Shot("visit-month", go("/command/visits/month/"), who="demo-sponsor"),
    Shot("versions", go("/versions/")),
    Shot("version", first("/versions/")),
    Shot("version-compare", go("/versions/compare/")),
    Shot("version-adjust", go("/versions/adjust/")),
    Shot("projects-red", go("/projects/?light=red")),
    Shot("project", RED_PROJECT, readme=True),
    Shot("project-waiting", WAITING_PROJECT),
    Shot("support", WAITING_PROJECT, readme=True, part="#needs"),
    Shot("project-light", then(RED_PROJECT, "light/")),
    Shot("project-light-past", then(RED_PROJECT, f"light/?day={DAY}")),
    Shot("project-package", first("/projects/?view=all&q=示例农村人居环境整治项目")),
    Shot("project-split", linked(WAITING_PROJECT, "拆分为子项")),
    Shot("project-edit", then(RED_PROJECT, "edit/")),
    Shot("project-report", then(RED_PROJECT, "reports/")),
    Shot("plan", plan, readme=True, part=".card:has(h2:has-text('3 试算'))"),
    Shot("project-new", go("/projects/new/")),
    Shot("intakes", go("/intake/")),
    Shot("intake-columns", uploaded("columns/")),
    Shot("intake", uploaded("rows/"), readme=True),
    Shot("intake-difference", uploaded("difference/")),
    Shot("intake-entering", uploaded("entering/")),
    Shot("units", go("/units/")),
    Shot("unit", first("/units/", "main a[href^='/units/']:has-text('市工信局')")),
    Shot("journal", go("/journal/")),
    Shot("rules", go("/rules/")),
    Shot("rule", go("/rules/default/")),
    Shot("rule-edit", draft("edit/")),
    Shot("rule-trial", draft("trial/"), readme=True),
    Shot("rule-compare", go("/rules/compare/?from=default&to=yinchuan")),
    Shot("settings", go("/settings/")),
    Shot("settings-chains", go("/settings/chains/")),
    Shot("liaison-overview", go("/"), who="demo-liaison"),
    Shot("liaison-projects", go("/projects/"), who="demo-liaison"),
    Shot("supplier-needs", go("/needs/"), who="demo-supplier"),
    Shot("supplier-need", first("/needs/", ".need-table [data-href]"), who="demo-supplier"),
    Shot("reader-overview", go("/"), who="demo-reader"),
    Shot("health", go("/health/"), who="demo-system"),
    Shot("accounts", go("/units/accounts/"), who="demo-system"),
    Shot("not-found", go("/projects/00000000-0000-7000-8000-000000000000/")),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots")
    parser.add_argument("--readme", action="store_true", help="renew docs/images")
    parser.add_argument("names", nargs="*", help="only these pages")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the demonstration ends with us
    chosen = [shot for shot in SHOTS_TO_TAKE if _wanted(shot, arguments)]
    with served() as address, browsing() as browser:
        take = _for_readme if arguments.readme else _at_all_sizes
        camera = Camera(browser, address)
        failed = [shot.name for shot in chosen if not take(camera, shot)]
    if failed:
        print(f"not taken: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _wanted(shot: Shot, arguments: argparse.Namespace) -> bool:
    if arguments.names:
        return shot.name in arguments.names
    return shot.readme or not arguments.readme


@contextmanager
def served() -> Iterator[str]:
    """A demonstration of its own; its address."""
    with (
        tempfile.TemporaryDirectory(prefix="guatu-shots-") as folder,
        serving(Path(folder)) as address,
    ):
        yield address


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The demonstration that lies in ``folder``, loaded first where there is none; its address."""
    command = [*DEMO, "--listen", "127.0.0.1:0"]
    with subprocess.Popen(
        command, cwd=ROOT, env=with_data(folder), stdout=subprocess.PIPE, text=True
    ) as demo:
        try:
            yield _address(demo)
        finally:
            demo.terminate()


def with_data(folder: Path) -> dict[str, str]:
    """The environment of a process that works on the demonstration in ``folder``."""
    return {**os.environ, "GUATU_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


def _address(demo: subprocess.Popen[str]) -> str:
    assert demo.stdout is not None
    for line in demo.stdout:
        print(line, end="", file=sys.stderr)
        if found := re.search(r"http://[\d.]+:\d+", line):
            return found.group()
    raise SystemExit("the demonstration did not start")


@contextmanager
def browsing() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if path is None:
        raise SystemExit(
            "needs Chromium and a Chinese font: apt-get install chromium fonts-noto-cjk"
        )
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        # Date fields are in the language of the browser (Debian: chromium-l10n), not of the page.
        chinese: dict[str, str | float | bool] = {
            **os.environ,
            "LANGUAGE": "zh_CN",
            "LANG": "zh_CN.UTF-8",
        }
        browser = playwright.chromium.launch(executable_path=path, args=options, env=chinese)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Camera:
    """Photographs pages of one server; each account logs in once."""

    browser: Browser
    address: str
    states: dict[str, StorageState] = field(default_factory=dict)

    def take(self, shot: Shot, size: tuple[int, int], path: Path, *, whole: bool) -> bool:
        """False, with the reason on stderr, when the page cannot be had: others still can."""
        try:
            self._take(shot, size, path, whole)
        except Error as error:
            print(f"{shot.name} at {size[0]}: {error.message.splitlines()[0]}", file=sys.stderr)
            return False
        return True

    def _take(self, shot: Shot, size: tuple[int, int], path: Path, whole: bool) -> None:
        with self.browser.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            storage_state=self.states.get(shot.who),
        ) as context:
            page = context.new_page()
            if shot.who and shot.who not in self.states:
                _log_in(page, shot.who)
                self.states[shot.who] = context.storage_state()
            shot.visit(page)
            if shot.part and not whole:
                page.locator(shot.part).last.screenshot(path=path, animations="disabled")
            else:
                page.screenshot(path=path, full_page=whole, animations="disabled")


def _at_all_sizes(camera: Camera, shot: Shot) -> bool:
    SHOTS.mkdir(exist_ok=True)
    taken = [
        camera.take(shot, size, SHOTS / f"{shot.name}-{size[0]}.png", whole=True)
        for size in shot.sizes.items()
    ]
    return all(taken)


def _for_readme(camera: Camera, shot: Shot) -> bool:
    IMAGES.mkdir(exist_ok=True)
    path = IMAGES / f"{shot.name}.png"
    return camera.take(shot, README_SIZE, path, whole=False) and _compressed(path)


def _log_in(page: Page, who: str) -> None:
    page.goto("/accounts/login/", wait_until="networkidle")
    page.locator(f'[data-username="{who}"]').click()
    page.wait_for_url(lambda url: "login" not in url)


def _compressed(path: Path) -> bool:
    """256 colours are plenty for a printed-looking page; says so when it is still too large."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256).save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        print(f"{path.name}: {size // 1024} kB", file=sys.stderr)
    return size <= LARGEST


if __name__ == "__main__":
    sys.exit(main())
