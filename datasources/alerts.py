"""Alerts: a rule is a view whose rows are what is wrong now; its state is ordinary data again (`alert_event`).

States after Grafana and ISA-18.2: pending (must last `for`), firing, recovering (must stay away `clear_after`), ok.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from datasources.values import Duration, Text

MARK_EVERY = timedelta(minutes=5)  # city_stage believes a mark for a quarter of an hour
PRIORITIES = {"critical": 1, "major": 2, "minor": 3, "notice": 4}
TEXTS = ("what_zh", "what_en", "where_zh", "where_en", "consequence_zh", "consequence_en")
COLUMNS = ("alert_key", *TEXTS, "district_id", "latitude", "longitude")  # what a rule's view must give
Row = dict[str, Any]


class AlertSpec(BaseModel):
    """A table of alerts.toml. An alert without owner and response would be an indicator, so both are asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    view: str
    title: Text
    priority: Literal["critical", "major", "minor", "notice"]
    owner: Text
    response: Text
    for_: Duration = Field(default=0.0, alias="for")
    clear_after: Duration = 60.0


@dataclass(frozen=True)
class Alert:
    """One row of a rule and how it stands. `changed` is when it came into `state`; `since` when it was first seen."""

    rule: str
    key: str
    state: str
    since: datetime
    changed: datetime
    row: Row


def step(alert: Alert | None, row: Row | None, now: datetime, spec: AlertSpec) -> Alert | None:
    """The next state of one alert, given its row in the rule's view now (None: not there). None: nothing to tell."""
    if row is not None:
        return _seen(alert, row, now, spec)
    if alert is None or alert.state == "ok":
        return alert
    return _missed(alert, now, spec)


def _seen(alert: Alert | None, row: Row, now: datetime, spec: AlertSpec) -> Alert:
    if alert is None or alert.state == "ok":
        since = row.get("since") or now
        state = "pending" if spec.for_ > 0 else "firing"
        return Alert(spec.name, str(row["alert_key"]), state, since, now, row)
    if alert.state == "recovering" or (alert.state == "pending" and now - alert.changed >= timedelta(seconds=spec.for_)):
        return replace(alert, state="firing", changed=now, row=row)
    return replace(alert, row=row)


def _missed(alert: Alert, now: datetime, spec: AlertSpec) -> Alert:
    if alert.state == "firing":
        return replace(alert, state="recovering", changed=now)
    if alert.state == "recovering" and now - alert.changed < timedelta(seconds=spec.clear_after):
        return alert
    return replace(alert, state="ok", changed=now)


def event_row(alert: Alert, spec: AlertSpec, now: datetime) -> Row:
    """The row of `alert_event` that tells a change of state."""
    row = {
        "event_time": now,
        "rule": spec.name,
        "alert_key": alert.key,
        "state": alert.state,
        "priority": PRIORITIES[spec.priority],
        "since": alert.since,
        "owner": spec.owner.zh + " | " + spec.owner.en,
        "district_id": alert.row.get("district_id"),
        "latitude": alert.row.get("latitude"),
        "longitude": alert.row.get("longitude"),
    }
    return {**row, **{text: str(alert.row.get(text) or "") for text in TEXTS}}


class Watch:
    """Evaluates every rule at a tick. A rule whose view fails keeps its alerts as they are: silence is not all-clear."""

    def __init__(self, specs: Iterable[AlertSpec], append: Callable[[str, list[Row]], object]) -> None:
        """append: is given a table of the ledger and its new rows."""
        self.specs = {spec.name: spec for spec in specs}
        self._append = append
        self._marked: datetime | None = None
        self._alerts: dict[tuple[str, str], Alert] = {}

    @property
    def views(self) -> list[str]:
        return sorted({spec.view for spec in self.specs.values()})

    def resume(self, rows: Iterable[Row]) -> None:
        """Take up the alerts that were open when the engine stopped (rows of the view `alerts_now`)."""
        for row in rows:
            if row["rule"] in self.specs:
                alert = Alert(row["rule"], row["alert_key"], row["state"], row["since"], row["event_time"], row)
                self._alerts[alert.rule, alert.key] = alert

    def evaluate(self, rows: dict[str, list[Row] | None], now: datetime) -> list[Row]:
        """`rows`: what each rule's view said now, None where it failed. Returns the appended rows of `alert_event`."""
        told = [row for spec in self.specs.values() if (found := rows.get(spec.view)) is not None for row in self._rule(spec, found, now)]
        if told:
            self._append("alert_event", told)
        if all(rows.get(view) is not None for view in self.views):
            self._mark(now)
        return told

    def _mark(self, now: datetime) -> None:
        """Tell now and then that every rule was evaluated: that none fires is known at such moments alone."""
        if self._marked is None or abs(now - self._marked) >= MARK_EVERY:
            self._marked = now
            self._append("alert_judged", [{"event_time": now}])

    def _rule(self, spec: AlertSpec, found: list[Row], now: datetime) -> Iterable[Row]:
        by_key = {str(row["alert_key"]): row for row in found}
        known = {key for rule, key in self._alerts if rule == spec.name}
        for key in sorted(known | by_key.keys()):
            before = self._alerts.get((spec.name, key))
            after = step(before, by_key.get(key), now, spec)
            if after is None:
                continue
            if before is None or before.state != after.state:
                yield event_row(after, spec, now)
            if after.state == "ok":
                self._alerts.pop((spec.name, key), None)
            else:
                self._alerts[spec.name, key] = after
