"""Pictures in texts, as visitors get them and as the practitioner puts them in."""

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import Guide, Page, Picture, PictureFile
from npm_site import uploads
from tests.content.factories import (
    FaqEntryFactory,
    GuideFactory,
    PageFactory,
    PictureFactory,
    PracticeFactory,
)
from tests.content.picture_files import file, from_a_telephone, huge, moving

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory()


def queries_of(client, path, **headers):
    with CaptureQueriesContext(connection) as queries:
        client.get(path, headers=headers)
    return len(queries)


class Images(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in ("img", "source"):
            self.found.append(dict(attrs))


def picture_in(html):
    images = Images(html[html.index('<figure class="picture">') :]).found
    return images[0], images[1]


def picture_data(content=None, **changes):
    filled = {"name": "room", "alt": "A low table.", "caption": "", "credit": "", **changes}
    return filled | ({"file": SimpleUploadedFile("IMG_1.jpg", content)} if content is not None else {})


def add(browser, content=None, **changes):
    return browser.post(reverse("admin:content_picture_add"), picture_data(content, **changes))


# As visitors get them.


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda body: GuideFactory(slug="first", body=body), "/guides/first/"),
        (lambda body: PageFactory(slug="session", body=body), "/session/"),
        (lambda body: FaqEntryFactory(slug="first", answer=body), "/faq/first/"),
    ],
)
def test_a_text_shows_a_picture_in_the_size_that_a_screen_needs(client, practice, make, path):
    picture = PictureFactory(name="room", caption="The room <b>")
    make("Before.\n\n{{picture:room}}\n\nAfter.")

    text = client.get(path).text
    source, img = picture_in(text)

    at = f"/pictures/{picture.digest}"
    assert source["srcset"] == f"{at}-480.webp 480w, {at}-960.webp 960w"
    assert (img["src"], img["srcset"]) == (f"{at}-960.jpg", f"{at}-480.jpg 480w, {at}-960.jpg 960w")
    assert (img["width"], img["height"], img["loading"]) == ("960", "640", "lazy")
    assert img["alt"] == "A low table with a folded blanket."
    assert source["sizes"] == img["sizes"]
    assert "The room &lt;b&gt;</figcaption>" in text
    assert "{{picture" not in text


def test_the_picture_at_the_top_of_a_guide_does_not_wait(client, practice):
    GuideFactory(slug="first", picture=PictureFactory())

    _source, img = picture_in(client.get("/guides/first/").text)

    assert "loading" not in img


def test_decoration_is_not_read_aloud(client, practice):
    PictureFactory(name="room", alt="", is_decorative=True)
    GuideFactory(slug="first", body="{{picture:room}}")

    _source, img = picture_in(client.get("/guides/first/").text)

    assert img["alt"] == ""


def test_a_size_is_sent_once_and_kept_for_good(client, practice):
    picture = PictureFactory()
    path = f"/pictures/{picture.digest}-480.webp"

    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, first.content, first["Content-Type"]) == (200, b"made", "image/webp")
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first["X-Content-Type-Options"] == "nosniff"
    assert not first.cookies
    assert (again.status_code, again.content) == (304, b"")
    assert queries_of(client, path) == 1
    assert queries_of(client, path, **{"if-none-match": first["ETag"]}) == 0
    assert client.get(f"/pictures/{picture.digest}-960.jpg")["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    "name",
    [
        "{0}-481.webp",
        "{0}-480.png",
        "{0}-480",
        "{0}.webp",
        "../{0}-480.webp",
        "f{0}-480.webp",
        "{0}-99999.jpg",
    ],
)
def test_what_is_not_there_is_not_found(client, practice, name):
    assert client.get("/pictures/" + name.format(PictureFactory().digest)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_picture_is_only_read(client, practice, method):
    assert getattr(client, method)(f"/pictures/{PictureFactory().digest}-480.webp").status_code == 405


@pytest.mark.parametrize("count", [1, 12])
def test_pictures_cost_a_page_two_queries_once_and_none_after(client, practice, monkeypatch, count):
    monkeypatch.setattr("content.site.monotonic", lambda: 1000.0)
    GuideFactory(slug="plain")
    GuideFactory(slug="first", body="\n\n".join(one.token for one in PictureFactory.create_batch(count)))
    client.get("/guides/plain/")

    assert queries_of(client, "/guides/first/") == 2
    assert queries_of(client, "/guides/first/") == 0


def test_another_picture_in_its_place_is_shown_at_once(client, practice):
    picture = PictureFactory(name="room")
    GuideFactory(slug="first", body="{{picture:room}}")
    client.get("/guides/first/")

    picture.alt = "A wide window."
    picture.save()

    assert 'alt="A wide window."' in client.get("/guides/first/").text


def test_the_database_refuses_a_picture_without_words():
    picture = PictureFactory()

    for changes in ({"alt": ""}, {"is_decorative": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Picture.objects.filter(pk=picture.pk).update(**changes)


# As she puts them in.


def test_a_photograph_is_taken_and_made_in_sizes(admin_client, client, practice):
    add(admin_client, from_a_telephone())

    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (900, 1200)
    assert [(file.width, file.format) for file in PictureFile.objects.all()] == [
        (480, "jpeg"),
        (480, "webp"),
        (900, "jpeg"),
        (900, "webp"),
    ]
    assert client.get(picture.url).status_code == 200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00" + bytes(60), "This is no picture."),
        (file()[:900], "it may be damaged"),
        (moving(), "This picture moves"),
        (huge(), "more than 40 million pixels"),
        (file(size=(100, 100)), "too small"),
        (b"", "empty"),
        (None, "This field is required."),
    ],
)
def test_what_is_no_picture_is_refused_in_words(admin_client, practice, content, words):
    response = add(admin_client, content)

    assert words in " ".join(response.context["adminform"].form.errors["file"])
    assert 'value="room"' in response.text
    assert not Picture.objects.exists()


@pytest.mark.parametrize("size", [uploads.LARGEST + 1, 30 * 1024 * 1024])
def test_a_photograph_of_30_megabytes_is_refused_with_the_limit(admin_client, practice, size):
    response = add(admin_client, file() + bytes(size))

    assert response.status_code == 413
    assert "up to 10 MB" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alt": ""}, "Say what is to be seen, or tick"),
        ({"alt": "  "}, "Say what is to be seen, or tick"),
        ({"alt": "IMG_2041.jpg"}, "the name of a file tells nobody"),
        ({"alt": "DSC-0012"}, "the name of a file tells nobody"),
        ({"is_decorative": "on"}, "leave this empty"),
        ({"alt": "x" * 251}, "at most 250 characters"),
    ],
)
def test_a_picture_needs_words_or_is_decoration(admin_client, practice, changes, words):
    response = add(admin_client, file(size=(300, 300)), **changes)

    assert words in " ".join(response.context["adminform"].form.errors["alt"])
    assert not Picture.objects.exists()


