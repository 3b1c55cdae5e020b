"""Which addresses a feed may be fetched from. The URL is the city's own word; what a name resolves to is not."""

import ipaddress
import socket
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LOCAL = ("file", "folder")
WEB = ("http", "https")
ODD_NUMBER = frozenset("0123456789.xabcdef")


class AddressRefused(Exception):
    """The host leads to an address that no feed may have."""


def scheme_of(url: str) -> str:
    return url.partition(":")[0].lower()


def local_path(url: str) -> str:
    """The path or glob behind file: and folder:, relative to the city's folder or absolute."""
    path = url.partition(":")[2]
    return path.removeprefix("//")


def url_fault(url: str) -> str | None:
    """What is wrong with a feed's URL, or None."""
    scheme = scheme_of(url)
    if scheme in LOCAL:
        return None if local_path(url) else f"expected a path after {scheme}:"
    if scheme not in WEB:
        return f"expected http:, https:, file: or folder:, found {scheme!r}"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"is no URL: {error}"
    if not host:
        return "expected a host"
    if parts.username is not None:
        return "expected no user name or password in the URL: give them in headers"
    return _host_fault(host)


def _host_fault(host: str) -> str | None:
    """Short and numeric forms (127.1, 2130706433, 0x7f.1) read as one host and connect to another."""
    literal = _literal(host)
    if literal is None and set(host.lower()) <= ODD_NUMBER and any(c.isdigit() for c in host):
        return f"expected an address in full (a.b.c.d) or a name, found {host!r}"
    if literal is not None and _never(literal):
        return f"{host} is an address that no feed may have"
    return None


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _never(address: Address) -> bool:
    """Link-local holds the metadata services of clouds."""
    found: Address = getattr(address, "ipv4_mapped", None) or address
    return not found.is_loopback and (found.is_link_local or found.is_multicast or found.is_unspecified or found.is_reserved)


def resolve(host: str, port: int, allow_private: bool) -> str:
    """The one address to connect to. An address or `localhost` written in the URL is meant; a name that turns out to lead
    inside is refused unless the feed says allow_private. Raises AddressRefused, OSError."""
    if _literal(host) is not None:
        return host
    found = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
    address = ipaddress.ip_address(found.partition("%")[0])
    if _never(address):
        raise AddressRefused(f"{host} leads to {found}")
    meant = allow_private or host.lower() == "localhost"
    if not meant and not address.is_global:
        raise AddressRefused(f"{host} leads to {found}, inside a private network: say allow_private = true if that is meant")
    return found
