"""Every form of every page, filled in with nonsense: never a broken page, never half a save.

The forms are those that the pages show (tests/browsing.py), filled in as a browser would and then
spoiled here and there; what only takes POSTs is posted to as well.
"""

import random
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulation.organization.models import Role
from tests.addresses import URLS, Neighbours
from tests.browsing import forms_of
from tests.make import make_superuser, make_user
from tests.organization.admin_records import make_one_of_each

pytestmark = pytest.mark.django_db
# Of each form, beside the one that leaves everything empty; `derandomize`: the same each time.
examples = settings(
    max_examples=2, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
NONSENSE = (
    "", " ", "a", "-1", "0", "999999999999999999999", "1e400", "NaN", "½", "٣", "1.5", "31/02/2024",
    "0001-01-01", "31/12/9999", "24:61", "\u202e\u200b", "\x00", "🎖️" * 30, "a\u0301" * 200,
    "<script>alert(1)</script>", "=1+1", "'; DROP TABLE x; --", "../../etc/passwd", "{{ 7|add:7 }}",
    "%s%n", "x" * 5000, "\n" * 400, "I.\n1.\na)\n- [[x]]", "true", "None", "[]", '{"a": [1]}',
)  # fmt: skip
LEFT_ALONE = {"csrfmiddlewaretoken"}
# Leaving is no form that is filled in.
SKIPPED = {"logout", "gallery"}
PAGES = sorted(set(URLS) - SKIPPED)
# What hands out files has no form.
FILES = re.compile(
    r"(export|template|archive|bundle|_test|paper|paper_word|_file|attachment|feed)$"
)
MODELS = sorted(model._meta.label for model in admin.site._registry)
# Who is logged in since when, which form was sent already: written whatever the answer.
ASIDE = re.compile(r"session|postedform|axes_|otp_")
# How a page says that it did not do what it was asked.
REFUSED = re.compile(rb'class="(field-error|errornote|errorlist|notice tone-bad)')
TABLES = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


@pytest.fixture(scope="module")
def town(standing, client_of):
    """A commune with a record of every kind, and who works there, each in his browser."""

    def build():
        made = Neighbours()
        people = [
            client_of(make_user(role=Role.UNIT, unit=made.unit)),
            client_of(make_user(role=Role.CHAIR, unit=made.authority)),
            client_of(make_user(role=Role.OFFICE, unit=made.authority, is_staff=True)),
        ]
        superuser = client_of(make_superuser())
        records = make_one_of_each(made.authority)
        return made.urls(PAGES), people, superuser, records

    return standing(build)


def fingerprint(tables):
    """What stands in these tables, row by row."""
    return {
        table: list(TABLES[table]._base_manager.order_by("pk").values_list()) for table in tables
    }


class Writes:
    """The tables that were written to."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        if found := re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


def spoiled(form, chance):
    """The values of a form with nonsense in about every third, and some left out or doubled."""
    data = {}
    for name, values in form.values.items():
        draw = chance.random()
        if name in LEFT_ALONE or draw < 0.5:
            data[name] = values
        elif draw < 0.6:
            continue
        elif form.choices.get(name) and draw < 0.8:
            data[name] = chance.choice(form.choices[name])
        elif draw < 0.95:
            data[name] = chance.choice(NONSENSE)
        else:
            data[name] = [*values, *chance.choices(NONSENSE, k=3)]
    for name in form.choices:
        if name not in data and chance.random() < 0.3:
            data[name] = chance.choice(form.choices[name])
    if form.buttons and chance.random() < 0.8:
        name, value = chance.choice(form.buttons)
        data[name] = value
    return data


def let_go(response):
    """Close the file that an answer holds; `close()` would take the connection with it."""
    for close in response._resource_closers:
        close()


def post_and_take_back(client, url, data):
    """Post, look, undo: a page that refuses must have written nothing that stays."""
    writes, after = Writes(), {}
    with transaction.atomic():
        with connection.execute_wrapper(writes):
            response = client.post(url, data)
        is_page = response.status_code == 200 and not response.streaming
        if response.status_code >= 400 or (is_page and REFUSED.search(response.content)):
            after = fingerprint({table for table in writes.tables if not ASIDE.search(table)})
        transaction.set_rollback(True)
    let_go(response)
    assert response.status_code < 500, data
    for table, rows in after.items():
        assert rows == fingerprint([table])[table], (url, data)


def fuzz(client, url, seen):
    """Fill in every form of a page; forms that other pages showed already are left out."""
    response = client.get(url)
    let_go(response)
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return
    for form in forms_of(response, url):
        target = form.action or url
        shape = (target.partition("?")[0], tuple(sorted(form.values)))
        if shape in seen or not target.startswith("/") or "dang-xuat" in target:
            continue
        seen.add(shape)
        post_and_take_back(client, target, {})
        post_spoiled(client, target, form)


def post_spoiled(client, target, form):
    """Fill a form in badly, in as many ways as `examples` says."""

    @examples
    @given(st.randoms(use_true_random=False))
    def tried(chance):
        post_and_take_back(client, target, spoiled(form, chance))

    tried()


@pytest.fixture(scope="module")
def seen():
    return set()


@pytest.mark.parametrize("name", [name for name in PAGES if not FILES.search(name)])
def test_no_form_of_a_page_breaks_or_saves_half(town, seen, name):
    addresses, people, _superuser, _records = town
    if name not in addresses:
        return  # Its own tests say that nobody knows its address.
    clerk, chair, office = people
    fuzz(office, addresses[name], seen)
    if re.search("regist|result|dossier|nomination|transfer|task|account|issue", name):
        fuzz(clerk, addresses[name], seen)
        fuzz(chair, addresses[name], seen)


@pytest.mark.parametrize("name", PAGES)
def test_nonsense_posted_to_any_address_is_answered(town, name):
    addresses, people, _superuser, _records = town
    chance = random.Random(name)
    names = (
        "pk",
        "change",
        "transition",
        "reason",
        "note",
        "seen",
        "ids",
        "person",
        "save",
        "date",
    )
    data = {one: chance.choice(NONSENSE) for one in names}
    if name in addresses:
        post_and_take_back(people[-1], addresses[name], data)


@pytest.mark.parametrize("label", MODELS)
def test_no_form_of_the_admin_breaks_or_saves_half(town, seen, label, monkeypatch):
    _addresses, _people, superuser, records = town
    start = f"admin:{label.lower().replace('.', '_')}"
    urls = [reverse(f"{start}_add")]
    if label in records:
        urls += [reverse(f"{start}_change", args=[records[label].pk])]
    for url in urls:
        fuzz(superuser, url, seen)
