"""The colours and type of the mails. They load no stylesheet, so those of the site are named once more."""

# Without quotes, which the attributes that they stand in would have to escape.
SERIF = "Iowan Old Style, Palatino Nova, Palatino Linotype, Palatino, URW Palladio L, P052, Georgia, serif"
SANS = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"

LIGHT = {
    "paper": "#f3f1ea",
    "sheet": "#fbfaf6",
    "ink": "#15241f",
    "ink-2": "#3b4a44",
    "lake": "#0f4a41",
    "on-lake": "#f6f4ed",
    "line": "#cfd3c8",
    "berry": "#bf6a12",
    "ok-bg": "#0f4a41",
    "ok-ink": "#f6f4ed",
    "held-bg": "#22405e",
    "held-ink": "#f3f5f7",
    "held-mark": "#ffce7a",
    "later-bg": "#e9e4d6",
    "later-ink": "#15241f",
}
DARK = {
    "paper": "#0d1715",
    "sheet": "#14211e",
    "ink": "#e9ece4",
    "ink-2": "#b9c5bd",
    "lake": "#93cfbd",
    "on-lake": "#08201b",
    "line": "#2a3b36",
    "berry": "#eda044",
    "ok-bg": "#15463d",
    "ok-ink": "#eef4f0",
    "held-bg": "#1c3854",
    "held-ink": "#eff4f9",
    "held-mark": "#ffce7a",
    "later-bg": "#23231c",
    "later-ink": "#e9ece4",
}
# The band at the top: its ground, its words and the path drawn in it.
TONES = {
    "ok": ("ok-bg", "ok-ink", "held-mark"),
    "held": ("held-bg", "held-ink", "held-mark"),
    "later": ("later-bg", "later-ink", "berry"),
}
# What is not settled yet or waits for her, and what will not take place, look different from what is certain.
TONE_OF = {
    **dict.fromkeys(("held", "letter", "letter_waited", "letter_again", "offer"), "held"),
    **dict.fromkeys(("new_request", "request_waiting", "request_due", "wants_to_move"), "held"),
    **dict.fromkeys(("cannot_come", "taken_back", "letter_came", "letter_ends"), "held"),
    **dict.fromkeys(("enquiry", "breach_open", "breach_due", "unsent", "account"), "held"),
    **dict.fromkeys(("cancelled", "declined", "lapsed", "later", "offer_over", "wait_over"), "later"),
    **dict.fromkeys(("given_back", "request_lapsed"), "later"),
}
