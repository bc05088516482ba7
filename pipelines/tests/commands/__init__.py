"""Tests of :mod:`pipelines.commands`."""
