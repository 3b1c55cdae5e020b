"""Things that share a name."""

from collections.abc import Sequence

from layouts.words import joined


def apart(names: Sequence[str], ids: Sequence[str]) -> list[str]:
    """Each by its name, those that bear the same one or none with their ids."""
    return [name if name and names.count(name) == 1 else joined(name, own) for name, own in zip(names, ids, strict=True)]
