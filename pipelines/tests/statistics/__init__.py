"""Tests of :mod:`pipelines.statistics`."""
