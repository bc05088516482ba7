"""Gets files from other servers without letting an address reach what is inside; knows nothing of CKAN."""

from .errors import Refused
from .fetch import Fetched, fetch
from .limits import Limits

__all__ = ["Fetched", "Limits", "Refused", "fetch"]
