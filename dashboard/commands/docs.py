"""docs: write the generated reference anew."""

import argparse
from typing import Any

from dashboard import ROOT
from dashboard.reference import config_page, kpis_page
from dashboard.reference_tables import tables_page

PAGES = {"kpis.md": kpis_page, "config.md": config_page, "tables.md": tables_page}


def add_to(commands: Any) -> None:
    parser = commands.add_parser("docs", help="write docs/kpis.md, docs/config.md and docs/tables.md anew", description=__doc__)
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    for name, page in PAGES.items():
        path = ROOT / "docs" / name
        path.write_text(page(), encoding="utf-8")
        print(path)
    return 0
