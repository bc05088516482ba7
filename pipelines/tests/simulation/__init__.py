"""Tests of :mod:`pipelines.simulation`."""
