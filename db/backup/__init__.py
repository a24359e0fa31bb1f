"""Backups: a folder with the database and the files as of one moment, and the proof that it can be restored."""
