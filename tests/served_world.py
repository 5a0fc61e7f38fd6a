"""A commune in an installation's own database: `python tests/served_world.py`, run by served.py.

Prints as JSON what its clients need: their cookies, and the ids of what they work on.
"""

import datetime as dt
import json
import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "emulation.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from campaigns.services.sending import send_message  # noqa: E402
from tests.campaigns.crowd import Crowd  # noqa: E402
from tests.make import days_from_today, make_message  # noqa: E402


def cookies(user):
    """The cookies of a browser in which `user` is logged in."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def main():
    """Make a season that runs today, and a released letter that a worker is to send next year."""
    call_command("migrate", verbosity=0)
    crowd = Crowd(first=days_from_today(-20), last=days_from_today(60))
    letter = make_message(
        authority=crowd.commune, state="released", released_by=crowd.office,
        address="thon@dinhdu.example",
    )  # fmt: skip
    send_message.using(run_after=timezone.now() + dt.timedelta(days=365)).enqueue(letter.pk)
    said = {
        "period": crowd.period.pk,
        "units": [unit.pk for unit in crowd.units],
        "clerks": [cookies(clerk) for clerk in crowd.clerks[:40]],
        "letter": letter.pk,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
