"""What the drawer shows when something was tapped."""

from layouts.detail.drawer import failed
from layouts.detail.figure import kpi
from layouts.detail.lost import no_card, no_segment, no_vehicle
from layouts.detail.segment import OnSegment, segment
from layouts.detail.step import step
from layouts.detail.table import ASKED
from layouts.detail.things import alert, feeds
from layouts.detail.vehicle import MOST_TOLD, vehicle
from layouts.detail.work_zone import work_zone

__all__ = [
    "ASKED",
    "MOST_TOLD",
    "OnSegment",
    "alert",
    "failed",
    "feeds",
    "kpi",
    "no_card",
    "no_segment",
    "no_vehicle",
    "segment",
    "step",
    "vehicle",
    "work_zone",
]
