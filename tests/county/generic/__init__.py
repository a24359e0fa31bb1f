"""The county's news on sites of no known platform: five skins of imaginary systems, with their truth."""
