"""Settings, in the order of Django's documentation. Everything that differs between places comes
from the environment or from a file, ENV_FILE or .env beside manage.py; the environment wins."""

from pathlib import Path

import environ

from npm_site import conditions, secrets

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
ENV_FILE = BASE_DIR / env.str("ENV_FILE", default=".env")
if ENV_FILE.exists():
    env.read_env(ENV_FILE)

# Core
DEBUG = env.bool("DEBUG", default=False)
# The demo is served as a real site is, but only to this machine, and only with a diary of its own.
IS_DEMO = env.bool("DEMO", default=False)
SECRET_KEY = secrets.secret_key(env.str("SECRET_KEY", default=""))
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
HEALTH_KEYS = secrets.health_keys(env.str("HEALTH_KEYS", default=""), is_demo=IS_DEMO)
# On what ground health answers are used: what people read, tick and agree to follows from it.
HEALTH_CONDITION = conditions.health_condition(env.str("HEALTH_CONDITION", default="explicit_consent"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if DEBUG or IS_DEMO else [])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
if not DEBUG and not ALLOWED_HOSTS:
    ALLOWED_HOSTS = [SITE_URL.partition("://")[2].partition(":")[0]]

INSTALLED_APPS = [
    # Before the site's own, which takes out of admin what these put there.
    "allauth.account",
    "allauth.mfa",
    "npm_site.apps.SiteConfig",
    "content",
    "intake",
    "booking",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
    "django_htmx",
    "simple_history",
]

MIDDLEWARE = [
    "npm_site.headers.SecurityHeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "npm_site.signin.idle.IdleMiddleware",
    "npm_site.signin.guard.SecondFactorMiddleware",
    "npm_site.addresses.NoNulMiddleware",
    "npm_site.shut.ShutMiddleware",
]

ROOT_URLCONF = "npm_site.urls"
WSGI_APPLICATION = "npm_site.wsgi.application"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 3
# In memory and bounded, whatever page they are sent to: none is ever written to the disk as it came.
FILE_UPLOAD_HANDLERS = ["npm_site.uploads.InMemoryHandler"]
# Where a clamd listens, as host:port or the path of a socket. With one, no file is opened unscanned.
VIRUS_SCANNER = env.str("VIRUS_SCANNER", default="")
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Databases
DATABASES = {"default": env.db_url("DATABASE_URL", default="sqlite:///db.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A relative file lies beside manage.py: a command started elsewhere would else make an empty diary.
    DATABASES["default"]["NAME"] = str(BASE_DIR / DATABASES["default"]["NAME"])
    # A deferred transaction fails at once with "database is locked" when two writers meet;
    # one that begins IMMEDIATE waits for its turn.
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening one costs more than a page's queries; SQLite reads its whole schema again each time.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Caches. What is only quick to have again is kept by each process; what counts is shared by all of them.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "counters": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "npm_site_counters",
        # So many that nobody can push out the count of their own tries by making others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# Email. Mail leaves by the worker, so a slow server never makes a visitor wait.
MAIL_FROM = env.str("MAIL_FROM", default="diary@example.com")
DEFAULT_FROM_EMAIL = MAIL_FROM
SERVER_EMAIL = MAIL_FROM
MAIL_FOLDER = env.str("MAIL_FOLDER", default="")
if MAIL_FOLDER:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(BASE_DIR / MAIL_FOLDER)},
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env.str("MAIL_HOST", default="localhost"),
                "port": env.int("MAIL_PORT", default=25),
                "username": env.str("MAIL_USER", default=""),
                "password": env.str("MAIL_PASSWORD", default=""),
                "use_tls": env.bool("MAIL_USE_TLS", default=False),
                "use_ssl": env.bool("MAIL_USE_SSL", default=False),
                "timeout": 10,
            },
        }
    }

# Internationalisation. Sessions happen in one place, so this is the practice's own time zone.
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True

