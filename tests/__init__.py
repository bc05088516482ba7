"""What crosses folders: the portal as its operators and visitors meet it."""
