from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, conditional_page, require_safe

from content import faq as questions
from content import next_steps, pictures, sharing, site
from content.models import PictureFile
from content.models.picture import ENDINGS
from content.photographs import MEDIA_TYPES

DAY = 86_400
YEAR = 365 * DAY


def public_page(view):
    """A page that is the same for everybody: kept by browsers, and asked about again each time. It holds no
    secret that its length could give away, so it is compressed."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        site.recently(request)
        return view(request, *args, **kwargs)

    return require_safe(gzip_page(cache_control(public=True, max_age=0)(conditional_page(shown))))


def picture(view):
    """A picture of a page, for others to fetch and keep: its address changes with its words."""
    return require_safe(cache_control(public=True, max_age=DAY)(view))


@public_page
def home(request):
    return render(request, *_page(request, "home"))


@public_page
def page_detail(request, slug):
    if slug == "home":
        return redirect("content:home", permanent=True)
    return render(request, *_page(request, slug))


@public_page
def faq(request):
    template, context = _page(request, "faq")
    entries = site.of(request).entries
    query = questions.tidy(request.GET.get("q", ""))
    if query:
        # What somebody looked for is no page to be found.
        context["sharing"] = None
    context |= {
        "groups": questions.grouped(entries),
        "query": query,
        "found": questions.search(entries, query) if query else None,
    }
    return render(request, template, context)


@public_page
def faq_entry(request, slug):
    shown = site.of(request)
    entry = _entry(shown, slug)
    context = {
        "entry": entry,
        "body": entry.html,
        "neighbours": questions.neighbours(shown.entries, entry),
        "next_step": next_steps.SUITS,
        "sharing": sharing.of_entry(shown, entry),
    }
    return render(request, "content/faq_entry.html", context)


@public_page
def guides(request):
    shown = site.of(request)
    shelf = _shelf(shown)
    context = {
        "shelf": shelf,
        "guides": list(shown.guides.values()),
        "sharing": sharing.of_shelf(shown, shelf),
    }
    return render(request, "content/guides.html", context)


@public_page
def guide(request, slug):
    shown = site.of(request)
    guide = _guide(shown, slug)
    context = {
        **guide_context(shown, guide),
        "neighbours": questions.neighbours(list(shown.guides.values()), guide),
        "sharing": sharing.of_guide(shown, guide),
    }
    return render(request, "content/guide.html", context)


@public_page
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in settings.PERSONAL_PATHS)]
    lines.append(f"Sitemap: {sharing.absolute(reverse('content:sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")


@require_safe
def favicon(request):
    """Browsers ask here whatever a page says; admin's pages say nothing."""
    return redirect(static("img/mark.svg"))


@picture
def page_picture(request, slug):
    shown = site.of(request)
    page = _published(shown, slug)
    return _card(shown, page.title, "back" if page.layout == "service" else "hand")


@picture
def entry_picture(request, slug):
    shown = site.of(request)
    return _card(shown, _entry(shown, slug).question, "hand")


@picture
def guide_picture(request, slug):
    shown = site.of(request)
    return _card(shown, _guide(shown, slug).title, "hand")


@picture
def shelf_picture(request):
    shown = site.of(request)
    return _card(shown, _shelf(shown).label, "hand")


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
@condition(etag_func=lambda request, **named: f'"{"-".join(named.values())}"')
def picture_file(request, digest, width, ending):
    """One size of a picture: another picture has another address, so it is asked for once."""
    kind = next(kind for kind, known in ENDINGS.items() if known == ending)
    files = PictureFile.objects.filter(picture__digest=digest, width=int(width), format=kind)
    content = files.values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return HttpResponse(bytes(content), content_type=MEDIA_TYPES[kind])


def _card(shown, title, drawing):
    under = ", ".join(filter(None, [shown.practice.name, shown.practice.town]))
    return HttpResponse(pictures.of(title, under=under, drawing=drawing), content_type="image/png")


def _entry(shown, slug):
    entry = next((entry for entry in shown.entries if entry.slug == slug), None)
    if entry is None:
        raise Http404
    return entry


def _guide(shown, slug):
    if slug not in shown.guides:
        raise Http404
    return shown.guides[slug]


def _shelf(shown):
    if shown.shelf is None:
        raise Http404
    return shown.shelf


def _published(shown, slug):
    if slug not in shown.pages:
        raise Http404
    return shown.pages[slug]


def _page(request, slug):
    shown = site.of(request)
    page = _published(shown, slug)
    context = page_context(shown, page)
    return page_template(page), context | {"sharing": sharing.of_page(shown, page)}


def page_template(page):
    """The template of the page's layout; plain text has the plain one."""
    return f"content/{'page' if page.layout == 'standard' else page.layout}.html"


def page_context(shown, page):
    """What a page's template needs, also for a preview or for a view elsewhere that adds to it."""
    text = shown.text(page.body)
    return {
        "page": page,
        "body": text.body,
        "intro": text.intro,
        "sections": text.sections,
        "next_step": next_steps.of(page.slug),
    }


def guide_context(shown, guide):
    """What a guide's template needs, also for a preview."""
    text = shown.text(guide.body)
    about = {"guide": guide, "picture": shown.picture(guide)}
    return about | {"body": text.body, "intro": text.intro, "sections": text.sections}
