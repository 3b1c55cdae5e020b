from datetime import datetime, timedelta
from typing import Any

import pytest

from datasources.alerts import AlertSpec, Watch

NOW = datetime(2026, 11, 23, 8)
ROW = {"alert_key": "17", "what_zh": "串车", "what_en": "bunching", "district_id": "370602"}


def spec(**more: Any) -> AlertSpec:
    text = {"zh": "中", "en": "e"}
    table = {
        "name": "bunching",
        "view": "v",
        "title": text,
        "priority": "major",
        "owner": text,
        "response": text,
        "for": "60s",
        "clear_after": "120s",
    }
    return AlertSpec.model_validate({**table, **more})


class Told:
    """A watch over one rule, and what it appended."""

    def __init__(self, **more: Any) -> None:
        self.rows: list[dict[str, Any]] = []
        self.judged: list[datetime] = []
        self.watch = Watch([spec(**more)], self._append)

    def _append(self, table: str, rows: list[dict[str, Any]]) -> None:
        if table == "alert_event":
            self.rows += rows
        else:
            self.judged += [row["event_time"] for row in rows]

    def at(self, seconds: float, *rows: dict[str, Any], failed: bool = False) -> list[str]:
        """The states told at that moment."""
        return [r["state"] for r in self.watch.evaluate({"v": None if failed else list(rows)}, NOW + timedelta(seconds=seconds))]


def test_an_alert_pends_fires_recovers_and_ends() -> None:
    told = Told()
    assert told.at(0, ROW) == ["pending"]
    assert told.at(59, ROW) == []
    assert told.at(60, ROW) == ["firing"]
    assert told.at(70) == ["recovering"]
    assert told.at(189) == []
    assert told.at(190) == ["ok"]
    assert told.at(200) == []


def test_what_does_not_last_never_fires() -> None:
    told = Told()
    assert told.at(0, ROW) == ["pending"]
    assert told.at(30) == ["ok"]
    assert told.at(70, ROW) == ["pending"]


def test_what_comes_back_while_recovering_fires_again_at_once() -> None:
    told = Told(**{"for": "0s"})
    assert told.at(0, ROW) == ["firing"]
    assert told.at(5) == ["recovering"]
    assert told.at(10, ROW) == ["firing"]


def test_a_rule_that_fails_clears_nothing() -> None:
    told = Told(**{"for": "0s"})
    told.at(0, ROW)
    assert told.at(5, failed=True) == []
    assert told.at(500, failed=True) == []
    assert told.at(505) == ["recovering"]


def test_open_alerts_are_taken_up_after_a_restart() -> None:
    told = Told()
    told.watch.resume([{**ROW, "rule": "bunching", "state": "firing", "since": NOW, "event_time": NOW}])
    assert told.at(5, ROW) == []
    assert told.at(10) == ["recovering"]


def test_each_key_is_an_alert_of_its_own_and_says_who_owns_it() -> None:
    told = Told(**{"for": "0s"})
    assert told.at(0, ROW, {**ROW, "alert_key": "18"}) == ["firing", "firing"]
    assert told.rows[0]["owner"] == "中 | e"
    assert told.rows[0]["priority"] == 2


@pytest.mark.parametrize("missing", ["owner", "response", "title", "view", "priority"])
def test_an_alert_without_owner_or_response_is_no_alert(missing: str) -> None:
    table = {k: v for k, v in spec().model_dump(by_alias=True).items() if k != missing}
    with pytest.raises(ValueError, match=missing):
        AlertSpec.model_validate(table)


def test_now_and_then_it_is_told_that_every_rule_was_evaluated() -> None:
    told = Told()
    for seconds in (0, 10, 299, 300, 310, 500):
        told.at(seconds)
    assert told.judged == [NOW, NOW + timedelta(seconds=300)]


def test_a_rule_whose_view_failed_was_not_evaluated() -> None:
    told = Told()
    told.at(0, failed=True)
    assert told.judged == []
    told.at(10)
    assert told.judged == [NOW + timedelta(seconds=10)]
