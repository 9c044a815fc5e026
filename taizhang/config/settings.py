"""Django settings, all from the environment; state lives under var/ by default."""

import secrets
from pathlib import Path

from taizhang.config import env, postgres

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(env.text("TAIZHANG_VAR", str(ROOT / "var"))).resolve()


def _kept_secret(name: str, length: int = 48) -> str:
    """A secret made once and kept in a file only the owner can read; the environment variable of that name wins."""
    given = env.text(f"TAIZHANG_{name.upper()}")
    if given:
        return given
    file = VAR / "secrets" / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(secrets.token_hex(length))
        file.chmod(0o600)
    return file.read_text().strip()


DEBUG = env.flag("TAIZHANG_DEBUG")
DEMO = env.flag("TAIZHANG_DEMO", default=True)
SECRET_KEY = _kept_secret("secret_key")
# Encrypts private columns (AES-256-GCM) and keys their blind index; losing it loses those columns.
FIELD_KEY = _kept_secret("field_key", 32)
COUNTY_NAME = env.text("TAIZHANG_COUNTY", "延津县")
COUNTY_CODE = env.text("TAIZHANG_COUNTY_CODE", "410726")
BULLETIN_NAME = env.text("TAIZHANG_BULLETIN_NAME", "延津政务快报")
BULLETIN_ISSUER = env.text("TAIZHANG_BULLETIN_ISSUER", "延津县人民政府办公室")
# The fixed order of the sections of an issue, each as code=title.
BULLETIN_SECTIONS = env.pairs(
    "TAIZHANG_BULLETIN_SECTIONS",
    "livelihood=民生保障,schools=平安开学,projects=项目建设,innovation=创新驱动,investment=招商引资,"
    "business=优化营商环境,governance=社会治理",
)
ALLOWED_HOSTS = env.words("TAIZHANG_HOSTS", "127.0.0.1,localhost,testserver")
HTTPS = env.flag("TAIZHANG_HTTPS")

LINES = [
    "taizhang.lines.children",
    "taizhang.lines.disputes",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "procrastinate.contrib.django",
    "django_filters",
    "django_htmx",
    "ninja",
    "taizhang.county.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "taizhang.county.audit",
    "taizhang.county.places",
    "taizhang.county.people",
    "taizhang.county.documents",
    "taizhang.county.ledger",
    "taizhang.county.matters",
    "taizhang.county.figures",
    "taizhang.county.bulletin",
    *LINES,
    "taizhang.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "taizhang.county.people.middleware.post_and_idle",
    "taizhang.county.audit.middleware.clock_and_request",
    "taizhang.county.ui.middleware.NulRefused",
]

