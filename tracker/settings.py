"""All settings; what differs between machines is read from the environment (README, "Configuration")."""

import tomllib
from datetime import timedelta
from pathlib import Path

import environ
import sentry_sdk
from csp.constants import NONE, SELF
from django.utils.translation import get_language_info
from redis.backoff import NoBackoff
from redis.retry import Retry

from tracker.logs import configure_structlog, logging_config
from tracker.secret_key import read_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- This machine ---------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = read_secret_key(env.str("SECRET_KEY", default=""), debug=DEBUG, file=BASE_DIR / ".secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies of our own stand in front. Behind none, their headers are a visitor's claim and not read.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
REDIS_URL = env.str("REDIS_URL", default="")
# The IATI standard's schema; where it is not set, exports are not checked against it.
IATI_SCHEMA_DIR = env.str("IATI_SCHEMA_DIR", default="")
# Where those who keep the site are to be reached: a page, or mailto: with an address. The API's contract says it.
CONTACT_URL = env.str("CONTACT_URL", default="")
# Who runs this site and who pays for it, for its page about itself.
OPERATOR, FUNDING = env.str("OPERATOR", default=""), env.str("FUNDING", default="")
# The mail server that sends invitations, such as smtp+tls://user:password@host:587; without one none are sent.
SENDS_MAIL = bool(env.str("EMAIL_URL", default=""))
if SENDS_MAIL:
    globals().update(env.email_url("EMAIL_URL"))
    EMAIL_TIMEOUT = 5  # seconds
    DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="webmaster@localhost")
# The public ledger: whose log it is, and the file of the keys that sign its checkpoints; without one none is signed.
LEDGER_NAME = env.str("LEDGER_NAME", default=ALLOWED_HOSTS[0] if ALLOWED_HOSTS else "localhost")
LEDGER_KEY_FILE = env.str("LEDGER_KEY_FILE", default="")
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

# --- Apps -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it widens
    "tracker.apps.TrackerAdminConfig",  # django.contrib.admin with the index of this site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # before staticfiles: development serves files as production does
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "knox",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_structlog",
    "milestones",
    "pillars.governance",
    "pillars.reconstruction",
    "pillars.demilitarisation",
]

MIDDLEWARE = [
    "tracker.health.answered_first",  # asked from inside, without TLS, of any host
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "milestones.metrics.Counted",  # behind what gives out static files
    "tracker.language.LanguageMiddleware",
    "milestones.api.manners.Manners",  # before what answers, for what is kept too
    "milestones.kept.KeptAnswers",  # before all that asks who it is; it keeps the headers of those below
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "tracker.logs.log_denials",
    "django_otp.middleware.OTPMiddleware",
    "tracker.second_factor.ask_second_factor",
    "milestones.shares.Shares",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it turns a refused log-in into an answer
]
# Behind a proxy of ours the proxy packs what is sent. BREACH, which guesses a secret from the length of packed
# answers, finds none to measure: Django masks a page's CSRF token anew each time, and this middleware adds a random
# number of bytes. What is kept for the public holds no secret, and is packed with brotli too (milestones.packing).
COMPRESS_RESPONSES = env.bool("COMPRESS_RESPONSES", default=not TRUSTED_PROXIES)
if COMPRESS_RESPONSES:
    MIDDLEWARE.insert(0, "tracker.compression.GzipWhereLiked")

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Database, cache, tasks -----------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers do not wait for a writer (WAL); a writer waits its turn from its first statement (IMMEDIATE)
    # rather than fail in the middle. Django itself turns foreign keys on.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # A new connection a request would cost more than the queries of most pages.
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Of a machine that is gone without a word a system would wait for minutes.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

# Clearing a Redis cache empties its whole database: give it another than the broker's on a shared server.
REDIS_CACHE_URL = env.str("REDIS_CACHE_URL", default=REDIS_URL)
# A request waits no longer than this for a Redis that hangs, and then asks it no more for a while.
REDIS_SECONDS = 0.25
REDIS_LIMITS = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
REDIS_CACHE = {
    "BACKEND": "tracker.cache.DispensableRedisCache",
    "LOCATION": REDIS_CACHE_URL,
    "OPTIONS": {**REDIS_LIMITS, "retry": Retry(NoBackoff(), 0)},
}
CACHES = {"default": REDIS_CACHE if REDIS_CACHE_URL else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# A table of cells has a field a cell: 500 rows of a dozen columns.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL  # tasks then run in the process that asks for them
CELERY_TASK_IGNORE_RESULT = True  # what a task does is in the database
CELERY_TASK_ACKS_LATE = True  # a task whose worker died is delivered again; every task may be
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, **REDIS_LIMITS}  # a worker waits longer: tracker.celery
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for ever
CELERY_BROKER_CHANNEL_ERROR_RETRY = True  # also for one that is full
# One more try, for a connection that the broker closed meanwhile; else the sweep picks the edit's mark up.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    task.replace("_", "-"): {
        "task": f"milestones.tasks.{task}",
        "schedule": every,
        "options": {"expires": every.total_seconds()},  # by then it is asked again
    }
    for task, every in {
        "sweep_marks": timedelta(minutes=1),
        "start_day": timedelta(hours=1),  # since each plan's day begins by its own time zone
        "check_itself": timedelta(hours=6),
    }.items()
}

