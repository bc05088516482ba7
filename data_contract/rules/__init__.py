"""Rules beyond Table Schema: assertions of the contract, and values that belong to another table."""

from .model import Rules, Watcher
from .watchers import WATCHERS, watchers

__all__ = ["WATCHERS", "Rules", "Watcher", "watchers"]
