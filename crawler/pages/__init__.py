"""How to read a page: one module a publishing platform, from bytes to a record, pure."""
