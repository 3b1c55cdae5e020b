"""What the drawer shows when something was tapped."""

from layouts.detail.drawer import failed
from layouts.detail.figure import kpi
from layouts.detail.things import alert, feeds, segment, vehicle

__all__ = ["alert", "failed", "feeds", "kpi", "segment", "vehicle"]
