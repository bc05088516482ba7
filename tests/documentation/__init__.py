"""The documentation says what the project has, and the project has what it says."""
