"""The style guide in a browser: what is wrong with a part is seen here first."""

from booking.styleguide import views
from tests.journeys import sound
from tests.journeys.practitioner import Practitioner


def test_every_sheet_is_sound(page, practice, address, is_sound):
    practitioner = Practitioner(page, address)
    practitioner.signs_in()

    for name, title in views.SHEETS.items():
        practitioner.opens(f"/styleguide/{name}/")
        assert sound.headings(page) == [title]
        is_sound(page)
