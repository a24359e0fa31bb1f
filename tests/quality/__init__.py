"""Labelled text and pages, and the scores that reading reaches on them: `make quality`."""
