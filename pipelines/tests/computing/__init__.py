"""Tests of partitions, engines and counts."""
