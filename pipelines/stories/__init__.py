"""Tell which articles are one story: how two of them hang together, and what a group of new ones brings."""
