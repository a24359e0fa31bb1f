"""Benchmarks: how fast the whole pipeline is against Scrapy alone; `make bench` runs them."""
