from datetime import time

import pytest
import time_machine

from tests.booking.factories import NOW, FollowUpFactory, TreatmentFactory, WorkingHoursFactory


@pytest.fixture
def open_week(db):
    """Both treatments, nine to five on weekdays, and a clock that stands at NOW."""
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday, starts=time(9), ends=time(17))
    with time_machine.travel(NOW, tick=False):
        yield
