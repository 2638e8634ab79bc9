"""Steps toward school, social and physical life, and life at home."""
