"""Units and the words around a quantity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from guatu.domain.zh.wordlist import wordlist

Family = Literal["money", "foreign", "area", "percent", "point", "other"]


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` turns the number into 万元, 平方米, % or 百分点; ``label`` names the result."""

    family: Family
    factor: Decimal
    label: str


_WAN = Decimal("0.0001")
_MU = Decimal(2000) / Decimal(3)

MONEY = {"元": "万元", "元整": "万元", "元人民币": "万元", "块": "万元", "块钱": "万元"}
CURRENCIES = {
    "美元": "万美元", "美金": "万美元", "USD": "万美元", "欧元": "万欧元", "英镑": "万英镑",
    "日元": "万日元", "港元": "万港元", "港币": "万港元", "澳元": "万澳元", "加元": "万加元",
    "韩元": "万韩元", "新元": "万新元", "卢布": "万卢布", "瑞士法郎": "万瑞士法郎",
}  # fmt: skip
_AREAS = {
    "平方米": 1, "平米": 1, "平方": 1, "m2": 1, "M2": 1, "平方公里": 10**6, "平方千米": 10**6,
    "km2": 10**6, "KM2": 10**6, "kM2": 10**6, "Km2": 10**6, "公顷": 10**4, "hm2": 10**4,
}  # fmt: skip
_PERCENTS = {"%": Decimal(1), "‰": Decimal("0.1")}
_POINTS = ("个百分点", "百分点", "个点", "个百分比点")

UNITS: dict[str, Unit] = {
    **{word: Unit("money", _WAN, label) for word, label in MONEY.items()},
    **{word: Unit("foreign", _WAN, label) for word, label in CURRENCIES.items()},
    **{word: Unit("area", Decimal(factor), "平方米") for word, factor in _AREAS.items()},
    **{word: Unit("area", _MU, "平方米") for word in ("亩", "市亩")},
    **{word: Unit("percent", factor, "%") for word, factor in _PERCENTS.items()},
    **{word: Unit("point", Decimal(1), "百分点") for word in _POINTS},
}
FRACTIONS = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01")}
RENMINBI = frozenset({"人民币", "RMB", "CNY", "¥"})
BEFORE_FIGURE = {"$": "美元", "USD": "美元", "美元": "美元", "美金": "美元", "欧元": "欧元"}
SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8)}

BEFORE = {
    "约": "约", "大约": "约", "大概": "约", "大致": "约", "约为": "约", "约合": "约", "≈": "约",
    "近": "近", "接近": "近", "将近": "近", "逼近": "近", "超": "超", "超过": "超", "突破": "超",
    "超出": "超", "逾": "逾", "不低于": "不低于", "不少于": "不少于", "不小于": "不小于",
    "至少": "至少", "最少": "至少", "最多": "最多", "至多": "最多", "不超过": "不超过",
    "不高于": "不高于", "不多于": "不多于", "不大于": "不大于", "大于": "大于", "小于": "小于",
    "高于": "高于", "低于": "低于", "多于": "多于", "少于": "少于", "≥": "不低于", "≤": "不超过",
    ">": "大于", "<": "小于", ">=": "不低于", "<=": "不超过", "上": "超", "过": "超",
    "不到": "不足", "不足": "不足", "未满": "不足", "累计超": "超",
}  # fmt: skip
AFTER = {
    "左右": "左右", "上下": "上下", "以上": "以上", "及以上": "以上", "之上": "以上",
    "以下": "以下", "及以下": "以下", "以内": "以内", "之内": "以内", "多": "多", "余": "余",
    "有余": "余", "不到": "不足", "起": "以上", "许": "左右",
}  # fmt: skip
AMID = {"多": "多", "余": "余", "来": "左右"}
INCLUDED = frozenset({"含", "包含", "含本数", "不含"})

AHEAD = wordlist(
    """
    高于 高出 超 超过 超出 超前 快于 快 领先 领先于 优于 好于 多于 提高 提升 增长 增加 上升
    回升 上涨 加快 扩大 增幅 高 上浮 改善
    """
)
BEHIND = wordlist(
    """
    低于 落后 落后于 滞后 滞后于 慢于 慢 差 相差 欠 少于 下降 降低 减少 回落 下滑 下跌 收窄
    放缓 负增长 降幅 低 缺 下浮 缩减 压减 压缩 不及
    """
)
DECLINES = wordlist(
    "下降 降低 减少 回落 下滑 下跌 负增长 降幅 下浮 缩减 压减 压缩 同比下降 环比下降"
)
PACE = wordlist(
    """
    序时 序时进度 时序进度 时序 时间进度 计划进度 进度计划 序时计划 序时要求 时间节点进度
    进度要求 时间序时 时限进度
    """
)
"""What a project is measured against: a gap to it is in 百分点, whatever the clerk wrote."""

MONEY_CONTEXT = wordlist(
    """
    投资 总投资 完成投资 计划投资 年度投资 资金 产值 税收 收入 支出 预算 概算 估算 造价 金额
    合同额 营收 利润 固投 投资额 总额 投入 费用 经费 债券 贷款 融资 补助 补贴 到位资金 财政
    销售收入 总产值 增加值 销售额 注册资本 授信 产值达 价款 标的 中标价 合同价 结算价 决算价
    工程款 土地款 专项债 中央预算内 争取资金 到账 到位
    """
)
BESIDE_MONEY = wordlist(
    """
    计划 预计 合计 共 共计 总计 累计 其中 为 约 项目 工程 估 暂 暂估 暂定 拟 年度 完成 本年
    今年 一期 二期 三期 整 正 达 达到 投 计 额 建设 总 小计 含税 不含税 实际 已 需 需要 财政
    静态 动态 折合 之间 当年 本年度 缺口 上级 中央 省级 市级 固定资产 争取
    """
)
"""What may stand beside the one amount of a cell."""
COUNTED = wordlist(
    """
    个 人 名 户 家 套 条 座 栋 幢 辆 台 部 件 项 次 期 米 公里 千米 里 吨 千克 公斤 升 瓦 千瓦
    兆瓦 英寸 小时 天 个月 个工作日 工作日 个日历日 分钟 分 秒 倍 头 只 株 棵 处 所 间 层 批
    类 种 度 立方米 立方 方 标箱 车次 人次 床 张 门 路 轮 宗 笔 厅 岁 级 款 站 村 镇 县 市 区
    乡 字 页 伏 千伏 安 赫兹 元化 年 季 周 学位 位 泊位 亩均 单 例 组 篇 本 场 厘米 毫米 克
    千吨 标准
    """
)

WORDS = (
    UNITS.keys() | FRACTIONS.keys() | RENMINBI | SCALES.keys() | BEFORE.keys() | AFTER.keys()
    | AMID.keys() | INCLUDED | AHEAD | BEHIND | DECLINES | PACE | MONEY_CONTEXT | COUNTED
    | {"成", "×"}
)  # fmt: skip
