"""Whatever changes a text or a fact on the site notes it in the practice's row, so that no process goes on
showing what it keeps in memory. Signals, because a list deleted in admin passes no model's method."""

from django.db.models.signals import post_delete, post_save

from content.models import FaqEntry, FaqGroup, Guide, Page, Picture, Practice, Price

SHOWN = (FaqEntry, FaqGroup, Guide, Page, Picture, Practice, Price)


def _touch(sender, raw=False, **kwargs):
    if not raw:
        Practice.objects.touch()


def watch():
    for model in SHOWN:
        for signal in (post_save, post_delete):
            signal.connect(_touch, sender=model, dispatch_uid=f"content-freshness-{model.__name__}")
