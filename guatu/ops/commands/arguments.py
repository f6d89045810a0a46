"""What can be typed after ``guatu``; standard library only, so that help comes at once."""

from __future__ import annotations

import argparse
import re
import sys
from argparse import SUPPRESS, Action, ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import guatu


def parse(given: Sequence[str]) -> Namespace:
    """The arguments, ``command`` naming the subcommand; leaves with code 2 if they are wrong."""
    parser = _parser()
    arguments = parser.parse_args(given)
    if arguments.command is None:
        parser.print_help(sys.stderr)
        sys.exit(2)
    if arguments.command in _ACTS and arguments.act is None:
        parser.error(f"{arguments.command} 后面要写 {_ACTS[arguments.command]}")
    if arguments.command == "bundle" and arguments.act is None:
        parser.error("bundle 后面要写 key、out 或 in")
    return arguments


class ChineseParser(argparse.ArgumentParser):
    """argparse in Chinese, without a translation catalogue."""

    def __init__(self, **options: Any) -> None:
        options |= {"add_help": False, "allow_abbrev": False, "formatter_class": _Usage}
        super().__init__(**options)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", default=SUPPRESS, help="显示本说明")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{in_chinese(message)}。用 {self.prog} --help 查看用法。\n")


def in_chinese(message: str) -> str:
    """An error of argparse in Chinese; one that is not known is shown as it is."""
    for pattern, words in _ERRORS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(words)
    return message


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”不是日期，请写成 2021-03-15") from None