@pytest.mark.parametrize("field", ["name", "alt", "caption", "credit"])
def test_what_claims_too_much_needs_a_reason(admin_client, practice, field):
    claim = "cures-migraine" if field == "name" else "This cures a sore back."

    response = add(admin_client, file(size=(300, 300)), **{field: claim})

    assert "better not published" in " ".join(response.context["adminform"].form.errors[field])


def test_another_file_takes_the_place_of_the_first(admin_client, practice):
    add(admin_client, file(size=(300, 300)))
    before = Picture.objects.get()
    url = reverse("admin:content_picture_change", args=[before.pk])

    admin_client.post(url, picture_data(alt="A wide window."))
    same = Picture.objects.get()
    admin_client.post(url, picture_data(file(size=(400, 300), colour=0x112233)))
    after = Picture.objects.get()

    assert (same.alt, same.digest) == ("A wide window.", before.digest)
    assert (after.name, after.width) == ("room", 400)
    assert after.digest != before.digest
    assert {file.width for file in after.files.all()} == {400}


def test_the_forms_and_the_list_open(admin_client, practice):
    picture = PictureFactory(name="room")
    GuideFactory(title="First guide", body="{{picture:room}}")

    for page in (
        admin_client.get(reverse("admin:content_picture_changelist")),
        admin_client.get(reverse("admin:content_picture_add")),
        admin_client.get(reverse("admin:content_picture_change", args=[picture.pk])),
    ):
        assert page.status_code == 200
        assert "style=" not in page.text
    assert "First guide" in page.text
    assert "{{picture:room}}" in page.text


@pytest.mark.parametrize("is_used", ["in a text", "at the top", "in a draft"])
def test_a_picture_that_a_text_shows_stays(admin_client, practice, is_used):
    picture = PictureFactory(name="room")
    if is_used == "at the top":
        GuideFactory(picture=picture)
    else:
        PageFactory(body="{{picture:room}}", is_published=is_used == "in a text")
    url = reverse("admin:content_picture_delete", args=[picture.pk])

    assert admin_client.post(url, {"post": "yes"}).status_code == 403

    Guide.objects.all().delete()
    Page.objects.all().delete()
    admin_client.post(url, {"post": "yes"})
    assert not PictureFile.objects.exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{{picture:nothing}}", "There is no picture {{picture:nothing}}"),
        ("Here: {{picture:room}}.", "Put {{picture:room}} on a line of its own"),
        ("![A room](/room.jpg)", "Put a picture in by its short name"),
        ("![](https://example.com/a.jpg)", "Put a picture in by its short name"),
        ("{{picture:room}}", None),
    ],
)
def test_a_text_names_a_picture_that_is_there(admin_client, practice, body, words):
    PictureFactory(name="room")
    filled = {"slug": "first", "title": "First", "lead": "Little.", "body": body, "is_published": "on"}

    response = admin_client.post(reverse("admin:content_guide_add"), {**filled, "meta_description": ""})

    if words is None:
        assert Guide.objects.exists()
    else:
        assert words in " ".join(response.context["adminform"].form.errors["body"])


@pytest.mark.parametrize("who", ["stranger", "without rights"])
def test_pictures_are_put_in_by_staff_with_the_right_to(client, django_user_model, practice, who):
    if who == "without rights":
        client.force_login(django_user_model.objects.create_user("temp", password="x", is_staff=True))

    response = add(client, file(size=(300, 300)))

    assert response.status_code == (302 if who == "stranger" else 403)
    assert not Picture.objects.exists()
