"""What is wished for in the run folder."""

import os
from pathlib import Path

import pytest

from dashboard import runfolder
from dashboard.runfolder import lay_out, want, wanted


def test_however_many_frames_are_wished_for_a_tick_draws_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runfolder, "MOST_WANTED", 2)
    lay_out(tmp_path)
    for age, frame in enumerate(("line.city.zh.a", "line.city.zh.b", "line.city.zh.c")):
        want(tmp_path, frame)
        asked = (tmp_path / "wanted" / frame).stat().st_mtime - 10 * age
        os.utime(tmp_path / "wanted" / frame, (asked, asked))
    assert wanted(tmp_path, 60) == ["line.city.zh.a", "line.city.zh.b"], "the newest wishes"
    assert wanted(tmp_path, 5) == ["line.city.zh.a"]
    assert [path.name for path in (tmp_path / "wanted").iterdir()] == ["line.city.zh.a"], "older wishes are forgotten"
