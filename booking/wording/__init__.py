"""The texts of the mails: what is filled in, and what the practitioner has worded herself."""
