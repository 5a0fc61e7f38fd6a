"""Settings of the project: one file, everything that differs comes from the environment."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ

from emulation.admin_theme import UNFOLD  # noqa: F401  (read by django-unfold)
from emulation.browser import STRICT
from emulation.logs import configuration as log_configuration
from emulation.secret_key import kept_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
# Development may run on this key; production on the one that `./run serve` made (emulation/
# secret_key.py). Django refuses to start on an empty one.
SECRET_KEY = env("SECRET_KEY", default="insecure-development-key" if DEBUG else kept_key())
# The address under which everybody reaches the system: printed as a QR code on certificates; what
# hosts, origins and TLS there are follows from it unless they are given.
PUBLIC_URL = env("PUBLIC_URL", default="").rstrip("/")
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost", "[::1]", *([PUBLIC_HOST] if PUBLIC_HOST else [])],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL] if PUBLIC_HOST else [])
# Whose X-Request-ID is believed (emulation/request_log.py): the proxies in front.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"])

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
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "emulation.organization",
    "awards",
    "campaigns",
    "dossiers",
    # Below our apps, whose `db_worker` stands in for theirs.
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "emulation.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "emulation.browser.BrowserPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "emulation.middleware.NormalizeInput",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "emulation.organization.middleware.RequireLogin",
    "emulation.organization.middleware.AccountGuard",
    "django.contrib.messages.middleware.MessageMiddleware",
    "emulation.organization.once.OnlyOnce",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    # Last: turns the answer to a login that is locked into the page that says so.
    "axes.middleware.AxesMiddleware",
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
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Argon2", "PBKDF2", "Scrypt")
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Sessions (emulation/organization/session_store.py): over after so many minutes without a request
# (0: never), and when the browser is closed.
SESSION_ENGINE = "emulation.organization.session_store"
IDLE_MINUTES = env.int("IDLE_MINUTES", default=30)
SESSION_COOKIE_AGE = max(12 * 60, IDLE_MINUTES + 60) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# One-time codes for office, chair and administrators (services/codes.py).
OTP_REQUIRED = env.bool("OTP_REQUIRED", default=not DEBUG)
OTP_TOTP_ISSUER = env("OTP_ISSUER", default="Thi dua")

# Locking out after wrong passwords; what counts how is told in organization/lockout.py.
LOCKOUT_MINUTES = env.int("LOCKOUT_MINUTES", default=15)
LOCKOUT_FAILURES = env.int("LOCKOUT_FAILURES", default=5)
LOCKOUT_ACCOUNT_FAILURES = env.int("LOCKOUT_ACCOUNT_FAILURES", default=20)
LOCKOUT_ADDRESS_FAILURES = env.int("LOCKOUT_ADDRESS_FAILURES", default=50)
# How many proxies in front add to X-Forwarded-For.
AXES_IPWARE_PROXY_COUNT = env.int("AXES_IPWARE_PROXY_COUNT", default=0)
AXES_HANDLER = "emulation.organization.lockout.LockoutHandler"
AXES_CLIENT_IP_CALLABLE = "emulation.organization.client.client_address"
AXES_LOCKOUT_CALLABLE = "emulation.organization.lockout.locked_response"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = LOCKOUT_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=LOCKOUT_MINUTES)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = AXES_ENABLE_ADMIN = False

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
# Several web machines share uploads and issued papers in a bucket (requirements-s3.txt).
MEDIA_S3_BUCKET = env("MEDIA_S3_BUCKET", default="")
S3_STORAGE = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": MEDIA_S3_BUCKET,
        "endpoint_url": env("MEDIA_S3_ENDPOINT", default=None),
        "region_name": env("MEDIA_S3_REGION", default=None),
        "access_key": env("MEDIA_S3_KEY", default=None),
        "secret_key": env("MEDIA_S3_SECRET", default=None),
        # Nobody reads a file but through our views; no file takes the place of another.
        "default_acl": "private",
        "querystring_auth": True,
        "file_overwrite": False,
    },
}
FILE_STORAGE = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES = {
    "default": S3_STORAGE if MEDIA_S3_BUCKET else FILE_STORAGE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "emulation.static_files.StaticFiles"
    },
}
# Attachments and issued papers are never served from a public path, only through checked views.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))

# The largest upload (emulation/uploads.py); a table of a whole commune has many cells.
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
# A virus scanner to ask, off when empty (emulation/uploads/viruses.py).
CLAMAV = env("CLAMAV_SOCKET", default="")
CLAMAV_REQUIRED = env.bool("CLAMAV_REQUIRED", default=True)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Reasons of changes are sentences.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# Long work runs beside the web workers: `manage.py db_worker` (`./run` starts one).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Tasks that may run twice, and so are begun again when their worker died; the function says in the
# office's words that one is given up (emulation/organization/workers.py).
LOST_TASKS = {
    "emulation.organization.jobs.print_paper": "emulation.organization.jobs.print_was_lost",
    "awards.services.roster.take_in_later": "awards.services.roster.taking_in_was_lost",
    "emulation.organization.backups.take_backup": "emulation.organization.backups.backup_was_lost",
    "campaigns.services.sending.send_message": "campaigns.services.sending.sending_was_lost",
}
# What `manage.py daily` does, each command for itself.
DAILY_COMMANDS = ["remind", "clearsessions", "prune_db_task_results", "forget_posted_forms"]

# Rendered drafts wait here until their record changes; several web machines share one by CACHE_URL.
CACHES = {"default": env.cache("CACHE_URL", default=f"filecache://{BASE_DIR / 'var' / 'cache'}")}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)

# The sender of reminders.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("EMAIL_FROM", default="thi-dua@localhost")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
EMAIL_SUBJECT_PREFIX = "[Thi đua] "
# Who learns by e-mail that a page broke down (emulation/error_mail.py).
ADMINS = [("", address) for address in env.list("ADMINS", default=[])]
DEFAULT_EXCEPTION_REPORTER_FILTER = "emulation.error_mail.NothingPersonal"
LOGGING = log_configuration(debug=DEBUG)

# How often an office may send a dossier back for supplement (domain.md 4.2).
SUPPLEMENT_REQUESTS = env.int("SUPPLEMENT_REQUESTS", default=1)

# Papers that the system prints, app by app (emulation/papers/catalogue.py).
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
# What `manage.py check_records` verifies (emulation/checking.py).
RECORD_CHECKS = ["emulation.organization.checks.CHECKS", "dossiers.checks.CHECKS"]
# Where `manage.py backup` writes, and how much a backup may unpack to (emulation/backup/).
BACKUP_DIR = env.path("BACKUP_DIR", default=str(BASE_DIR / "var" / "backups"))
BACKUP_MAX_BYTES = env.int("BACKUP_MAX_BYTES", default=500 * 1024**3)
# Rows that all authorities share, and what tells them apart in an export (emulation/portable/).
SHARED_KEYS = {
    "awards.AwardType": ["code", "valid_from"],
    "awards.CriterionSet": ["authority", "award_code", "subject", "valid_from"],
    "awards.CriterionGroup": ["criterion_set", "position"],
    "awards.Criterion": ["criterion_set", "position"],
    "organization.IndexBand": ["authority", "rating", "valid_from"],
}
# Whoever a row of these names is never made anonymous (organization/services/privacy.py).
KEPT_FOR_GOOD = ["awards.Award"]
# Cases of `manage.py bench` that apps bring, each by its name.
BENCHMARKS = ["awards.benchmark.CASES", "campaigns.benchmark.CASES", "campaigns.crowding.CASES"]

# The browser: what it may do with our pages stands in emulation/browser.py.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": STRICT}
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# TLS: HTTPS=0 for an office's own network without it.
HTTPS = env.bool("HTTPS", default=not DEBUG and not PUBLIC_URL.startswith("http://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
    # Whoever watches over the server asks it directly.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
    # Into the browsers' own lists a name is put by whoever owns the domain, not by an application.
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    # Only this very host can set such a cookie, and only over TLS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
