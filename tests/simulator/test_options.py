"""What the simulated city is told that cannot be is said in a line, before it is built."""

import sys

import pytest

from simulator.__main__ import main


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--faults", "positions:dorp"], "argument --faults: unknown fault 'dorp': expected one of drop,"),
        (["--faults", "position:drop"], "argument --faults: unknown feed 'position': expected one of positions,"),
        (["--faults", "positions:drop:2"], "argument --faults: share must lie in 0..1, found 2"),
        (["--faults", "positions:drop:half"], "argument --faults: share: expected a number, found 'half'"),
        (["--fleet", "0"], "argument --fleet: expected a number from 1 to 50000, found 0"),
        (["--city", "/nowhere"], "argument --city: no network/stops.csv in /nowhere"),
    ],
)
def test_a_wrong_option(options: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["simulator", *options])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2 and told in capsys.readouterr().err
