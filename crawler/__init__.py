"""Fetch and read: the stage that knows HTTP and HTML, and no SQL."""

__version__ = "0.1.0"
