"""Keep and answer: the stage that knows rows, and neither Scrapy nor its items."""
