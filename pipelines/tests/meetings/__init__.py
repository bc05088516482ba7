"""Tests of the pipeline of online meetings."""
