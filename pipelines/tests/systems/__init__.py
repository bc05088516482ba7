"""Tests of the small pipelines of single systems."""
