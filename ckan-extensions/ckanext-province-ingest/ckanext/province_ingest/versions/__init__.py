"""Versions of a resource's data: their files, their records, and what changed from one to the next."""
