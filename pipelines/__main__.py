"""``python -m pipelines``: the language is chosen first, since help texts are made on import."""

import sys

from pipelines.text import choose_language


def start() -> None:
    """Run the command line."""
    choose_language(sys.argv[1:])
    from pipelines.cli import main

    main(prog_name="python -m pipelines")


if __name__ == "__main__":  # processes of a pool import this module too
    start()
