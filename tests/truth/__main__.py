"""Ours beside the independent figure, with the band: a line a figure, exit code 1 when one is outside. `make truth`."""

import os
import sys
from pathlib import Path

from tests.truth.claim import Cities
from tests.truth.claims import CLAIMS

HEAD = f"{'source':<28} {'figure':<58} {'ours':>10} {'theirs':>18}"


def main() -> int:
    data = Path(os.environ.get("CITY_BRAIN_DATA", Path(__file__).parents[3] / "shared" / "data"))
    if not data.is_dir():
        print(f"no recorded feeds at {data}: set CITY_BRAIN_DATA", file=sys.stderr)
        return 2
    outside = 0
    print(HEAD)
    with Cities(data) as cities:
        for claim in CLAIMS:
            found = claim.ours(cities)
            outside += claim.outcome(found) != "holds"
            print(claim.line(found), flush=True)
    print(f"{len(CLAIMS)} figures, {outside} outside their band")
    return 1 if outside else 0


if __name__ == "__main__":
    sys.exit(main())
