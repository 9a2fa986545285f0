from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from content import faq as questions
from content import site


def public_page(view):
    """A page that is the same for everybody: kept by browsers, and asked about again each time."""
    return require_safe(cache_control(public=True, max_age=0)(conditional_page(view)))


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
    context |= {
        "groups": questions.grouped(entries),
        "query": query,
        "found": questions.search(entries, query) if query else None,
    }
    return render(request, template, context)


@public_page
def faq_entry(request, slug):
    entries = site.of(request).entries
    entry = next((entry for entry in entries if entry.slug == slug), None)
    if entry is None:
        raise Http404
    context = {"entry": entry, "body": entry.html, "neighbours": questions.neighbours(entries, entry)}
    return render(request, "content/faq_entry.html", context)


@public_page
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in settings.PERSONAL_PATHS)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('content:sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")


@require_safe
def favicon(request):
    """Browsers ask here whatever a page says; admin's pages say nothing."""
    return redirect(static("img/mark.svg"))


def _page(request, slug):
    shown = site.of(request)
    if slug not in shown.pages:
        raise Http404
    return page_template(shown.pages[slug]), page_context(shown, shown.pages[slug])


def page_template(page):
    """The template of the page's layout; plain text has the plain one."""
    return f"content/{'page' if page.layout == 'standard' else page.layout}.html"


def page_context(shown, page):
    """What a page's template needs, also for a preview or for a view elsewhere that adds to it."""
    text = shown.text(page.body)
    return {"page": page, "body": text.body, "intro": text.intro, "sections": text.sections}
