"""Readers: bytes to rows of canonical tables, one format a file."""
