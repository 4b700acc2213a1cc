"""An oTree project with one app: the form."""

from os import environ

SESSION_CONFIGS = [{"name": "form", "app_sequence": ["form"], "num_demo_participants": 60}]
SESSION_CONFIG_DEFAULTS = {"real_world_currency_per_point": 1.0, "participation_fee": 0.0}
PARTICIPANT_FIELDS: list[str] = []
SESSION_FIELDS: list[str] = []
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "EUR"
USE_POINTS = True
ADMIN_USERNAME = "admin"
ADMIN_PASSWORD = ""
SECRET_KEY = environ.get("OTREE_SECRET_KEY", "measured on this machine only")
INSTALLED_APPS = ["otree"]
