"""Rules of the runtime that hold without a running portal."""
