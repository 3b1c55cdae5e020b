"""What the drawer shows when something was tapped."""

from layouts.detail.drawer import failed
from layouts.detail.figure import kpi
from layouts.detail.step import SHOWN, step
from layouts.detail.things import alert, feeds, segment
from layouts.detail.vehicle import MOST_TOLD, vehicle

__all__ = ["MOST_TOLD", "SHOWN", "alert", "failed", "feeds", "kpi", "segment", "step", "vehicle"]
