"""The site's own settings, with a bare view beside its pages and a count of the queries."""

from npm_site.settings import *  # noqa: F403  the bench measures what a real site runs with

# All contenders come from one address.
ATTEMPTS_PER_HOUR = {"contact": 10**6, "book": 10**6, "reserve": 10**6}
ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.CountQueries", *MIDDLEWARE]  # noqa: F405  from the settings
