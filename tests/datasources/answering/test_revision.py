"""A question about a moment keeps its answer until a change that the moment can see."""

from datetime import timedelta

import pytest

from datasources.answering.revision import Revisions
from tests.datasources.rows import NOON


def test_later_changes_do_not_touch_an_earlier_moment() -> None:
    revisions = Revisions()
    before, now = revisions.at(NOON - timedelta(hours=1)), revisions.at(NOON)
    revisions.changed(NOON - timedelta(minutes=1))
    assert revisions.at(NOON - timedelta(hours=1)) == before
    assert revisions.at(NOON) != now
    revisions.changed()
    assert revisions.at(NOON - timedelta(hours=1)) != before
    assert revisions.total == 2


def test_no_revision_comes_back_when_old_changes_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasources.answering.revision.KEPT", 10)
    revisions = Revisions()
    seen = set()
    for i in range(100):
        revisions.changed(NOON + timedelta(seconds=i))
        seen.add(revisions.at(NOON + timedelta(days=1)))
    assert len(seen) == 100