# Logging. Paths and words that a visitor typed stay out: no request body, no query string.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "npm_site.logs.Frames",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"discreet": {"()": "npm_site.logs.Discreet"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["discreet"]}
    },
    "loggers": {
        # It quotes from the files that it reads.
        "pypdf": {"level": "CRITICAL", "propagate": False},
        # Django's own would mail a report of each fault, under the address that was asked for.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
DEFAULT_EXCEPTION_REPORTER = "npm_site.logs.Report"

# Security
CSP_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "report-uri": ["/csp-report/"],
}
if IS_HTTPS:
    CSP_POLICY["upgrade-insecure-requests"] = True
SECURE_CSP = CSP_POLICY
# Over plain http on one's own machine a Secure cookie or an HSTS header would only break the site.
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 63072000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=IS_HTTPS)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

# Where pages are one person's own: nothing for a search engine, nor for a cache.
PERSONAL_PATHS = ("/admin/", "/book/", "/booking/", "/calendar/", "/intake/")
# Not stored either, so that what was typed is on no page that Back brings up later; yet it may be found.
UNSTORED_PATHS = (*PERSONAL_PATHS, "/contact/")

# Calendars elsewhere are read by https from public addresses; only tests read one on this machine.
CALENDARS_ON_LOOPBACK = False

# How often one address may do these in an hour. Whoever tries the demo has one address and no harm to do.
ATTEMPTS_PER_HOUR = {
    "contact": 3,
    "book": 10,
    "reserve": 60,
    "move": 10,
    "wait": 10,
    "link": 20,
    "lost": 5,
    "upload": 20,
    "form": 10,
    "form_link": 10,
    "test_mail": 10,
}
if IS_DEMO:
    ATTEMPTS_PER_HOUR = dict.fromkeys(ATTEMPTS_PER_HOUR, 1000)

# A list of what was erased, by numbers alone, kept beside the database and out of its backups: with it a
# backup that is brought back is purged again.
TOMBSTONES = env.str("TOMBSTONES", default=".demo/tombstones.txt" if IS_DEMO else "tombstones.txt")
TOMBSTONES = str(BASE_DIR / TOMBSTONES) if TOMBSTONES else ""

# Templates
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                # The practice and the menu, for every page.
                "content.site.practice",
            ],
        },
    },
]

# Auth
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# What she was told names people: it stays on the server, and in no cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# In the demo a second step is offered and not asked for: its login is written on the screen.
SECOND_FACTOR_REQUIRED = not IS_DEMO

# Sign-in, by allauth. The limits are the site's own, in npm_site/signin/limits.py: theirs answer no 429
# with a time, and would lock the passkey as well.
ACCOUNT_ADAPTER = "npm_site.signin.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "npm_site.signin.forms.SignInForm",
    "reauthenticate": "npm_site.signin.forms.PasswordAgainForm",
    "change_password": "npm_site.signin.forms.NewPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "npm_site.signin.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "npm_site.signin.forms.SecondStepForm",
    "reauthenticate": "npm_site.signin.forms.CodeAgainForm",
    "activate_totp": "npm_site.signin.forms.NewAppForm",
    "authenticate_webauthn": "npm_site.signin.forms.PasskeySecondStepForm",
    "reauthenticate_webauthn": "npm_site.signin.forms.PasskeyAgainForm",
    "login_webauthn": "npm_site.signin.forms.PasskeySignInForm",
    "add_webauthn": "npm_site.signin.forms.NewPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A code may be one step old: somebody has to read it and type it.
MFA_TOTP_TOLERANCE = 1

# Static files
STATIC_URL = "static/"
STATIC_ROOT = str(BASE_DIR / env.str("STATIC_ROOT", default="staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "npm_site.joined.JoinedStorage"},
}
WHITENOISE_MAX_AGE = 60
WHITENOISE_ALLOW_ALL_ORIGINS = False

SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
