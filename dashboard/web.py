"""The web process: granian, stateless workers, frames before Dash."""

import os
import sys

import orjson
import structlog

from dashboard import logs
from dashboard.app import create_app
from dashboard.asked import asked_by
from dashboard.front import Front, Wsgi
from dashboard.living import LivingCity
from dashboard.process import die_with_master
from dashboard.runfolder import socket_of
from dashboard.server import serve
from dashboard.settings import Settings
from datasources.answering.questions import BadTicket, Client, QuestionError

SETTINGS = "CITY_BRAIN_SETTINGS"


def run_web(settings: Settings) -> int:
    """Serve until SIGTERM; a worker that dies is replaced by the server itself. Returns the exit code: 1 when the port is taken."""
    os.environ[SETTINGS] = settings.as_argument()
    try:
        serve("dashboard.web:build", settings.run_path, settings.host, settings.port, settings.workers)
    except OSError as error:
        structlog.get_logger().error("cannot listen", host=settings.host, port=settings.port, error=error.strerror or str(error))
        return 1
    return 0


def build() -> Wsgi:
    """What each worker serves. Called by granian in the worker."""
    logs.configure("web")
    settings = Settings.from_argument(os.environ[SETTINGS])
    die_with_master()
    living = LivingCity(settings.city_path, settings.variables, settings.run_path, settings.data_path)
    questions = Client(socket_of(settings.run_path))
    app = create_app(living, questions)
    structlog.get_logger().info("web worker ready", python=sys.version.split()[0])
    return Front(settings.run_path, app.server, living().spec.refresh_s, lambda name: _made(questions, name))


def _made(questions: Client, name: str) -> bytes | None:
    """A frame that nobody looked at lately, from the engine; None where there is no such frame. Raises ConnectionError."""
    asked = asked_by(name)
    if asked is None:
        return None
    try:
        return questions.action("frame", orjson.dumps({**asked._asdict(), "subject": dict(asked.subject)}))
    except BadTicket:
        return None
    except (QuestionError, ConnectionError) as error:
        structlog.get_logger().warning("frame not made", frame=name, error=str(error))
        raise ConnectionError(str(error)) from error
