"""Every province profile gives a portal of its own."""
