"""``python -m runtime``: what ``./portal`` hands over to."""

from runtime.cli import main

main()
