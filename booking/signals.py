"""What has to follow a change that knows nothing of it: in another app, or in the diary."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from booking import offers, rescreening
from booking.freed import time_freed
from booking.models import BookingPolicy, HoursOverride, RetentionPolicy, Treatment, WorkingHours
from content.models import Practice
from intake.models import PrecautionRule, ScreeningPolicy


@receiver(post_save, sender=PrecautionRule)
@receiver(post_save, sender=ScreeningPolicy)
def screen_coming_visits_again(sender, instance, raw=False, **kwargs):
    if not raw:
        rescreening.after_new_rules(now=timezone.now())


@receiver(post_delete, sender=PrecautionRule)
def screen_by_the_switch_as_it_was_built(sender, instance, **kwargs):
    rescreening.after_new_rules(now=timezone.now())


@receiver(post_save, sender=RetentionPolicy)
@receiver(post_save, sender=ScreeningPolicy)
def show_the_numbers_as_they_are(sender, raw=False, **kwargs):
    if not raw:
        Practice.objects.touch()


@receiver([post_save, post_delete], sender=WorkingHours)
@receiver([post_save, post_delete], sender=HoursOverride)
@receiver([post_save, post_delete], sender=Treatment)
@receiver(post_save, sender=BookingPolicy)
def show_what_is_on_offer_as_it_is(sender, raw=False, **kwargs):
    if not raw:
        Practice.objects.touch()


@receiver(time_freed)
def offer_to_whoever_waits(sender, start, end, now, **kwargs):
    offers.hear(start, end, now=now)
