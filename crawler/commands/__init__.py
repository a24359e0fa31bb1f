"""The operator's verbs, one file each: `scrapy <verb>`."""
