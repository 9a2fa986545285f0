from content.admin.claims import ClaimOverrideAdmin
from content.admin.faq import FaqEntryAdmin, FaqGroupAdmin
from content.admin.guide import GuideAdmin
from content.admin.page import PageAdmin
from content.admin.picture import PictureAdmin
from content.admin.practice import PracticeAdmin, PriceAdmin

__all__ = [
    "ClaimOverrideAdmin",
    "FaqEntryAdmin",
    "FaqGroupAdmin",
    "GuideAdmin",
    "PageAdmin",
    "PictureAdmin",
    "PracticeAdmin",
    "PriceAdmin",
]
