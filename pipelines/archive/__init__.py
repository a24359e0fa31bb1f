"""The raw archive: what was fetched, byte for byte, in WARC files that any archive tool reads."""
