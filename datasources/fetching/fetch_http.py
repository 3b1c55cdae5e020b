"""HTTP for feeds: one deadline, caps on bytes and on what they unpack to, no redirects, no proxy, nothing but the URL's host."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from ssl import SSLContext, SSLError

import httpcore

from datasources.feed import FeedSpec
from datasources.fetching.address import AddressRefused, scheme_of
from datasources.fetching.fetched import FeedFailed, Fetched, Memory, Unchanged
from datasources.fetching.unpack import Cap, Incomplete, TooLarge, gunzip, plain
from datasources.fetching.wire import Backend, Deadline, Late
from datasources.moment import utc_now

AGENT = "city-operations-wall"
LONGEST_WAIT_S = 3600.0  # however long a source asks to be left alone
BUSY = (429, 500, 502, 503, 504)


def from_web(spec: FeedSpec, memory: Memory) -> Fetched | Unchanged:
    """One GET. Raises FeedFailed."""
    tls = _tls() if scheme_of(spec.url) == "https" else None  # (made once, and slow: not on the deadline's time)
    backend = Backend(Deadline(spec.deadline), spec.allow_private)
    with _failures(), httpcore.ConnectionPool(ssl_context=tls, network_backend=backend) as pool:
        with pool.stream("GET", spec.url, headers=_headers(spec, memory)) as response:
            received_at = utc_now()
            if response.status == 304:
                return Unchanged(received_at)
            given = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
            if response.status != 200:
                raise _refusal(response.status, given)
            data = _body(response, given, spec)
        return Fetched(data, received_at, spec.url, Memory(given.get("etag"), given.get("last-modified")))


@cache
def _tls() -> SSLContext:
    context = httpcore.default_ssl_context()
    context.load_default_certs()  # the machine's own authorities too: government networks have theirs
    return context


def _headers(spec: FeedSpec, memory: Memory) -> list[tuple[str, str]]:
    sent = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close", **spec.headers}
    if memory.etag:
        sent["If-None-Match"] = memory.etag
    if memory.last_modified:
        sent["If-Modified-Since"] = memory.last_modified
    return list(sent.items())


def _body(response: httpcore.Response, given: dict[str, str], spec: FeedSpec) -> bytes:
    cap = Cap(spec.max_bytes, spec.max_ratio)
    packing = given.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise FeedFailed("encoding", f"came as {packing!r}, which was not asked for")
    read = gunzip if "gzip" in packing else plain
    return read(response.iter_stream(), cap)


def _refusal(status: int, given: dict[str, str]) -> FeedFailed:
    if 300 <= status < 400:
        return FeedFailed("redirect", f"HTTP {status} to {given.get('location', '?')[:200]!r}: redirects are not followed", gentle=True)
    return FeedFailed(f"http_{status}", f"HTTP {status}", gentle=True, retry_after_s=_wait(given) if status in BUSY else None)


def _wait(given: dict[str, str]) -> float | None:
    """Retry-After, in seconds or as a date."""
    said = given.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said), LONGEST_WAIT_S)
    with contextlib.suppress(ValueError, TypeError):
        moment = parsedate_to_datetime(said)
        return min(max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds()), LONGEST_WAIT_S)
    return None


@contextlib.contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (Late, httpcore.TimeoutException) as error:
        raise FeedFailed("deadline", str(error) or "the deadline passed") from error
    except AddressRefused as error:
        raise FeedFailed("address", str(error), gentle=True) from error
    except TooLarge as error:
        raise FeedFailed("too_large", str(error), gentle=True) from error
    except Incomplete as error:
        raise FeedFailed("incomplete", str(error)) from error
    except httpcore.RemoteProtocolError as error:
        raise FeedFailed("incomplete", f"the answer broke off: {error}") from error
    except (httpcore.NetworkError, SSLError, OSError) as error:
        raise FeedFailed("unreachable", str(error) or type(error).__name__) from error
    except httpcore.ProtocolError as error:
        raise FeedFailed("protocol", str(error)) from error
