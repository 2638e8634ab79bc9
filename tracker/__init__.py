"""The middle floor: what the record means. Rules, use cases, words, the web server and the command line."""
