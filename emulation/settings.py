"""Settings of the project: one file, everything that differs comes from the environment."""

from pathlib import Path

import environ

from emulation.admin_theme import UNFOLD  # noqa: F401  (read by django-unfold)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
# Development may run on this key; Django refuses to start on the empty one of production.
SECRET_KEY = env("SECRET_KEY", default="" if not DEBUG else "insecure-development-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "emulation.organization",
    "awards",
    "campaigns",
    "dossiers",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "emulation.middleware.NormalizeInput",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "emulation.urls"
WSGI_APPLICATION = "emulation.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "emulation.organization.context.workplace",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue up instead of failing; readers never wait (ecosystem.md section 3).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organization.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
# Django's own vi formats read 05/03 as 3 May and never group numbers (ecosystem.md finding 1).
FORMAT_MODULE_PATH = ["emulation.formats"]
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [BASE_DIR / "emulation" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))
NODE_MODULES = BASE_DIR / "node_modules"
# Only the folders a page asks for; a missing one is left out so that `manage.py` still runs.
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *(
        (name, NODE_MODULES / folder)
        for name, folder in (
            ("bootstrap", "bootstrap/dist"),
            ("bootstrap-icons", "bootstrap-icons/font"),
            ("tom-select", "tom-select/dist"),
            ("inter", "@fontsource-variable/inter"),
        )
        if (NODE_MODULES / folder).is_dir()
    ),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Attachments and issued papers are never served from a public path, only through checked views.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))

# The largest upload (emulation/uploads.py); a table of a whole commune has many cells.
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Reasons of changes are sentences.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# Long work runs beside the web workers: `manage.py db_worker` (`./run` starts one).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Rendered drafts wait here until their record changes; several web machines share one by CACHE_URL.
CACHES = {"default": env.cache("CACHE_URL", default=f"filecache://{BASE_DIR / 'var' / 'cache'}")}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)

# The sender of reminders.
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="thi-dua@localhost")

# How often an office may send a dossier back for supplement (domain.md 4.2).
SUPPLEMENT_REQUESTS = env.int("SUPPLEMENT_REQUESTS", default=1)

# Papers that the system prints, app by app (emulation/papers/catalogue.py).
# The address under which everybody reaches the system: printed as a QR code on certificates.
PUBLIC_URL = env("PUBLIC_URL", default="")
PAPER_CATALOGUES = ["campaigns.papers.PAPERS", "dossiers.papers.PAPERS"]
# Who still owes what by a deadline, by its kind (campaigns/owing.py).
DEADLINE_OWING = {
    "registration": "campaigns.owing.registrations",
    "results": "campaigns.owing.results",
    "dossier": "dossiers.owing.dossiers",
    "report": "campaigns.owing.reports",
}
# What upper floors add to the calendar (campaigns/timetable.py).
TIMETABLE_SOURCES = ["dossiers.timetable.sessions"]
# What upper floors add to the timeline of a person, unit or household (awards/profile.py).
PROFILE_SOURCES = ["campaigns.profile.registrations"]
# Cases of `manage.py bench` that apps bring, each by its name.
BENCHMARKS = ["awards.benchmark.CASES", "campaigns.benchmark.CASES", "campaigns.crowding.CASES"]

if not DEBUG:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("HTTPS", default=True)
