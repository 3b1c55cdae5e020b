"""Workers that hang are killed, those that come up slowly are not."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.pulse import MOST_SILENT, answers, look_after


class Ended(Exception):
    """No more looks in this story."""


def killed(story: list[bool]) -> list[int]:
    """At which looks workers were killed that answered so."""
    looks: Iterator[bool] = iter(story)
    seen: list[int] = []
    at = 0

    def answered() -> bool:
        nonlocal at
        at += 1
        try:
            return next(looks)
        except StopIteration:
            raise Ended from None

    with pytest.raises(Ended):
        look_after(answered, lambda: seen.append(at), wait=lambda _: None)
    return seen


def test_silence_after_an_answer_is_a_hang_and_before_the_first_it_is_a_start() -> None:
    silence = [False] * MOST_SILENT
    assert killed([False] * 50) == []
    assert killed([True, *silence]) == [1 + MOST_SILENT]
    assert killed([True, *silence[1:], True, *silence[1:], True]) == [], "slow, not hung"
    assert killed([True, *silence, *[False] * 50, True, *silence]) == [1 + MOST_SILENT, 52 + 2 * MOST_SILENT], (
        "the new ones may take their time"
    )


def test_one_that_takes_a_question_and_says_nothing_has_not_answered(tmp_path: Path) -> None:
    path = tmp_path / "web.sock"
    assert not answers(path, 0.1)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        assert not answers(path, 0.1)
        server.accept()[0].close()

        def answer() -> None:
            with server.accept()[0] as asked:
                asked.recv(4096)
                asked.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

        threading.Thread(target=answer).start()
        assert answers(path, 10.0)
