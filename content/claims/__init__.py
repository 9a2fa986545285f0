"""A check of what may be said about the work in public: an aid, not an approval. Pure."""

from content.claims.checking import check
from content.claims.values import Finding, Level, Place

__all__ = ["Finding", "Level", "Place", "check"]
