"""What values of a city's files can be: words in both languages, durations, time zones, numbers with an end, yes or no."""

import re
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
LONGEST_DAYS = 36500
NAME = re.compile(r"[^\W\d][\w-]{0,63}")  # of a feed, an alert
NAMED = "expected a name of letters, digits, _ and -, beginning with a letter"


def seconds(value: Any) -> float:
    """'10s', '1.5m', '1h' -> seconds."""
    if isinstance(value, float):  # defaults, already in seconds
        return value
    match = DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('expected a duration such as "10s", "5m" or "1h"')
    found = float(match[1]) * UNITS[match[2]]
    if found > LONGEST_DAYS * UNITS["d"]:
        raise ValueError(f'expected at most "{LONGEST_DAYS}d"')
    return found


def known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"expected an IANA time zone such as Asia/Shanghai, found {value!r}") from error
    return value


Duration = Annotated[float, BeforeValidator(seconds)]
Zone = Annotated[str, AfterValidator(known_zone)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]


class Text(BaseModel):
    """Words in both languages of the screen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
