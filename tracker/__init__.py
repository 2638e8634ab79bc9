"""The middle floor: what the record means. Rules, use cases, charts, exchange formats and the web server."""
