"""What can be said in place of a claim. Pure."""


def gettext_noop(text):
    """Mark a text for the translators; whoever shows it translates it."""
    return text


_ = gettext_noop

NOT_CARE = _(
    "This is not medical care. It does not diagnose or treat any condition. "
    "Do not stop any treatment without talking to your doctor."
)
RESTFUL = _("Many people find it relaxing. Some say they sleep well afterwards.")
THE_IDEA = _("The approach is based on the idea that slow, light touch helps you to rest.")
EVERYDAY = _("For everyday stress and tension.")
ONE_PRICE = _("One total price for each visit. You can see the free times in my diary.")
