"""How far a vehicle is from its timetable, as people say it."""

from layouts.context import Context
from layouts.figures import MINUS, age


def signed(seconds: float | None, context: Context) -> str:
    """`+6 分` late, `−90 秒` early; nothing where it is not known."""
    if seconds is None:
        return ""
    return (MINUS if seconds < 0 else "+") + age(abs(seconds), context.lang)
