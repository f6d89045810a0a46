"""All settings, from the environment only; a bad value stops the start with a sentence.

Every variable is described in docs/operations/settings.md, and a test keeps the two equal.
``NAME_FILE`` may name a file that holds the value of a secret.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.FileAwareEnv()

PACKAGE = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

DATA_DIR = Path(env.str("GUATU_DATA_DIR", default="var")).resolve()
FILES_DIR = DATA_DIR / "files"
JOBS_FILE = DATA_DIR / "jobs.sqlite3"
JOBS_IMMEDIATE = env.bool("GUATU_JOBS_IMMEDIATE", default=TESTING)

DEBUG = env.bool("GUATU_DEBUG", default=False)
BEHIND_TLS = env.bool("GUATU_BEHIND_TLS", default=False)
ALLOWED_HOSTS = env.list("GUATU_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("GUATU_ORIGINS", default=[])
DEMO = env.bool("GUATU_DEMO", default=False)
DEMO_PASSWORD = "guatu-demo-2021"  # noqa: S105 - shown on the log-in page of a demonstration
LISTEN = env.str("GUATU_LISTEN", default="127.0.0.1:8000")
THREADS = env.int("GUATU_THREADS", default=8)


def _secret_key() -> str:
    """The given key, or one made at the first start and kept beside the data."""
    given = env.str("GUATU_SECRET_KEY", default="")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("GUATU_SECRET_KEY: 至少 32 个字符。")
        return str(given)
    if TESTING:
        return "tests-only-" + "0" * 40
    kept = DATA_DIR / "secret.key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as target:
            target.write(secrets.token_urlsafe(48))
    return kept.read_text().strip()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "treebeard",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "guatu.journal",
    "guatu.org",
    "guatu.workdays",
    "guatu.lines",
    "guatu.procedures",
    "guatu.projects",
    "guatu.capacity",
    "guatu.datechanges",
    "guatu.dispatches",
    "guatu.commitments",
    "guatu.dayclear",
    "guatu.command",
    "guatu.starts",
    "guatu.worklists",
    "guatu.burden",
    "guatu.papers",
    "guatu.screens",
    "guatu.notices",
    "guatu.intake",
    "guatu.returns",
    "guatu.bundles",
    "guatu.web",
    "guatu.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "guatu.web.shared.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guatu.web.shared.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "guatu.web.shared.middleware.BodySize",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "guatu.web.shared.middleware.Standpoint",
    "guatu.web.shared.middleware.Refusals",
    "guatu.web.shared.once.Once",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "guatu.config.urls"
WSGI_APPLICATION = "guatu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guatu.web.shared.navigation.navigation",
            ],
            "builtins": ["django.templatetags.i18n", "guatu.web.templatetags.guatu"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"


def _database() -> dict[str, Any]:
    url = env.str("GUATU_DATABASE_URL", default="")
    if not url:
        return _sqlite(DATA_DIR / "guatu.sqlite3")
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return _sqlite(Path(config["NAME"]))
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("GUATU_DATABASE_URL: 只支持 sqlite 和 postgres。")
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def _sqlite(path: Path) -> dict[str, Any]:
    """FULL loses nothing at a power cut; IMMEDIATE never fails with a stale snapshot."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
                "PRAGMA journal_size_limit=27103364;"
                "PRAGMA cache_size=-16000;"
            ),
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/start/"
ACCOUNT_ADAPTER = "guatu.web.shared.accounts.ClosedDoor"
ACCOUNT_FORMS = {
    "login": "guatu.web.account.forms.LoginForm",
    "change_password": "guatu.web.account.forms.ChangePasswordForm",
    "reauthenticate": "guatu.web.account.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = "guatu.web.shared.accounts.display_name"
# django-axes stops after five wrong passwords; this is for the codes of the second factor
ACCOUNT_RATE_LIMITS = {"login_failed": "10/300s/key"}
MFA_ADAPTER = "guatu.web.shared.accounts.SecondFactor"
MFA_FORMS = {
    "authenticate": "guatu.web.account.forms.CodeForm",
    "reauthenticate": "guatu.web.account.forms.ReauthenticateCodeForm",
    "activate_totp": "guatu.web.account.forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "挂图"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 5 / 60  # hours: five minutes
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "guatu.web.shared.accounts.login_name"
AXES_LOCKOUT_CALLABLE = "guatu.web.shared.accounts.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLED = not TESTING or env.bool("GUATU_TEST_AXES", default=False)

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "guatu.web.shared.errors.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

UPLOAD_LIMIT = env.int("GUATU_UPLOAD_MB", default=20) * 1024 * 1024
BODY_LIMIT = UPLOAD_LIMIT + 1024 * 1024  # the file and the fields around it
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 600

SITE_URL = env.str("GUATU_SITE_URL", default="")
DEFAULT_FROM_EMAIL = env.str("GUATU_MAIL_FROM", default="")  # without it mail is not offered
EMAIL_HOST = env.str("GUATU_SMTP_HOST", default="localhost")
EMAIL_PORT = env.int("GUATU_SMTP_PORT", default=25)
EMAIL_HOST_USER = env.str("GUATU_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.str("GUATU_SMTP_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("GUATU_SMTP_STARTTLS", default=False)
EMAIL_USE_SSL = env.bool("GUATU_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 10
WEBHOOK_HOSTS = env.list("GUATU_WEBHOOK_HOSTS", default=[])
WEBHOOK_NETWORKS = env.list("GUATU_WEBHOOK_NETWORKS", default=[])

FONTS_DIR = env.str("GUATU_FONTS_DIR", default="")  # a city's own faces, before the packaged ones

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # what the rail counts; tests count anew, so that a page costs the same in every minute
    "counts": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache"
        if TESTING
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("GUATU_LOG_LEVEL", default="WARNING")},
    "loggers": {"axes": {"level": "ERROR"}, "huey": {"level": "WARNING"}},
}
