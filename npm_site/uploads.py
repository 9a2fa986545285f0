"""Uploaded files stay in memory: what is private never lies on the disk as it came, not for a moment."""

from io import BytesIO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# Bytes: of all files in one request together, and of what a form sends beside them.
LARGEST = 10 * 1024 * 1024
BESIDE = 64 * 1024
# A little too much is read and thrown away, so that a browser, which answers are sent to only once it has
# sent everything, shows the page that says so. Of more than this nothing is read.
READ_TO_THE_END = 4 * LARGEST
PIECE = 64 * 1024


class FilesTooLarge(RequestDataTooBig):
    """More was sent as a file than is kept."""


class InMemoryHandler(FileUploadHandler):
    """Keeps what is small enough, and refuses the whole request when it is not."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.total = 0
        if content_length > LARGEST + BESIDE:
            if content_length <= READ_TO_THE_END:
                while input_data.read(PIECE):
                    pass
            raise FilesTooLarge("Uploaded files are too large.")

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.total += len(raw_data)
        if self.total > LARGEST:
            raise FilesTooLarge("Uploaded files are too large.")
        self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip
