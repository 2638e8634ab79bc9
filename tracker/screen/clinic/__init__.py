"""Clinic: settings, texts and closed days."""
