"""Logs: for people on a terminal, JSON lines everywhere else."""

import logging
import sys

import structlog


def configure(process: str) -> None:
    """Set up structlog for this process; every line carries its name."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    on_terminal = sys.stderr.isatty()
    lines = structlog.processors.JSONRenderer(ensure_ascii=False)
    shown: structlog.typing.Processor = structlog.dev.ConsoleRenderer() if on_terminal else lines
    if on_terminal:
        shared.remove(structlog.processors.format_exc_info)
    structlog.configure(
        processors=[*shared, shown],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
