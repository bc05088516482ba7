"""Tests of the generators of records."""
