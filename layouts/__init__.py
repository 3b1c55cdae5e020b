"""Rows in, components out: panels/ (one kind a file), detail/ (what the drawer shows), exported/ (files to take along)."""
