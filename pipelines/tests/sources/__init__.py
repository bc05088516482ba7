"""Tests of :mod:`pipelines.sources`."""
