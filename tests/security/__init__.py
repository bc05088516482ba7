"""What the portal refuses, hides and tells the browser."""