def address(text: str) -> str:
    """``HOST:PORT`` as typed; ``:8080`` and ``[::1]:8080`` too."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise ArgumentTypeError(f"“{text}”不是监听地址，请写成 127.0.0.1:8000")
    return f"{host or '127.0.0.1'}:{port}"


def ordinal(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"“{text}”不是序号，第一个工作表写 1")
    return int(text)


class _Usage(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _format_action(self, action: Action) -> str:
        """Subcommands are listed without the line that only repeats their names."""
        text = super()._format_action(action)
        return text.split("\n", 1)[1] if isinstance(action, argparse._SubParsersAction) else text


_ERRORS = (
    (r"the following arguments are required: (.*)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"argument (?:\S+): invalid choice: '?(.*?)'? \(choose from .*\)", r"没有“\1”这个命令"),
    (r"argument ([^:]+): expected one argument", r"\1 后面要写一个值"),
    (r"argument ([^:]+): not allowed with argument (.*)", r"\1 不能与 \2 同用"),
    (r"argument ([^:]+): ignored explicit argument '?(.*?)'?", r"\1 后面不能写“\2”"),
    (r"argument ([^:]+): (.*)", r"\1：\2"),
)


#: Commands that take a second word, and which.
_ACTS = {"rules": "check", "returns": "out 或 in"}


def _parser() -> ChineseParser:
    parser = ChineseParser(prog="guatu", description="挂图：重点项目挂图作战、倒排工期、闭环督办。")
    parser.add_argument(
        "--version", action="version", version=f"guatu {guatu.__version__}", help="显示版本"
    )
    commands = parser.add_subparsers(
        dest="command", metavar="命令", title="命令", parser_class=ChineseParser
    )
    _add_running(commands)
    _add_upkeep(commands)
    _add_reading(commands)
    _add_printing(commands)
    _add_returns(commands)
    _add_bundles(commands)
    return parser


def _add_running(commands: Any) -> None:
    demo = _command(commands, "demo", "启动演示城市：曲阜市（示例），2021 年 3 月 15 日")
    demo.add_argument("--reset", action="store_true", help="清空演示数据，从头装入")
    demo.add_argument("--no-serve", action="store_true", help="只装入数据，不启动服务")
    up = _command(commands, "up", "正式安装并启动：建库、装入工作日历、登记本级政府和第一位管理员")
    up.add_argument(
        "--answers", type=Path, metavar="文件", help="用 JSON 文件回答安装时的问题，供无人值守安装"
    )
    up.add_argument("--no-serve", action="store_true", help="只安装，不启动服务")
    serve = _command(commands, "serve", "启动服务：网页和后台任务在同一进程")
    for one in (demo, up, serve):
        one.add_argument(
            "--listen", type=address, metavar="地址", help="监听地址，默认 127.0.0.1:8000"
        )


def _add_upkeep(commands: Any) -> None:
    _command(commands, "migrate", "把数据库升级到本版本的结构")
    _command(commands, "reschedule", "重排：重算全部在办计划的余量和最早完成日期，有变的重新判灯")
    patrol = _command(commands, "patrol", "巡检：按规则重新判灯")
    patrol.add_argument("--all", action="store_true", help="全部项目都重判，不只是到期应判的")
    patrol.add_argument(
        "--processes", type=ordinal, default=1, metavar="N", help="几个进程同时判，PostgreSQL 可用"
    )
    _command(commands, "recount", "按明细重新汇总各项合计")
    _command(commands, "verify", "核对数据：日志编号是否连续，合计与明细是否相符")


def _add_reading(commands: Any) -> None:
    intake = _command(commands, "intake", "读取台账；不加 --dry-run 时入账")
    intake.add_argument("file", type=Path, metavar="文件", help=".xlsx、.xls、.et 或 .csv")
    intake.add_argument("--sheet", type=ordinal, metavar="N", help="只读第 N 个工作表，从 1 数起")
    intake.add_argument(
        "--as-of", type=day, metavar="日期", help="台账截至日期，如 2021-03-15；默认今天"
    )
    intake.add_argument("--dry-run", action="store_true", help="只读取和检查，不用数据库")
    intake.add_argument("--json", action="store_true", help="只读取和检查，结果以 JSON 输出")
    intake.add_argument("--tenant", metavar="名称", help="入账到哪一级政府；只有一个时可不写")
    intake.add_argument("--as", dest="username", metavar="用户名", help="以谁的身份入账")
    phrase = _command(commands, "phrase", "读一个日期、金额、面积或百分比的说法")
    phrase.add_argument("text", metavar="文字", help="如“6月底前”“38.7亿元”")
    phrase.add_argument("--as-of", type=day, metavar="日期", help="以哪天为准；默认今天")
    phrase.add_argument("--json", action="store_true", help="以 JSON 输出")
    plan = _command(commands, "schedule", "排一个计划：最早、最迟日期，时差，差几个工作日")
    plan.add_argument(
        "file",
        type=Path,
        metavar="文件",
        help="JSON（工期和搭接以工作日计）、Primavera P6 的 XER 或 MS Project 的 XML",
    )
    plan.add_argument("--json", action="store_true", help="以 JSON 输出")
    plan.add_argument(
        "--compare", action="store_true", help="与 XER 或 XML 文件里存的日期、时差相比"
    )
    plan.add_argument("--out", type=Path, metavar="文件", help="排好的计划另写成 MS Project 的 XML")
    plan.add_argument(
        "--as-json", type=Path, metavar="文件", help="计划另写成本命令能读的 JSON，以工作日计"
    )
    plan.add_argument("--explain", metavar="编号", help="说明这道工序的最早和最迟日期由什么决定")
    plan.add_argument("--risk", action="store_true", help="另抽样预测完成日期和按期的可能")
    plan.add_argument(
        "--draws", type=int, default=10_240, metavar="次数", help="抽样次数；默认 10240"
    )
    plan.add_argument(
        "--seed", type=int, default=0, metavar="种子", help="种子相同，结果相同；默认 0"
    )
    plan.add_argument(
        "--shape",
        choices=("triangular", "pert"),
        default="triangular",
        help="工期的分布；默认三角分布",
    )
    rules = _command(commands, "rules", "亮灯规则包")
    acts = rules.add_subparsers(
        dest="act", metavar="动作", title="动作", parser_class=ChineseParser
    )
    check = _command(acts, "check", "检查规则包有无空档、重叠和不起作用的规则")
    check.add_argument("pack", metavar="规则包", help="代码（如 default），或 JSON 文件")
    check.add_argument("--json", action="store_true", help="以 JSON 输出")


def _add_printing(commands: Any) -> None:
    chart = _command(commands, "wallchart", "把作战图印成 PDF：一张全图，或每个项目一张")
    chart.add_argument("--line", metavar="工作线", help="工作线的编号或名称；不写时为全部项目")
    chart.add_argument("--paper", default="a0", metavar="纸张", help="A0、A1、A2 或 A3，默认 A0")
    chart.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪个 PDF 文件")
    chart.add_argument("--each", action="store_true", help="每个项目一张")
    chart.add_argument("--stickers", action="store_true", help="只印旗贴：红旗和黑旗，A4")
    chart.add_argument("--as-of", type=day, metavar="日期", help="那天结束时的情况，如 2021-03-01")
    chart.add_argument("--tenant", metavar="名称", help="哪一级政府；只有一个时可不写")
    chart.add_argument("--as", dest="username", metavar="用户名", help="以谁的身份打印")
    pack = _command(commands, "pack", "做会议资料包：一个 HTML 文件，没有网络也能打开")
    of = pack.add_mutually_exclusive_group()
    of.add_argument("--meeting", metavar="会议", help="会议当年的次数，或名称中的几个字")
    of.add_argument("--line", metavar="工作线", help="工作线的编号或名称；都不写时为全部项目")
    pack.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪个文件")
    _add_person(pack, "以谁的身份制作")


def _add_bundles(commands: Any) -> None:
    bundle = _command(commands, "bundle", "签名数据包：在不能相连的两个网络之间送数据")
    acts = bundle.add_subparsers(
        dest="act", metavar="动作", title="动作", parser_class=ChineseParser
    )
    key = _command(acts, "key", "显示本系统的公钥和指纹；没有密钥时生成")
    _add_person(key, "以谁的身份办理")
    out = _command(acts, "out", "导出：上次导出以来的进度")
    out.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪个 .zip 文件")
    _add_person(out, "以谁的身份导出")
    came = _command(acts, "in", "接收：先核验、试算，加 --accept 才写入")
    came.add_argument("file", type=Path, metavar="文件", help="从另一网络带来的数据包")
    came.add_argument("--accept", action="store_true", help="没有问题就写入")
    _add_person(came, "以谁的身份接收")


def _add_person(command: ChineseParser, words: str) -> None:
    command.add_argument("--tenant", metavar="名称", help="哪一级政府；只有一个时可不写")
    command.add_argument("--as", dest="username", metavar="用户名", help=words)


def _add_returns(commands: Any) -> None:
    returns = _command(commands, "returns", "填报表：写到文件夹，从文件夹收回")
    acts = returns.add_subparsers(
        dest="act", metavar="动作", title="动作", parser_class=ChineseParser
    )
    out = _command(acts, "out", "把一批填报表写到文件夹，每个单位一个 .xlsx")
    back = _command(acts, "in", "收回文件夹里填好的表；不写 --accept 时只核对，什么都不改")
    for one in (out, back):
        one.add_argument("--folder", type=Path, required=True, metavar="文件夹", help="哪个文件夹")
        one.add_argument("--tenant", metavar="名称", help="哪一级政府；只有一个时可不写")
        one.add_argument("--as", dest="username", metavar="用户名", help="以谁的身份办理")
    out.add_argument("--round", dest="title", metavar="批次", help="批次名称；默认最近一批")
    back.add_argument(
        "--accept", choices=("all", "good"), help="核对后入账：全部（all）或没有问题的（good）"
    )


def _command(commands: Any, name: str, words: str) -> ChineseParser:
    made: ChineseParser = commands.add_parser(name, help=words, description=f"{words}。")
    return made
