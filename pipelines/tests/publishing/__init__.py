"""Tests of :mod:`pipelines.publishing`."""
