"""Measurements of speed: `make bench` prints one table and writes one JSON file. Ratios hold within one run."""
