"""Rules that the description of the containers must keep."""
