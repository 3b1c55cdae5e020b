"""What the drawer shows when something was tapped."""

from layouts.detail.figure import kpi
from layouts.detail.things import alert, feeds, segment, vehicle

__all__ = ["alert", "feeds", "kpi", "segment", "vehicle"]
