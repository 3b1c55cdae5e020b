"""Getting a feed's bytes, whole or not at all: over HTTP, from a file, from a folder that files are put into."""

from pathlib import Path

from datasources.feed import FeedSpec
from datasources.fetching.address import scheme_of
from datasources.fetching.fetch_file import from_file, from_folder
from datasources.fetching.fetch_http import from_web
from datasources.fetching.fetched import Fetched, Memory, Unchanged

LOCAL = {"file": from_file, "folder": from_folder}


def fetch(spec: FeedSpec, memory: Memory, base: Path = Path()) -> Fetched | Unchanged:
    """One try. Relative paths start at `base`, the city's folder. Raises FeedFailed."""
    local = LOCAL.get(scheme_of(spec.url))
    return local(spec, memory, base) if local else from_web(spec, memory)
