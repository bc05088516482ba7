"""The province's profile: one typed model for ``province/<id>.yaml``."""

from pipelines.profile.load import Provinces, load
from pipelines.profile.model import Agency, Profile, Sector

__all__ = ["Agency", "Profile", "Provinces", "Sector", "load"]
