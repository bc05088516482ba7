"""Tests of the pipeline of documents as messages."""
