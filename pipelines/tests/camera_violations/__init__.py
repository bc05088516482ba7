"""Tests of :mod:`pipelines.camera_violations`."""
