import factory

from content.models import FaqEntry, FaqGroup, Guide, Page, Picture, PictureFile, Practice, Price


class PracticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Practice

    name = "Birch House Practice"
    practitioner = "Aino Example"
    address = "The Old Bakery\n12 Harbour Row"
    town = "Exampletown"
    postcode = "EX1 2MP"
    directions = "From the station, *turn left*."
    phone = "01632 960 123"
    email = "hello@example.com"
    hours_in_words = "By appointment only"


class PriceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Price

    slug = factory.Sequence(lambda n: f"price-{n}")
    name = "First session"
    amount = 95


class PageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Page

    slug = factory.Sequence(lambda n: f"page-{n}")
    title = factory.Sequence(lambda n: f"Page number {n}")
    body = "A quiet room.\n\n## What happens\n\nYou lie down."
    is_published = True


class FaqGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FaqGroup

    slug = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group number {n}")
    position = factory.Sequence(lambda n: n)


class FaqEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FaqEntry

    slug = factory.Sequence(lambda n: f"question-{n}")
    group = factory.SubFactory(FaqGroupFactory)
    question = factory.Sequence(lambda n: f"Question number {n}?")
    answer = "You stay dressed."
    position = factory.Sequence(lambda n: n)
    is_published = True


class GuideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guide

    slug = factory.Sequence(lambda n: f"guide-{n}")
    title = factory.Sequence(lambda n: f"Guide number {n}")
    lead = "What to know beforehand."
    body = "A quiet room.\n\n## What happens\n\nYou lie down."
    position = factory.Sequence(lambda n: n)
    is_published = True


class PictureFactory(factory.django.DjangoModelFactory):
    """A picture in two sizes; what its files hold is no picture."""

    class Meta:
        model = Picture
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"picture-{n}")
    alt = "A low table with a folded blanket."
    digest = factory.Sequence(lambda n: f"{n:020x}")
    width = 960
    height = 640

    @factory.post_generation
    def files(self, create, extracted, **kwargs):
        PictureFile.objects.bulk_create(
            PictureFile(picture=self, width=width, height=height, format=kind, size=4, content=b"made")
            for width, height in ((480, 320), (960, 640))
            for kind in ("webp", "jpeg")
        )
