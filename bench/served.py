"""Servers under measurement, each a process of its own on loopback: our door, nginx with the same bytes, the plain Dash wall."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dashboard.front import Front, Wsgi
from dashboard.server import behind, serve

RUN = "CITY_BRAIN_BENCH_RUN"
NGINX = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    default_type application/json;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location /frames/ {{ alias {folder}/files/; gzip_static always; add_header Cache-Control no-cache; }}
        location ~ ^/frames/(vehicles|roads)$ {{ alias {folder}/files/$1; add_header Cache-Control no-cache; }}
    }}
}}
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def door() -> Wsgi:
    """Our door as granian's worker builds it, on the run folder of the benchmark; no Dash behind it."""
    return Front(Path(os.environ[RUN]), not_found, refresh_s=1.0, make=lambda name: None)


def not_found(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Length", "0")])
    return ()


@contextmanager
def wsgi(target: str, **environment: str) -> Iterator[tuple[int, int]]:
    """granian with the WSGI factory `target`, behind the gate where the environment names a run folder; gives (pid, port)."""
    port = free_port()
    command = [sys.executable, "-m", "bench.served", target, str(port)]
    with running(command, port, {**os.environ, **environment}) as pid:
        yield pid, port


@contextmanager
def nginx(folder: Path) -> Iterator[tuple[int, int]]:
    """nginx serving `folder`/files under /frames/; gives (pid, port). Raises FileNotFoundError where it is not installed."""
    binary = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if binary is None:
        raise FileNotFoundError("nginx is not installed: apt-get install nginx-light")
    port = free_port()
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, user=user), encoding="utf-8")
    with running([binary, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")], port, dict(os.environ)) as pid:
        yield pid, port


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """A server process from its first accepted connection until the block ends."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        await_port(port, process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def await_port(port: int, process: subprocess.Popen[bytes], limit_s: float = 30.0) -> None:
    """Raises RuntimeError when the server ends or does not listen in time."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not listen on {port}")


if __name__ == "__main__":
    target, on = sys.argv[1], int(sys.argv[2])
    if RUN in os.environ:
        serve(target, Path(os.environ[RUN]), "127.0.0.1", on)
    else:
        behind(target, port=on).serve()
