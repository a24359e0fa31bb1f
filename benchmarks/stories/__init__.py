"""How well the linking of near-duplicates does, and how fast: made-up local news with gold labels, and the peers."""
