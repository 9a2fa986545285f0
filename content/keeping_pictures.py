"""Keeps a picture in its sizes, and says where it is shown."""

from django.db import transaction
from django.db.models import Prefetch

from content.models import FaqEntry, Guide, Page, Picture, PictureFile
from content.photographs import Made

TEXTS = {Page: "body", FaqEntry: "answer", Guide: "body"}


@transaction.atomic
def keep(picture: Picture, made: Made):
    """Save the picture with these sizes, in place of any that it had."""
    picture.digest, picture.width, picture.height = made.digest, made.width, made.height
    picture.save()
    picture.files.all().delete()
    PictureFile.objects.bulk_create(
        PictureFile(
            picture=picture,
            width=one.width,
            height=one.height,
            format=one.format,
            size=len(one.content),
            content=one.content,
        )
        for one in made.sizes
    )


def shown_in(picture: Picture) -> list:
    """Return the texts, drafts too, that show the picture."""
    if not picture.pk:
        return []
    found = [
        row
        for model, field in TEXTS.items()
        for row in model.objects.filter(**{f"{field}__contains": picture.token})
    ]
    return found + [guide for guide in picture.guides.all() if guide not in found]


def all_of_them() -> dict[str, Picture]:
    """Return the pictures by name, with their sizes and without the files themselves."""
    files = Prefetch("files", PictureFile.objects.listed())
    return {picture.name: picture for picture in Picture.objects.prefetch_related(files)}
