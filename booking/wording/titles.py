"""The catalogue of texts in plain words: what each mail is, when it goes, what a placeholder gives."""

from django.utils.translation import gettext_lazy as _

# Heading, and the mails under it by name; each with its title and when it goes.
GROUPS = (
    (
        _("When somebody books"),
        {
            "confirmed": (_("Confirmed"), _("As soon as a visit is confirmed, by itself or by you")),
            "held": (_("Request received"), _("When a visit waits for your answer")),
            "letter": (_("A paper is asked for"), _("When you ask for a paper before you can confirm")),
            "letter_waited": (_("A paper is waited for"), _("While a paper has not come, up to twice")),
            "letter_again": (_("Another paper is asked for"), _("When you need one more paper")),
            "declined": (_("Declined"), _("When you cannot confirm a request")),
            "later": (_("A later date"), _("When you would like to see somebody later")),
            "lapsed": (_("Not confirmed in time"), _("When a request had no answer in time")),
        },
    ),
    (
        _("When a visit changes"),
        {
            "moved": (_("Moved"), _("When a confirmed visit has another time")),
            "cancelled": (_("Cancelled"), _("When a visit is cancelled, by them or by you")),
        },
    ),
    (
        _("Before and after a visit"),
        {
            "form": (_("The form is asked for"), _("While the form lacks, in the days before the visit")),
            "changed": (_("Anything changed?"), _("Two days before the visit")),
            "reminder": (_("The day before"), _("On the eve of the visit")),
            "after_first": (_("After the first visit"), _("When a first visit is over")),
            "after_series": (_("After a series"), _("When the last visit of a series is over")),
            "receipt": (_("Receipt"), _("When you send a receipt")),
        },
    ),
    (
        _("Waitlist"),
        {
            "waiting": (_("On the waitlist"), _("When somebody has joined the waitlist")),
            "offer": (_("A time is offered"), _("When a time has become free that suits them")),
            "offer_over": (_("An offer is over"), _("When the time is no longer kept for them")),
            "wait_over": (_("The wait is over"), _("When the days they could wait for have passed")),
        },
    ),
    (
        _("Links and details"),
        {
            "link": (_("A new link"), _("When somebody asks for the link to their visits")),
            "form_link": (_("A link to the form"), _("When somebody asks for the link to their form")),
            "erased": (_("What was deleted"), _("When somebody asked for their details to be deleted")),
        },
    ),
    (
        _("Several visits in one mail"),
        {
            "together/confirmed": (_("Several confirmed"), _("When visits booked together are confirmed")),
            "together/held": (_("Several requested"), _("When visits booked together wait for your answer")),
            "together/letter": (
                _("A paper for several"),
                _("When you need a paper before you confirm them"),
            ),
            "together/declined": (_("Several declined"), _("When you cannot confirm visits booked together")),
            "together/later": (_("A later date for several"), _("When you would like to see them later")),
            "together/lapsed": (_("Several not confirmed in time"), _("When they had no answer in time")),
            "together/moved": (_("Several moved"), _("When visits booked together have other times")),
            "together/cancelled": (
                _("Several cancelled"),
                _("When visits booked together are cancelled or paused"),
            ),
            "together/form": (_("Forms for two"), _("While forms lack for two who come on one day")),
            "together/changed": (_("Anything changed for two?"), _("Two days before two come on one day")),
            "together/reminder": (_("The day before, for two"), _("On the eve of a day on which two come")),
            "together/after_first": (
                _("After the first visits of two"),
                _("When both first visits of one day are over"),
            ),
        },
    ),
)
TITLES = {name: title for _heading, texts in GROUPS for name, (title, _when) in texts.items()}
GOES = {name: goes for _heading, texts in GROUPS for name, (_title, goes) in texts.items()}

# What each placeholder gives.
GIVES = {
    "hello": _("The greeting, with the first name where there is one"),
    "first_name": _("The first name of whoever reads it. It may be empty"),
    "reach": _("“ring me on … or reply to this email”, for the end of a sentence"),
    "ring": _("“ring me on …”, for the end of a sentence"),
    "directions": _("The address of your page with the way to you"),
    "book": _("The address where times are booked"),
    "when": _("Day and time of the visit. A subject leaves the year out"),
    "day": _("The day of the visit, of several that of the first"),
    "last_day": _("The last day they could wait for"),
    "count": _("How many visits it is about"),
    "until": _("Until when the time is kept for them"),
    "answer_by": _("By when you answer"),
    "reference": _("The reference of the visit"),
    "news": _("The original subject, which differs from case to case"),
    "link": _("The link that the mail is sent for"),
    "do_not_travel": _("“Please do not travel”, in the words that fit"),
    "confirmed": _("That it is confirmed, and for whom. It says when it was booked as a follow-up"),
    "facts": _("What they need to know, a line for each: time, place and whatever else belongs there"),
    "form": _("The form with its link and its day, where one is needed. It is empty otherwise"),
    "adult_stays": _("For a child: that an adult stays in the room. It is empty otherwise"),
    "deadlines": _("Until when they can move or cancel by themselves"),
    "calendar": _("What a calendar file with the mail does, where there is one"),
    "waits": _("That it waits for your answer, and not to travel, in the words that fit"),
    "free": _("The next free times, and where to choose one. It is empty where nothing is free"),
    "what_next": _("What they can do now. When it is you who cancels, it is sorry and names free times"),
    "moved": _("That it has moved, and for whom. When you are away, it is sorry"),
    "if_not": _("What to do when the new time does not suit them"),
    "visit": _("Who comes when, as a sentence"),
    "ask": _("Why the form is asked for, and by when"),
    "due": _("By when the forms are wanted. It is empty once that is over"),
    "thanks": _("Thanks for coming, with the day of the visit"),
    "if_worried": _("What to do when something worries them: you, NHS 111, or 999"),
    "receipt": _("Whose receipt it is"),
    "place": _("That they keep their place on the waitlist, where they do"),
    "what_became": _("What was deleted, what is kept, and until when"),
    "rights": _("Where they can ask or complain. The law wants it said"),
    "visits": _("The visits, one below the other"),
    "cancelled": _("That they are cancelled or paused, and not to travel"),
}
