"""Every sentence for people exists in Vietnamese and English; ``PORTAL_LANG`` chooses (``vi`` unless set)."""

import os


def t(vietnamese: str, english: str) -> str:
    """The sentence in the operator's language."""
    return english if os.environ.get("PORTAL_LANG", "vi").startswith("en") else vietnamese
