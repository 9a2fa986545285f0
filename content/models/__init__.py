from content.models.claim import ClaimOverride
from content.models.faq import FaqEntry, FaqGroup
from content.models.guide import Guide
from content.models.page import Page
from content.models.picture import Picture, PictureFile
from content.models.practice import Practice
from content.models.price import Price

__all__ = [
    "ClaimOverride",
    "FaqEntry",
    "FaqGroup",
    "Guide",
    "Page",
    "Picture",
    "PictureFile",
    "Practice",
    "Price",
]
