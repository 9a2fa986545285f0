"""A page with nothing wrong, and what is planted in it: for each check a fault that it has to find."""

from dataclasses import replace

from tests.access.shown import Shown

# Styles come from a file, as the policy of the site wants it; here the page brings its own and has no policy.
STYLE = """
:root { color-scheme: light; } * { box-sizing: border-box } body { margin: 0; font: 16px/1.5 sans-serif }
a, button, input { min-height: 44px; min-width: 44px } a { display: inline-block }
:focus-visible { outline: 3px solid #000 } .skip:not(:focus) { position: absolute; clip-path: inset(50%) }
"""
GOOD = """<!doctype html><html lang="en-gb"><head><title>A page – A practice</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head><body>
<a class="skip" href="#main">Skip to the main text</a>
<header class="top"><nav aria-label="Pages"><a href="/one/">One</a> <a href="/two/">Two</a></nav></header>
<main id="main" tabindex="-1"><h1>A page</h1><p>Words to read.</p>{body}</main>
<footer class="foot"><a href="tel:+447700900123">07700 900123</a></footer></body></html>"""
FIELD = '<label for="field">Your name</label><input id="field" autocomplete="name">'


def page(body=FIELD, *, style="", old="", new="") -> Shown:
    """Return the good page, with this in its middle, or with a part of it put in another's place."""
    assert old in GOOD
    html = GOOD.replace(old, new, 1).format(style=STYLE + style, body=body)
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Shown("planted", "/planted/", 200, html.encode(), headers)


def elsewhere(shown: Shown, path: str) -> Shown:
    return replace(shown, path=path, name=path)


LONG = "Words that go on " * 12
SCRIPT = "<script>{}</script>"
NO_LINE = "a { text-decoration: none }"
ON_HOVER = ".tip b { display: none } .tip:hover b { display: inline }"
SMALL_BOX = ".held { font-size: 1rem; width: 120px; height: 30px; overflow: hidden; white-space: nowrap }"
FILLED = ".button { background: #000; color: #fff }"
FAULTS = {
    "pictures": page("<img src='/static/img/mark.svg'>"),
    "media": page("<video src='/film.mp4' controls></video>"),
    "words_in_pictures": page("<img src='/static/words.png' alt='Words'>"),
    "groups": page("<label><input type=radio name=a>Yes</label><label><input type=radio name=a>No</label>"),
    "senses": page("<p>Press the button on the right.</p>"),
    "purposes": page("<label for=mail>Email</label><input id=mail type=email>"),
    "colours": page("<p>Some words <a href='/there/'>lead on</a> here.</p>", style=NO_LINE),
    "shortcuts": page("<button accesskey=s>Send</button>"),
    "titled": page(old="<title>A page – A practice</title>", new=""),
    "headings": page("<h2></h2><p>Words.</p>", style="h2 { height: 1em }"),
    "links": page("<p><a href='/a/'>More</a></p><p><a href='/b/'>More</a></p>"),
    "language": page("<p>It is called Hermoratahieronta there.</p>"),
    "labels": page("<input placeholder='Your name'>"),
    "errors": page(FIELD.replace("<input", "<input aria-invalid=true")),
    "statuses": page("<div class=error-summary><a href='#field'>Enter a name</a></div>" + FIELD),
    "authentication": page("<label for=p>Password</label><input id=p type=password autocomplete=off>"),
    "dragging": page("<div draggable=true>Carry me</div>"),
    "timing": page(old="<meta name", new="<meta http-equiv=refresh content=300><meta name"),
    "focus_order": page("<button tabindex=3>First</button>"),
    "still": page("<p class=moves>Words.</p>", style=".moves { transition: color 1s }"),
    "hovering": page("<p class=tip>A<b> tip</b></p>", style=ON_HOVER),
    "orientation": page(style="@media (orientation: landscape) { main { display: none } }"),
    "listeners": page(FIELD + SCRIPT.format("document.addEventListener('pointerdown', () => {})")),
    "sequence": page("<section><p>First.</p><p>Second.</p></section>",
                     style="section { display: flex; flex-direction: column-reverse }"),
    "clipped": page(f"<p class=cut>{LONG}</p>", style=".cut { height: 1.5em; overflow: hidden }"),
    "sideways": page("<p class=wide>Words.</p>", style=".wide { width: 1500px }"),
    "targets": page("<p><button class=tiny>a</button></p>",
                    style=".tiny { min-height: 0; min-width: 0; width: 20px; height: 20px; padding: 0 }"),
    "spaced": page("<p class=tight>Eleven words</p>",
                   style=".tight { width: 6.1em; height: 1.6em; overflow: hidden; white-space: nowrap }"),
    "enlarged": page("<p class=held>Some words</p>", style=SMALL_BOX),
    "reflowed": page("<p class=wide>Words.</p>", style=".wide { width: 330px }"),
    "forced": page("<a class=button href='/go/'>Go on</a>", style=FILLED),
    "skips": page(old='<a class="skip" href="#main">Skip to the main text</a>', new=""),
    "rings": page(style="#field:focus-visible { outline: none; border-color: #123 }"),
    "obscured": page("<p>Words.</p>" * 30 + FIELD,
                     style=".foot { position: fixed; inset: auto 0 0; height: 200px; background: #fff }"),
    "order": page("<button tabindex=3>First</button>"),
    "trapped": page(FIELD + SCRIPT.format(
        "document.getElementById('field').addEventListener('keydown', event => event.preventDefault())")),
    "surprises": page("<form><label for=pick>Pick</label><select id=pick><option>a</select></form>"
                      + SCRIPT.format("pick.onchange = () => pick.form.requestSubmit()")),
    "axe": page("<p class=pale>Pale words.</p>", style=".pale { color: #bbb }"),
}  # fmt: skip
# What axe has to find whatever else it does.
RULES = {
    "color-contrast": FAULTS["axe"],
    "label": page("<input>"),
    "image-alt": FAULTS["pictures"],
    "html-has-lang": page(old=' lang="en-gb"', new=""),
    "target-size": page("<p><button class=tiny>a</button><button class=tiny>b</button></p>",
                        style=".tiny { min-height: 0; min-width: 0; width: 9px; height: 9px; padding: 0 }"),
    "label-content-name-mismatch": page("<button aria-label='Something else'>Send the message</button>"),
    "heading-order": page("<h4>A step too deep</h4><p>Words.</p>"),
}  # fmt: skip
OTHER_MENU = {
    "old": '<a href="/one/">One</a> <a href="/two/">Two</a>',
    "new": '<a href="/two/">Two</a> <a href="/one/">One</a>',
}
ICON = "<button aria-label='{}'><svg aria-hidden=true></svg></button>"
MAIL = '<a href="mailto:a@example.com">a@example.com</a>'
CALL = '<a href="tel:+447700900123">07700 900123</a>'
WITHOUT_LINKS = {
    "old": GOOD[GOOD.index("<header") :],
    "new": "<main><h1>A page</h1></main></body></html>",
}
TOGETHER = {
    "same_menu": (page(), page(**OTHER_MENU)),
    "same_names": (page(ICON.format("Close")), page(ICON.format("Leave"))),
    "same_help": (page(old=CALL, new=CALL + MAIL), page(old=CALL, new=MAIL + CALL)),
    "own_title": (page(), page()),
    "two_ways": (page(), page(**WITHOUT_LINKS)),
}  # fmt: skip
