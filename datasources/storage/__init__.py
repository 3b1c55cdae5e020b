"""The file, the memory, the old days, and the room on the disk."""
