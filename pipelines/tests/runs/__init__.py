"""Tests of :mod:`pipelines.runs`."""
