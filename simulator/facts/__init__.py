"""Builds the facts of a city that are carried in the repository: district outlines, bus lines and stops."""
