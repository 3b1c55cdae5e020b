"""What is installed is what was pinned: the lock file follows requirements.txt."""

import re

from dashboard import ROOT

PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", re.MULTILINE)


def test_the_lock_holds_every_pin_with_hashes() -> None:
    lock = ROOT.joinpath("requirements.lock").read_text("utf-8")
    pinned, locked = (dict(PIN.findall(text)) for text in (ROOT.joinpath("requirements.txt").read_text("utf-8"), lock))
    assert {name: locked.get(name) for name in pinned} == pinned, "make lock"
    entries = re.split(r"\n(?=\S)", lock)
    assert [entry.split()[0] for entry in entries if PIN.match(entry) and "--hash=sha256:" not in entry] == []
