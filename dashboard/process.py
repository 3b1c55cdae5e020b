"""What every child process of the supervisor does about its parent."""

import os
import signal
import threading
import time

STDIN = 0


def die_with_parent() -> None:
    """End this process when the supervisor is gone, however it went: its end of our stdin closes with it."""

    def watch() -> None:
        while os.read(STDIN, 4096):  # not sys.stdin: a forked worker would wait for ever for the lock this thread holds on it
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(3)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def die_with_master() -> None:
    """The same for a web worker, whose parent is the web server's master: a new parent means the old one is gone."""
    master = os.getppid()

    def watch() -> None:
        while os.getppid() == master:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, name="master-watch", daemon=True).start()
