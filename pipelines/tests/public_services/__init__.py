"""Tests of :mod:`pipelines.public_services`."""
