"""The practice and its pages in the words of schema.org: dictionaries for JSON-LD, one for each thing.

No medical type is used, for none may be claimed. Addresses are absolute; `base` has no slash at its end."""

from collections.abc import Iterable
from itertools import groupby

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
VOCABULARY = "https://schema.org"
LANGUAGE = "en-GB"


def practice_id(base: str) -> str:
    return f"{base}/#practice"


def site_id(base: str) -> str:
    return f"{base}/#site"


def practice(practice, *, base: str, picture: str, hours: Iterable, offers: Iterable) -> dict:
    """Return the practice; what it has not filled in is left out."""
    offers = list(offers)
    return _filled(
        {
            "@type": "HealthAndBeautyBusiness",
            "@id": practice_id(base),
            "name": practice.name,
            "description": practice.tagline,
            "url": f"{base}/",
            "image": picture,
            "telephone": practice.phone_href.removeprefix("tel:"),
            "email": practice.email,
            "address": address(practice),
            "employee": _filled({"@type": "Person", "name": practice.practitioner}),
            "currenciesAccepted": "GBP",
            "priceRange": price_range(offers),
            "openingHoursSpecification": opening_hours(hours),
            "makesOffer": [offer(one, base=base) for one in offers],
        }
    )


def address(practice) -> dict:
    return _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(
                line.strip() for line in practice.address.splitlines() if line.strip()
            ),
            "addressLocality": practice.town,
            "postalCode": practice.postcode,
            "addressCountry": "GB" if practice.address_lines else "",
        }
    )


def opening_hours(hours: Iterable) -> list[dict]:
    """Return one entry for each period, with all the days that have it."""
    periods = sorted((one.starts, one.ends, one.weekday) for one in hours)
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{VOCABULARY}/{DAYS[weekday]}" for *_clock, weekday in same],
            "opens": f"{starts:%H:%M:%S}",
            "closes": f"{ends:%H:%M:%S}",
        }
        for (starts, ends), same in groupby(periods, key=lambda period: period[:2])
    ]


def offer(offered, *, base: str) -> dict:
    """Return a treatment with its price. Only an offer, and no service, may say how long something takes."""
    service = {
        "@type": "Service",
        "name": offered.name,
        "description": offered.summary,
        "provider": {"@id": practice_id(base)},
    }
    return {
        "@type": "Offer",
        "itemOffered": _filled(service),
        "price": f"{offered.amount:.2f}",
        "priceCurrency": "GBP",
        "url": f"{base}/book/",
        "additionalProperty": {
            "@type": "PropertyValue",
            "name": "Duration",
            "minValue": offered.least_minutes,
            "maxValue": offered.most_minutes,
            "unitCode": "MIN",
            "unitText": "minutes",
        },
    }


def price_range(offers: list) -> str:
    amounts = sorted({offered.amount for offered in offers})
    ends = amounts[:1] + amounts[1:][-1:]
    return "–".join(f"£{amount:,.2f}".removesuffix(".00") for amount in ends)


def site(name: str, *, base: str) -> dict:
    return {
        "@type": "WebSite",
        "@id": site_id(base),
        "name": name,
        "url": f"{base}/",
        "inLanguage": LANGUAGE,
        "publisher": {"@id": practice_id(base)},
    }


def page(
    kind: str, *, base: str, address: str, title: str, description: str, picture: str, changed_at
) -> dict:
    """Return a page of this kind, such as WebPage; `changed_at` is a moment."""
    return _filled(
        {
            "@type": kind,
            "@id": f"{address}#page",
            "url": address,
            "name": title,
            "description": description,
            "inLanguage": LANGUAGE,
            "isPartOf": {"@id": site_id(base)},
            "about": {"@id": practice_id(base)},
            "primaryImageOfPage": {"@type": "ImageObject", "url": picture},
            "dateModified": changed_at.isoformat(),
        }
    )


def article(page: dict, *, base: str, author: str, picture: str) -> dict:
    """Return the text that a page, as page() gives it, is there for. `author` may be empty."""
    return _filled(
        {
            "@type": "Article",
            "headline": page["name"],
            "description": page.get("description"),
            "inLanguage": LANGUAGE,
            "image": picture,
            "author": _filled({"@type": "Person", "name": author}),
            "publisher": {"@id": practice_id(base)},
            "dateModified": page["dateModified"],
            "mainEntityOfPage": {"@id": page["@id"]},
        }
    )


def breadcrumb(steps: Iterable[tuple[str, str]]) -> dict:
    """Return the way from the first page to this one: names and addresses, in order."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": {"@id": address}}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }


def questions(answered: Iterable[tuple[str, str]]) -> list[dict]:
    """Return each question with its answer, both plain text."""
    return [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for question, answer in answered
    ]


def _filled(thing: dict) -> dict:
    """Leave out what is empty, and a thing of which nothing is known but its type."""
    found = {name: value for name, value in thing.items() if value}
    return found if set(found) - {"@type"} else {}
