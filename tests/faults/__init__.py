"""Faults: each ends with a message and a way out, or the portal recovers; nothing published is lost."""
