"""Tests of :mod:`pipelines.validation`."""
