"""The office of a clinic: its people, its children without anything clinical, its settings."""
