"""Alembic's home."""
