"""The headers of the standard views and of the demo city's own, as the wall gives them to its drawings."""

from functools import cache
from itertools import chain

from datasources.catalogue.header import read_headed
from datasources.catalogue.library import STANDARD
from datasources.catalogue.trial import KEYS
from tests.layouts.scene_files import ROOT


@cache
def headers() -> dict[str, dict[str, str]]:
    files = chain(STANDARD.rglob("*.sql"), (ROOT / "cities/yantai/views").rglob("*.sql"))
    return {file.stem: read_headed(file, KEYS, ()).header for file in files}
