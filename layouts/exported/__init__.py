"""A step's rows as a file that speaks for itself: what they are, of which moment, how complete."""

from layouts.exported.about import About, about
from layouts.exported.forms import FORMS, Form, NoPlaces

__all__ = ["FORMS", "About", "Form", "NoPlaces", "about"]