ROOT_URLCONF = "taizhang.config.urls"
WSGI_APPLICATION = "taizhang.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "taizhang.county.ui.context.page",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        **postgres.connection(VAR),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# `prepare` collects the files and packs them beside themselves; found where they lie, they would go out unpacked.
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = VAR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "taizhang.county.documents.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# The largest workbook or attachment, in bytes; the unpacked size is limited apart.
UPLOAD_MAX_BYTES = env.whole("TAIZHANG_UPLOAD_MAX_MB", 20) * 1_000_000
# A workbook up to this size is read and written while the person waits; a larger one in the queue. About 3,000 rows.
SHEET_ROWS_MAX = env.whole("TAIZHANG_SHEET_ROWS", 500_000)
SHEET_AT_ONCE_BYTES = env.whole("TAIZHANG_SHEET_AT_ONCE_KB", 300) * 1000
# An import that wrote more rows is undone in the queue.
UNDO_AT_ONCE_ROWS = env.whole("TAIZHANG_UNDO_AT_ONCE_ROWS", 5_000)
# A monthly run of more items is drafted, checked, sent and answered in the queue.
PAYROLL_AT_ONCE_ITEMS = env.whole("TAIZHANG_PAYROLL_AT_ONCE_ITEMS", 2_000)
# An export of more rows is made in the queue; how long its file waits to be fetched.
EXPORT_AT_ONCE_ROWS = env.whole("TAIZHANG_EXPORT_AT_ONCE_ROWS", 20_000)
EXPORT_KEPT_HOURS = env.whole("TAIZHANG_EXPORT_KEPT_HOURS", 72)
# Minors (未成年人网络保护条例第三十六条; the numbers are the county's): how many rows a search may open to whom they are not
# listed, whether a name needs its township; what one person takes out alone, and how long a request waits; looks.
SEARCH_FIRST_ROWS = env.whole("TAIZHANG_SEARCH_FIRST_ROWS", 20)
SEARCH_FIRST_WITH_PLACE = env.flag("TAIZHANG_SEARCH_FIRST_WITH_PLACE", True)
EXPORT_ALONE_ROWS = env.whole("TAIZHANG_EXPORT_ALONE_ROWS", 100)
EXPORT_ASKED_DAYS = env.whole("TAIZHANG_EXPORT_ASKED_DAYS", 3)
SIGHT_MINUTES = env.whole("TAIZHANG_SIGHT_MINUTES", 15)
SIGHT_CHILDREN_A_DAY = env.whole("TAIZHANG_SIGHT_CHILDREN_A_DAY", 30)
SIGHT_FROM_HOUR = env.whole("TAIZHANG_SIGHT_FROM_HOUR", 7)
SIGHT_UNTIL_HOUR = env.whole("TAIZHANG_SIGHT_UNTIL_HOUR", 20)
# The page where anyone may have a text read: its length, and how often in a minute one visitor may ask.
READ_MAX_CHARS = env.whole("TAIZHANG_READ_MAX_CHARS", 20_000)
READ_PER_MINUTE = env.whole("TAIZHANG_READ_PER_MINUTE", 60)

# People and sign-in (GB/T 22239-2019 level 3, 8.1.4: identity, lock-out, idle time-out).
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["taizhang.county.people.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "taizhang.county.people.signin.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "taizhang.county.people.signin.CountyAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,20/15m/ip", "login": "60/m/ip"}
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "taizhang.county.people.signin.CountyMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "台账"
IDLE_MINUTES = env.whole("TAIZHANG_IDLE_MINUTES", 30)

# Supervision: the county's own rules in place of the file that comes with the system, and when the night's run begins.
LADDER = env.text("TAIZHANG_LADDER")
NIGHTLY_AT = env.text("TAIZHANG_NIGHTLY_AT", "00:30")
# Notices that leave the page. An address of "" turns a way out off.
SITE_ADDRESS = env.text("TAIZHANG_ADDRESS").rstrip("/")
WEBHOOKS = env.pairs("TAIZHANG_WEBHOOKS")
WEBHOOK_TIMEOUT = env.whole("TAIZHANG_WEBHOOK_TIMEOUT", 5)
NOTICE_TRIES = env.whole("TAIZHANG_NOTICE_TRIES", 6)
NOTICE_DIGEST_AFTER = env.whole("TAIZHANG_NOTICE_DIGEST_AFTER", 5)
NOTICE_WINDOW_MINUTES = env.whole("TAIZHANG_NOTICE_WINDOW_MINUTES", 60)
QUIET_HOURS = env.text("TAIZHANG_QUIET_HOURS", "21:00-07:30")
EMAIL_HOST = env.text("TAIZHANG_MAIL_HOST")
EMAIL_PORT = env.whole("TAIZHANG_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("TAIZHANG_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("TAIZHANG_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("TAIZHANG_MAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("TAIZHANG_MAIL_FROM", "taizhang@localhost")
PROCRASTINATE_IMPORT_PATHS = [
    "taizhang.county.ledger.jobs", "taizhang.county.figures.jobs", "taizhang.county.matters.jobs",
    "taizhang.lines.children.payroll.jobs", "taizhang.lines.children.returns.jobs", "taizhang.lines.children.roll.jobs",
]  # fmt: skip

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "taizhang.config.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "worker-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("TAIZHANG_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
