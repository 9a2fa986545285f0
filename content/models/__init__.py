from content.models.faq import FaqEntry, FaqGroup
from content.models.page import Page
from content.models.practice import Practice
from content.models.price import Price

__all__ = ["FaqEntry", "FaqGroup", "Page", "Practice", "Price"]
