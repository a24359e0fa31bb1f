"""Clean and decide: the stage that knows records, and no HTML."""
