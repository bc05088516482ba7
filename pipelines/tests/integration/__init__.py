"""Tests of publishing on a running portal."""