# --- Languages and time ---------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("he", "עברית")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "tracker.formats"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = lambda name, to: f"{name} ({get_language_info(to)['name_translated']})"  # noqa: E731 # a setting
TIME_ZONE = "UTC"

# --- Static files ---------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- People and security --------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses whoever is locked out
    "django.contrib.auth.backends.ModelBackend",
    "rules.permissions.ObjectPermissionBackend",  # what follows from a role in a plan: milestones.services.rights
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
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # where a log-in leads whose own goal is refused

# Of whoever verifies, changes the structure, publishes or administers: tracker.second_factor.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)
OTP_TOTP_ISSUER = "Peace plan tracker"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Name and address together: by the address alone, one person's errors would lock a whole office out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "locked.html"
AXES_VERBOSE = False  # no lines at each start
AXES_CLIENT_IP_CALLABLE = "milestones.clients.client_address"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# How many seconds of a process's time in a minute one public address may have worked out for it.
SHARE_SECONDS = env.float("SHARE_SECONDS", default=15.0)

# --- The API --------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "milestones.api.authentication.TokenAuthentication",  # first, or a bad token would be answered 403 and not 401
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # an answer's form is asked for by Accept; ?format= is an unknown parameter
    "DEFAULT_THROTTLE_CLASSES": [
        "milestones.api.throttling.AddressRateThrottle",
        "milestones.api.throttling.AccountRateThrottle",
        "milestones.shares.ShareThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("API_RATE_ANONYMOUS", default="120/min"),
        "user": env.str("API_RATE_USER", default="600/min"),
        "write": env.str("API_RATE_WRITE", default="120/min"),
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
KNOX_TOKEN_MODEL = "knox.AuthToken"  # noqa: S105 - a model's name; migrations ask for it
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "TOKEN_LIMIT_PER_USER": 10}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "milestones.api.problems.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "milestones.api.problems.ProblemFormatter",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Peace plan tracker",
    "DESCRIPTION": "What a peace plan promised, what was observed, and what follows.",
    "VERSION": "1",
    # Of the program; the licence of each plan's data is a key of the plan
    "LICENSE": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
    "CONTACT": {"name": "Those who keep this tracker", **({"url": CONTACT_URL} if CONTACT_URL else {})},
    "SERVERS": [{"url": "/", "description": "This site."}],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "milestones.api.entries.add_entry_shapes",
        "milestones.api.contract.complete",
    ],
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "StatusEnum": "milestones.api.serializers.evaluation.STATUSES",
        "LevelEnum": "milestones.api.serializers.base.LEVEL_WORDS",
        "TruthEnum": "milestones.api.serializers.evaluation.TRUTHS",
        "ConditionWhyEnum": "milestones.api.serializers.explanation.WHYS",
        "BindsEnum": "milestones.contingency.holdup.Binds",
        "CauseKindEnum": "milestones.api.views.changes.CAUSES",
        "RevisionCauseKindEnum": "milestones.api.views.revisions.CAUSES_OF_REVISIONS",
        "RowKindEnum": "milestones.api.facts.KINDS",
        "AwaitedKindEnum": "milestones.api.serializers.evaluation.AWAITED",
        "MilestoneKindEnum": "milestones.models.choices.MilestoneKind.choices",
    },
}

# --- Figures, errors and logs -------------------------------------------------------------------------------------

# Where processes count together: a library reads it, and ends whoever starts where there is no such folder.
if metrics_folder := env.str("PROMETHEUS_MULTIPROC_DIR", default=""):
    Path(metrics_folder).mkdir(parents=True, exist_ok=True)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # lines name a request and an account by numbers, nobody's address
# An error's trace goes where this says, which the library reads itself; nothing of who asked or what was typed does.
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    sentry_sdk.init(
        release=VERSION, send_default_pii=False, include_local_variables=False, max_request_body_size="never"
    )
configure_structlog()
LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"), as_json=not DEBUG)
