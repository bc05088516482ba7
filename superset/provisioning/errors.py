"""The one error that an operator gets to read."""


class ProvisioningError(Exception):
    """What went wrong and the way out, in both languages."""

    def __init__(self, vi: str, en: str, way_out: str = ""):
        self.way_out = way_out
        super().__init__(f"{vi} / {en}")
