"""Rules of the catalogue's data."""
