"""When to request: one spider a channel; no selector in here."""
