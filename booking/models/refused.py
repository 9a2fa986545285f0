from django.db import models


class RefusedAddress(models.Model):
    """That a mail server said for good that nobody is there. Which address it is, is a keyed hash."""

    digest = models.CharField(max_length=64, unique=True)
    refused_at = models.DateTimeField(db_index=True)
