"""The one exception that reaches the operator: it names the step, the reason and the way out."""


class PortalError(Exception):
    """A failure that the operator can act on.

    :param reason: what went wrong, in the operator's language
    :param way_out: what to do about it
    """

    def __init__(self, reason: str, way_out: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.way_out = way_out
