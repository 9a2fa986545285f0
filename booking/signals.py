"""What has to follow a change in another app, which cannot know of bookings."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from booking import rescreening
from intake.models import ScreeningPolicy


@receiver(post_save, sender=ScreeningPolicy)
def screen_coming_visits_again(sender, instance, raw=False, **kwargs):
    if not raw:
        rescreening.after_new_rules(now=timezone.now())
