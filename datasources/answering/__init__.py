"""Views asked: one question, or all of one moment; what is still right, and who goes first."""
