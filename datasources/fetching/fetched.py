"""The words of fetching: what a try brings, what a feed remembers of it, how it fails."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Mark:
    """What tells a file that was taken from one that changed."""

    size: int
    modified_ns: int


@dataclass(frozen=True)
class Memory:
    """What a feed remembers from one fetch to the next."""

    etag: str | None = None
    last_modified: str | None = None
    taken: dict[str, Mark] = field(default_factory=dict)  # files by name


class FeedFailed(Exception):
    """A try that brought nothing. `kind` is a short stable word; `retry_after_s` what the source asked for.

    `gentle`: the source answered that it has trouble, so it is asked ever more rarely; a source that is not there at all costs
    nothing to try again soon. `memory`: bytes that will fail again the same way are not tried again until they change.
    """

    def __init__(
        self, kind: str, text: str = "", *, gentle: bool = False, retry_after_s: float | None = None, memory: Memory | None = None
    ) -> None:
        super().__init__(text or kind)
        self.kind = kind
        self.gentle = gentle
        self.retry_after_s = retry_after_s
        self.memory = memory


@dataclass(frozen=True)
class Fetched:
    """Bytes of one batch. `memory` is to be kept once the batch was landed or refused; `more`: others wait behind it."""

    data: bytes = field(repr=False)
    received_at: datetime  # UTC without zone
    name: str
    memory: Memory
    more: bool = False


@dataclass(frozen=True)
class Unchanged:
    """The source was there and has nothing new."""

    received_at: datetime
