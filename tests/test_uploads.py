"""What is uploaded is bounded before it is read, and never lies on the disk."""

import os
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory, override_settings
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from npm_site import uploads

BOUNDARY = "x"


@csrf_exempt
def sink(request):
    files = [file.read() for file in request.FILES.values()]
    return HttpResponse(f"{len(files)} {sum(map(len, files))} {request.POST.get('words', '')}")


urlpatterns = [path("sink/", sink), path("", include("npm_site.urls"))]
handler400 = "npm_site.views.bad_request"


@pytest.fixture
def visitor(db):
    with override_settings(ROOT_URLCONF=__name__):
        yield Browser()


class Reader:
    """A body that is never here as a whole, and counts what was read of it."""

    def __init__(self, size):
        self.left, self.read_so_far = size, 0

    def read(self, count=-1):
        count = min(self.left if count < 0 else count, self.left)
        self.left -= count
        self.read_so_far += count
        return bytes(count)

    readline = read


def test_u2_ten_megabytes_are_taken(visitor):
    answer = visitor.post(
        "/sink/", {"file": SimpleUploadedFile("a", bytes(uploads.LARGEST)), "words": "hers"}
    )

    assert answer.content == f"1 {uploads.LARGEST} hers".encode()


def test_u2_one_byte_more_is_a_page_that_says_so(visitor):
    answer = visitor.post("/sink/", {"file": SimpleUploadedFile("a", bytes(uploads.LARGEST + 1))})

    assert answer.status_code == 413
    assert "That file is too large" in answer.content.decode()
    assert 'href="/sink/"' in answer.content.decode()


def test_several_files_are_counted_together(visitor):
    half = bytes(uploads.LARGEST // 2 + 1)
    files = {name: SimpleUploadedFile(name, half) for name in ("a", "b")}

    answer = visitor.post("/sink/", files)

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("size", "read"), [(uploads.READ_TO_THE_END, uploads.READ_TO_THE_END), (uploads.READ_TO_THE_END + 1, 0)]
)
def test_of_far_too_much_nothing_is_read(visitor, size, read):
    body = Reader(size)

    about = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": str(size)}
    answer = visitor.generic("POST", "/sink/", **about, **{"wsgi.input": body})

    assert (answer.status_code, body.read_so_far) == (413, read)


def test_a_body_that_lies_about_its_length_is_read_no_further(visitor):
    answer = visitor.generic(
        "POST", "/sink/", bytes(10),
        content_type=f"multipart/form-data; boundary={BOUNDARY}", CONTENT_LENGTH="-5",
    )  # fmt: skip

    assert answer.status_code == 400


def test_no_file_lies_on_the_disk_while_it_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def made(*args, **kwargs):
        raise AssertionError("A file was made on the disk.")

    for name in ("NamedTemporaryFile", "mkstemp", "TemporaryFile"):
        monkeypatch.setattr(tempfile, name, made)
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.pdf", bytes(uploads.LARGEST))})

    file = request.FILES["file"]

    assert file.size == uploads.LARGEST
    assert not hasattr(file, "temporary_file_path")
    assert os.listdir(tmp_path) == []


def test_more_files_than_a_request_may_hold_are_refused(visitor):
    files = {f"file{number}": SimpleUploadedFile("a", b"a") for number in range(4)}

    assert visitor.post("/sink/", files).status_code == 400
