"""Checks of contracts and their data; they read files and change nothing."""
