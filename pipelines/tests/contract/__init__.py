"""Tests of :mod:`pipelines.contract`."""
