"""Files of every kind as one canonical table of texts."""
