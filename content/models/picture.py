from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.photographs import DIGITS, MEDIA_TYPES, Format

ENDINGS = {Format.WEBP: "webp", Format.JPEG: "jpg"}


class Picture(models.Model):
    """A picture for guides, pages and answers, with the words for whoever does not see it."""

    name = models.SlugField(
        _("short name"),
        unique=True,
        max_length=60,
        help_text=_(
            "Such as: room. A text shows the picture where {{picture:room}} stands on a line of its own."
        ),
    )
    alt = models.CharField(
        _("what is to be seen"),
        max_length=250,
        blank=True,
        help_text=_(
            "One sentence, read aloud to whoever does not see it. Such as: A low table with a folded "
            "blanket, by a window."
        ),
    )
    is_decorative = models.BooleanField(
        _("only decoration"),
        default=False,
        help_text=_("Tick this where nobody would miss the picture. It is then not read aloud."),
    )
    caption = models.CharField(
        _("caption"), max_length=300, blank=True, help_text=_("Shown under the picture.")
    )
    credit = models.CharField(
        _("who made it"), max_length=100, blank=True, help_text=_("Such as: Photograph: your name.")
    )
    digest = models.CharField(max_length=DIGITS, db_index=True, editable=False)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_decorative=True, alt="") | (Q(is_decorative=False) & ~Q(alt="")),
                name="content_picture_has_words_or_is_decoration",
                violation_error_message=_("Say what is to be seen, or tick that it is only decoration."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def token(self):
        return f"{{{{picture:{self.name}}}}}"

    @property
    def webp(self):
        return self._set(Format.WEBP)

    @property
    def jpeg(self):
        return self._set(Format.JPEG)

    @property
    def url(self):
        """The largest one, for whoever takes one alone."""
        return self._of(Format.JPEG)[-1].url

    def _set(self, kind):
        return ", ".join(f"{file.url} {file.width}w" for file in self._of(kind))

    def _of(self, kind):
        return sorted((file for file in self.files.all() if file.format == kind), key=lambda file: file.width)


class PictureFileQuerySet(models.QuerySet):
    def listed(self):
        """Leave the files themselves where they are."""
        return self.defer("content")


class PictureFile(models.Model):
    """One size of a picture in one format, as a browser gets it."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="files")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    format = models.CharField(max_length=4, choices=[(kind.value, kind.name) for kind in Format])
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    objects = PictureFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("size of a picture")
        verbose_name_plural = _("sizes of pictures")
        ordering = ["picture", "width", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "width", "format"], name="content_picturefile_once_a_size"
            ),
            models.CheckConstraint(
                condition=Q(format__in=[kind.value for kind in Format]),
                name="content_picturefile_known_format",
            ),
        ]

    def __str__(self):
        return f"{self.width} × {self.height}, {self.format}"

    @property
    def url(self):
        args = [self.picture.digest, self.width, ENDINGS[Format(self.format)]]
        return reverse("content:picture", args=args)

    @property
    def media_type(self):
        return MEDIA_TYPES[Format(self.format)]
