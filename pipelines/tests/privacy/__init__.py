"""Tests of :mod:`pipelines.privacy`."""
