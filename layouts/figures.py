"""Numbers, ages and moments as people of each language read them. The age form is mirrored in assets/age.js."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from layouts.words import WEEKDAYS, Lang

NONE = "—"
MINUS = "−"
AGE_UNITS: dict[Lang, tuple[str, str, str, str]] = {"zh": ("秒", "分", "时", "天"), "en": ("s", "min", "h", "d")}


def number(value: float | None, lang: Lang, decimals: int = 0, signed: bool = False) -> str:
    """`1,284`, `−4.2`; Chinese from 100,000 on in 万 and 亿. None, and nothing else, is a dash."""
    if value is None or value != value:
        return NONE
    size, suffix = _scaled(abs(value), lang)
    text = f"{size:,.{1 if suffix else decimals}f}"
    zero = not text.strip("0.,")
    sign = "" if zero else MINUS if value < 0 else "+" if signed else ""
    return ("±" if zero and signed else sign) + text + suffix


def brief(value: float | None, lang: Lang) -> str:
    """A count in small type, English from a million on in M: `2.25 M`; Chinese has 万 for that."""
    return number(value / 1e6, lang, 2) + " M" if lang == "en" and value is not None and abs(value) >= 1e6 else number(value, lang)


def _scaled(size: float, lang: Lang) -> tuple[float, str]:
    if lang == "zh" and size >= 1e8:
        return size / 1e8, " 亿"
    if lang == "zh" and size >= 1e5:
        return size / 1e4, " 万"
    return size, ""


def share(value: float | None, lang: Lang) -> str:
    """A ratio 0..1 as a whole percentage, cut and not rounded, so that 99.7 % never reads as all."""
    return NONE if value is None else f"{int(value * 100 + 1e-9)}%"


def age(seconds: float, lang: Lang) -> str:
    """`8 秒` `3 分` `26 时` `3 天`: seconds below 90 s, minutes below 90 min, hours below 48 h, then days."""
    second, minute, hour, day = AGE_UNITS[lang]
    whole = max(0, int(seconds))
    if whole < 90:
        return f"{whole} {second}"
    if whole < 5400:
        return f"{whole // 60} {minute}"
    if whole < 172800:
        return f"{whole // 3600} {hour}"
    return f"{whole // 86400} {day}"


def ago(seconds: float, lang: Lang) -> str:
    return f"{age(seconds, lang)}前" if lang == "zh" else f"{age(seconds, lang)} ago"


def ems(text: str) -> float:
    """About how wide a text is, in its own font size: a Chinese character is one, a Latin letter about half."""
    return 0.4 + sum(1.0 if ord(letter) > 0x2E7F else 0.56 for letter in text)


def iso(moment: datetime) -> str:
    """A naive UTC moment in the form that attributes and URLs carry: `2026-11-23T00:14:32Z`."""
    return moment.replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def local(moment: datetime, zone: str) -> datetime:
    """A naive UTC moment as wall-clock time of the city."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def day(moment: datetime, zone: str, lang: Lang) -> str:
    at = local(moment, zone)
    if lang == "zh":
        return f"{at.month}月{at.day}日 {WEEKDAYS['zh'][at.weekday()]}"
    return f"{WEEKDAYS['en'][at.weekday()]} {at.day} {at:%b}"


def clock(moment: datetime, zone: str, seconds: bool = True) -> str:
    return local(moment, zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def day_and_time(moment: datetime, zone: str, lang: Lang) -> str:
    return f"{day(moment, zone, lang)} {clock(moment, zone, seconds=False)}"


def day_span(moment: datetime, zone: str) -> tuple[datetime, datetime]:
    """The local day that holds the moment, as naive UTC [from, to); 23 or 25 hours long where the clock changes."""
    at = local(moment, zone)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    after = (midnight.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=midnight.tzinfo)
    return midnight.astimezone(UTC).replace(tzinfo=None), after.astimezone(UTC).replace(tzinfo=None)
