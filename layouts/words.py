"""Every word the wall itself says, in both languages; words of a city, a view or a feed come with those."""

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

WORDS: dict[str, tuple[str, str]] = {
    "city": ("全市", "Whole city"),
    "live": ("实时", "Live"),
    "replay": ("回放", "Replay"),
    "demo": ("演示数据", "Demo data"),
    "back_to_live": ("回到实时", "Back to live"),
    "day_before": ("前一天", "Day before"),
    "day_after": ("后一天", "Day after"),
    "now": ("现在", "now"),
    "close": ("关闭", "Close"),
    "more_feeds": ("其余 {} 项正常", "{} more normal"),
    "feeds": ("数据源", "Feeds"),
    "edit_refused": ("城市文件的改动未采用：{}", "An edit of the city's files was refused: {}"),
    "edit_refused_more": ("（另有 {} 处）", " (and {} more)"),
    "blind": ("画面已停止更新", "This screen has stopped updating"),
    # states of a KPI, a feed, a vehicle
    "ok": ("正常", "Normal"),
    "attention": ("关注", "Attention"),
    "unknown": ("无法判断", "Unknown"),
    "stale": ("数据过期", "Stale data"),
    "LIVE": ("正常", "Live"),
    "LATE": ("迟到", "Late"),
    "STALE": ("过期", "Stale"),
    "DOWN": ("中断", "Down"),
    "DEGRADED": ("降级", "Degraded"),
    "DEMO": ("演示", "Demo"),
    "on_time": ("准点", "On time"),
    "late": ("晚点", "Late"),
    "early": ("早点", "Early"),
    "silent": ("未上报", "Silent"),
    "no_state": ("无时刻", "No schedule"),
    # values of the tables
    "bunched": ("串车", "Bunched"),
    "gap": ("大间隔", "Big gap"),
    "regular": ("间隔正常", "Regular"),
    "expressway": ("快速路", "Expressway"),
    "arterial": ("主干路", "Arterial"),
    "minor": ("支路", "Minor road"),
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "ahead": ("{}后", "in {}"),
    # the city's composite stage
    "stage_1": ("平稳", "Calm"),
    "stage_2": ("关注", "Watch"),
    "stage_3": ("预警", "Warning"),
    "stage_4": ("应急", "Emergency"),
    "stage_5": ("危急", "Crisis"),
    "stage_none": ("未知", "Unknown"),
    "stage_none_why": ("研判数据未到", "No data to judge by"),
    # the KPI card
    "target": ("目标 {}", "target {}"),
    "no_target": ("不设目标", "no target"),
    "vs_yesterday": ("较昨日", "vs yesterday"),
    "vs_weekday": ("较上{}", "vs last {}"),
    "no_history": ("暂无同期", "no history yet"),
    "coverage": ("覆盖 {}", "coverage {}"),
    "why_no_data": ("没有数据", "No data"),
    "why_coverage": ("覆盖 {} 低于下限 {}", "Coverage {} is below the floor of {}"),
    "why_feed": ("{} 断供", "{} has stopped"),
    "why_feed_age": ("{} · 最新内容 {}", "{}: newest content {}"),
    "why_other": ("不计算：{}", "Not computed: {}"),
    "not_computed": ("不计算", "not computed"),
    # the rail
    "rail": ("事件与告警", "Incidents and alerts"),
    "rail_open": ("{} 项待处置", "{} open"),
    "rail_none": ("没有待处置的事件或告警", "No open incidents or alerts"),
    "priority_1": ("紧急", "Critical"),
    "priority_2": ("重要", "Major"),
    "priority_3": ("一般", "Minor"),
    "priority_4": ("提示", "Notice"),
    "pending": ("待确认", "Pending"),
    "firing": ("待处置", "Open"),
    "recovering": ("恢复中", "Recovering"),
    "open": ("处置中", "In progress"),
    "cleared": ("已解除", "Cleared"),
    "no_owner": ("未指定责任单位", "No owner yet"),
    # the league, tables, notes
    "league_none": ("各区市暂无可比数据", "No district has comparable data"),
    "table_none": ("没有符合条件的记录", "No rows"),
    "table_more": ("共 {} 行，显示前 {} 行", "{} rows, first {} shown"),
    # the map
    "layer_roads": ("路况", "Traffic"),
    "layer_vehicles": ("公交", "Buses"),
    "layer_marks": ("事件", "Incidents"),
    "grade_1": ("畅通", "Free"),
    "grade_2": ("缓行", "Slow"),
    "grade_3": ("拥堵", "Congested"),
    "grade_4": ("严重", "Severe"),
    "grade_0": ("无数据", "No data"),
    "map": ("地图", "Map"),
    "map_full": ("全屏地图", "Full-screen map"),
    "cards": ("指标", "Figures"),
    "districts": ("区市", "Districts"),
    # the drawer
    "formula": ("公式", "Formula"),
    "row": ("一行是", "One row is"),
    "counted": ("分子 / 分母", "Numerator / denominator"),
    "coverage_floor": ("覆盖（下限）", "Coverage (floor)"),
    "aim": ("目标", "Target"),
    "rule": ("规则", "Rule"),
    "source": ("出处", "Source"),
    "normal": ("正常表现", "Normal"),
    "investigate_if": ("何时排查", "Investigate if"),
    "possible_causes": ("可能原因", "Possible causes"),
    "rests_on": ("数据时刻", "Newest content"),
    "rows_behind": ("背后的记录", "The rows behind"),
    "why": ("说明", "Why"),
    "vehicle": ("车辆", "Vehicle"),
    "segment": ("路段", "Road segment"),
    "alert": ("告警", "Alert"),
    "what": ("事项", "What"),
    "where": ("地点", "Where"),
    "consequence": ("影响", "Consequence"),
    "owner": ("责任单位", "Owner"),
    "response": ("处置", "Response"),
    "state": ("状态", "State"),
    "since": ("开始", "Since"),
    "line": ("线路", "Line"),
    "trip": ("班次", "Trip"),
    "last_stop": ("最近站点", "Last stop"),
    "delay": ("偏差", "Deviation"),
    "speed": ("速度", "Speed"),
    "free_flow": ("自由流速度", "Free-flow speed"),
    "ratio": ("延时指数", "Delay index"),
    "length": ("长度", "Length"),
    "heard": ("最近上报", "Last heard"),
    "district": ("区市", "District"),
    "no_answer": ("暂时取不到这些记录", "These records cannot be had right now"),
    "gone": ("此刻没有这一项的记录", "There is no record of this at this moment"),
    "content_age": ("内容时间", "Content age"),
    "arrival_age": ("到达时间", "Arrival age"),
    "accepted": ("接收", "Accepted"),
    "quarantined": ("隔离", "Quarantined"),
    "error": ("错误", "Error"),
}

WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


class Bilingual(Protocol):
    """Anything with both languages, whichever room's model it is."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class Text(BaseModel):
    """A text that a scene gives in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


def read(text: Bilingual, lang: Lang) -> str:
    return text.zh if lang == "zh" else text.en


def say(lang: Lang, key: str, *figures: object) -> str:
    zh, en = WORDS[key]
    return (zh if lang == "zh" else en).format(*figures)


def pick(text: str | None, lang: Lang) -> str:
    """One language of a view's header value written `中文 | English`; a value without ` | ` serves both."""
    if not text:
        return ""
    zh, bar, en = text.partition(" | ")
    return (zh if lang == "zh" or not bar else en).strip()
