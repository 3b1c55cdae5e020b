"""Few bytes that stand for many things are refused before the memory is taken."""

import json
import subprocess
import sys

import pytest

from datasources.readers import heavy
from datasources.readers.heavy import message_fits, table_fits
from datasources.reading import FeedRefused
from tests.datasources.bombs import BOMBS
from tests.datasources.feeds import message

MOST_MEGABYTES, MOST_SECONDS = 256.0, 10.0  # seconds: of a machine that has other things to do, too


def test_no_bomb_takes_memory_or_time() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.datasources.bombs"], capture_output=True, text=True, check=True, timeout=120)
    told = json.loads(done.stdout)
    print(told)
    assert told.keys() == BOMBS.keys()
    for name, (reason, seconds, megabytes) in told.items():
        assert reason in ("too_large", "columns", "depth", "json"), (name, reason)
        assert seconds < MOST_SECONDS and megabytes < MOST_MEGABYTES, (name, seconds, megabytes)


def test_what_is_large_and_sound_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = message(2000)
    monkeypatch.setattr(heavy, "MOST_MESSAGES", 20_000)
    message_fits(sound)
    message_fits(sound[:-5] * 3)  # what is no message is its reader's to refuse
    table_fits(rows=1_000_000, columns=20, max_bytes=64 * 2**20)
    monkeypatch.setattr(heavy, "MOST_MESSAGES", 10_000)
    with pytest.raises(FeedRefused, match="more than 10000 fields"):
        message_fits(sound)
