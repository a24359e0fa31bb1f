"""One story, several appearances: what links articles, and which of them are one story."""
