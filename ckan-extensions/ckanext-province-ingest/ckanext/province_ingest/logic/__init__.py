"""Actions, who may call them, and what they accept."""
