"""The web process: granian, stateless workers, frames before Dash."""

import os
import sys

import structlog

from dashboard import logs
from dashboard.app import create_app
from dashboard.city import load_city
from dashboard.front import Front, Wsgi
from dashboard.process import die_with_master
from dashboard.runfolder import socket_of
from dashboard.server import server_of
from dashboard.settings import Settings
from datasources.questions import Client

SETTINGS = "CITY_BRAIN_SETTINGS"


def run_web(settings: Settings) -> int:
    """Serve until SIGTERM; a worker that dies is replaced by the server itself."""
    os.environ[SETTINGS] = settings.as_argument()
    server_of("dashboard.web:build", settings.host, settings.port, settings.workers).serve()
    return 0


def build() -> Wsgi:
    """What each worker serves. Called by granian in the worker."""
    logs.configure("web")
    settings = Settings.from_argument(os.environ[SETTINGS])
    die_with_master()
    city = load_city(settings.city_path, settings.variables)
    questions = Client(socket_of(settings.run_path))
    app = create_app(city, questions)
    structlog.get_logger().info("web worker ready", python=sys.version.split()[0])
    return Front(settings.run_path, app.server, city.spec.refresh_s, lambda name: _made(questions, name))


def _made(questions: Client, name: str) -> bytes | None:
    """A district's frame that nobody looked at lately, from the engine."""
    try:
        return questions.action("frame", name.encode())
    except Exception:
        structlog.get_logger().exception("frame not made", frame=name)
        return None
