"""Bytes of a feed, whole or not at all."""
