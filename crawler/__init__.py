"""Fetch and read: the stage that knows HTTP and HTML, and no SQL."""
