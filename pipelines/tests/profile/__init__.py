"""Tests of :mod:`pipelines.profile`."""
