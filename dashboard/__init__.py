"""The door: commands, processes, the page's frame. The only room that starts things."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
