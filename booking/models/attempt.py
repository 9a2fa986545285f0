from django.db import models


class Attempt(models.Model):
    """How often one visitor did one thing in one hour. Who it was is a keyed hash, never an address."""

    what = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="attempts_counted_once", fields=["what", "who", "hour"])]
