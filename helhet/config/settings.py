"""Everything an installation decides, by environment (HELHET_*, also from a `.env` file). docs/reference/settings.md lists them."""

import os
import secrets
import time
from pathlib import Path

import dj_database_url

from helhet.capacity import ready

from .variables import read

ROOT = Path(__file__).resolve().parent.parent


def _read_dotenv(path: Path) -> None:
    """Take `KEY=value` lines as defaults; what the environment already says wins."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            key, found, value = line.partition("=")
            if found and not key.lstrip().startswith("#"):
                os.environ.setdefault(key.strip(), value.strip().strip("\"'"))


_read_dotenv(Path.cwd() / ".env")

DATA_DIR = Path(read("HELHET_DATA_DIR", str(Path.cwd() / ".data"))).resolve()
ready.kept_in(DATA_DIR / "compiled")
DEMO = read("HELHET_DEMO") == "1"
SIGN_IN_LINKS = DEMO or read("HELHET_SIGN_IN_LINKS") == "1"
DEBUG = read("HELHET_DEBUG") == "1"


def _kept_secret(name: str, variable: str) -> str:
    """A secret from the environment, else one made once and kept in the data directory, readable by its owner only."""
    if given := read(variable):
        return given
    path = DATA_DIR / name
    if not path.exists():
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = _kept_secret("secret.key", "HELHET_SECRET_KEY")
# The access log is chained with this key: who can change the database but lacks the key cannot forge a chain.
LOG_KEY = _kept_secret("log.key", "HELHET_LOG_KEY")
# The addresses and keys of share links follow from this one: who has the database alone can open none.
SHARE_KEY = _kept_secret("share.key", "HELHET_SHARE_KEY")

ALLOWED_HOSTS = read("HELHET_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in read("HELHET_ORIGINS").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "template_partials",
    "helhet.organisation",
    "helhet.cooperation",
    "helhet.access",
    "helhet.people",
    "helhet.cases",
    "helhet.mapping",
    "helhet.plans",
    "helhet.journal",
    "helhet.voice",
    "helhet.living",
    "helhet.team",
    "helhet.handover",
    "helhet.deviations",
    "helhet.oversight",
    "helhet.statistics",
    "helhet.ehelse",
    "helhet.web",
    "helhet.demo",
    "helhet.config",
]

MIDDLEWARE = [
    "helhet.web.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "helhet.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "helhet.web.middleware.idle",
    "helhet.web.middleware.who_asks",
]

ROOT_URLCONF = "helhet.config.urls"
WSGI_APPLICATION = "helhet.config.wsgi.application"
AUTH_USER_MODEL = "access.Account"
LOGIN_URL = "sign-in"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "helhet.web.frame.context",
            ],
            "builtins": ["template_partials.templatetags.partials", "helhet.web.templatetags.helhet"],
        },
    }
]
FORM_RENDERER = "helhet.web.forms.Renderer"

DATABASES = {"default": dj_database_url.parse(read("HELHET_DATABASE_URL", f"sqlite:///{DATA_DIR / 'helhet.sqlite3'}"), conn_max_age=600)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "helhet.config.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # A page asks some sixty statements, most of them with the policy's own text inside: read by SQLite once, not once a page.
        "cached_statements": 2000,
        # FULL: what the log acknowledged survives a power cut, not only a killed process.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Compiling a plan to machine code takes longer than any page's statement; and what a page asks again and again is planned once
    # a connection, for any values (access/compiled.py). And to look a row up costs little more than to read the next one: no disc has
    # to turn for it, or a table of a few thousand rows is read from end to end to find five.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1"
# An index that carries more than it is ordered by: PostgreSQL's alone, and on SQLite the same without (docs/adr/0040).
SILENCED_SYSTEM_CHECKS = ["models.W040"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
OTP_TOTP_ISSUER = "Helhet"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"

# A worker who leaves the desk is signed out; the person's own pages (issue 4) get the same limit.
IDLE_MINUTES = int(read("HELHET_IDLE_MINUTES"))
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "helhet.web.middleware.form_too_old"
_HTTPS = read("HELHET_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if read("HELHET_PROXY") == "1" else None
SECURE_REFERRER_POLICY = "same-origin"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Only what went wrong and where in the code; never a person, an identifier or a form value (docs/reference/logging.md).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_request": {"()": "helhet.config.quiet_log.WithoutPersons"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["no_request"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
# The instant the demo and the browser tests pretend it is (ISO 8601 with offset); empty means the real clock.
CLOCK = read("HELHET_CLOCK")
# Workers that start one after the other must not disagree about the time.
CLOCK_BEGAN = float(read("HELHET_CLOCK_BEGAN") or time.time())
AUTHENTICATION_BACKENDS = ["helhet.web.backend.Accounts"]
