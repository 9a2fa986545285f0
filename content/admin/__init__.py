from content.admin.faq import FaqEntryAdmin, FaqGroupAdmin
from content.admin.page import PageAdmin
from content.admin.practice import PracticeAdmin, PriceAdmin

__all__ = ["FaqEntryAdmin", "FaqGroupAdmin", "PageAdmin", "PracticeAdmin", "PriceAdmin"]
