"""Tests of the pipelines; their folders follow the code's."""
