"""Rules beyond Table Schema: assertions of the contract, and values that belong to another table."""

from .model import Published, Referenced, Rules, Watcher
from .watchers import WATCHERS, watchers

__all__ = ["WATCHERS", "Published", "Referenced", "Rules", "Watcher", "watchers"]
