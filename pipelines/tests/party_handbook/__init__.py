"""Tests of the pipeline of the party members' handbook."""
