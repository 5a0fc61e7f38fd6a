"""Two people edit one record: the second is told and loses nothing. Every edit form there is."""

import pytest
from django.contrib import admin
from django.contrib.auth.forms import BaseUserCreationForm
from django.forms import ModelForm
from django.urls import reverse

from campaigns.states import CampaignState
from campaigns.views.steps import STEPS
from emulation.organization.models import Role
from emulation.versions import VersionedForm
from tests.addresses import URLS, Neighbours
from tests.browsing import forms_of, said_beside
from tests.make import make_campaign, make_superuser, make_user
from tests.organization.admin_records import make_one_of_each
from tests.test_forms_fuzz import FILES

pytestmark = pytest.mark.django_db
MODELS = sorted(model._meta.label for model in admin.site._registry)
PAGES = sorted(name for name in URLS if not FILES.search(name))
FIRST, SECOND = "Người thứ nhất ghi", "Người thứ hai ghi"
# Pages whose form can be saved by two, by the number of their forms; kept so that none is lost.
STEP = "campaigns:campaign_edit"
# Its figures hang together with the other bands': one alone cannot be changed.
ALONE = {"organization.IndexBand"}
STEPS_EDITED = [f"{STEP}/{s.slug}" for s in STEPS if s.slug not in ("awards", "criteria")]
EDITED = {
    *(f"awards:{name}_edit" for name in ("award", "bar", "initiative", "rating")),
    "awards:criterion_set_edit", "awards:person_edit_roster", "awards:unit_edit_roster",
    "campaigns:letter_detail", "campaigns:message_detail", "campaigns:task_edit",
    "dossiers:certificate_sheet_edit", "dossiers:council_edit", "dossiers:council_seat_edit",
    "dossiers:dossier_detail", "dossiers:outgoing_edit", "dossiers:session_course",
    "dossiers:session_edit", *STEPS_EDITED,
}  # fmt: skip


@pytest.fixture(scope="module")
def town(standing, client_of):
    """A commune with a record of every kind; two officers and two administrators."""

    def build():
        made = Neighbours()
        officers = [
            client_of(make_user(role=Role.OFFICE, unit=made.authority, full_name=name))
            for name in ("Lê Thị Én", "Trần Văn Bình")
        ]
        clerks = [client_of(make_user(role=Role.UNIT, unit=made.unit)) for _ in range(2)]
        admins = [client_of(make_superuser()) for _ in range(2)]
        addresses = made.urls(PAGES)
        draft = make_campaign(authority=made.authority, state=CampaignState.DRAFT)
        for step in STEPS:
            addresses[f"{STEP}/{step.slug}"] = reverse(STEP, args=[draft.pk, step.slug])
        return made, addresses, officers, clerks, admins, make_one_of_each(made.authority)

    return standing(build)


def test_every_model_form_of_the_project_is_versioned():
    def below(form):
        for one in form.__subclasses__():
            yield one
            yield from below(one)

    ours = ("emulation.", "awards.", "campaigns.", "dossiers.")
    loose = {
        form.__qualname__
        for form in below(ModelForm)
        if form.__module__.startswith(ours)
        # What makes an account edits none.
        and not issubclass(form, VersionedForm | BaseUserCreationForm)
    }
    assert loose == set()


def test_every_change_page_of_the_admin_uses_a_versioned_form():
    loose = {
        model._meta.label
        for model, page in admin.site._registry.items()
        if not issubclass(page.form, VersionedForm) and page.form is not None
    }
    assert loose == set()


def marked_forms(client, url):
    """The forms of a page that edit a record."""
    response = client.get(url)
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return []
    return [
        form
        for form in forms_of(response, url)
        if any(name == "version" or name.endswith("-version") for name in form.values)
    ]


def changes_to(form):
    """Inputs of a form with two values for each that both might be right."""
    for name in form.texts:
        value = form.values[name][0] if form.values.get(name) else ""
        row = form.values.get(name.rpartition("-")[0] + "-id")
        if "FORMS" in name or name.endswith("-ORDER") or row == [""]:
            continue  # Two who add a row each have two rows then.
        if value.replace(",", "").isdecimal():
            whole = int(value.partition(",")[0])
            yield name, str(whole + 1), str(whole + 2)
        elif not value or any(map(str.isalpha, value)):
            yield name, f"{FIRST} {name}", f"{SECOND} {name}"


def clash(first, second, form, target):
    """Let two people save one form; returns the field, both values and what the second saw."""
    buttons = dict(form.buttons[:1])
    for name, one, two in changes_to(form):
        answer = first.post(target, form.posted(**buttons | {name: [one]}))
        if answer.status_code == 302:
            told = second.post(target, form.posted(**buttons | {name: [two]}))
            return name, one, two, told, buttons
    return None


def check(pair, url):
    """Go through every edit form of a page; returns how many could be tried."""
    tried = 0
    for form in marked_forms(pair[0], url):
        target = form.action or url
        found = clash(*pair, form, target)
        if found is None:
            continue
        name, one, two, told, buttons = found
        tried += 1
        assert told.status_code in (200, 422), (url, name)
        text = " ".join(told.content.decode().split())
        assert "trong lúc bạn đang sửa" in text, (url, name)
        assert f"nay là: «{one}" in text, "what stands there now"
        back = next(form for form in forms_of(told, url) if name in form.values)
        assert back.values[name] == [two], "what was typed"
        saved = pair[1].post(target, back.posted(**buttons))
        assert saved.status_code == 302, (url, name, said_beside(saved, name))
    return tried


@pytest.mark.parametrize("name", sorted({*PAGES, *EDITED}))
def test_the_second_of_two_on_a_page_is_told_and_loses_nothing(town, name):
    _made, addresses, officers, clerks, _admins, _records = town
    if name not in addresses:
        return  # Its own tests say that nobody knows its address.
    tried = check(officers, addresses[name]) or check(clerks, addresses[name])
    assert tried or name not in EDITED


@pytest.mark.parametrize("label", MODELS)
def test_the_second_of_two_in_the_admin_is_told_and_loses_nothing(town, label):
    *_others, admins, records = town
    if label not in records:
        return
    url = reverse(f"admin:{label.lower().replace('.', '_')}_change", args=[records[label].pk])
    assert check(admins, url) or label in ALONE or not marked_forms(admins[0], url)


# --- one record --------------------------------------------------------------------------------


def edit_of(client, url):
    return marked_forms(client, url)[0]


def test_the_message_says_who_and_when(town):
    _made, addresses, (first, second), *_ = town
    url = addresses["awards:person_edit_roster"]
    form = edit_of(first, url)
    first.post(url, form.posted(position=["Trưởng thôn"]))
    text = said_beside(second.post(url, form.posted(position=["Bí thư chi bộ"])), "position")
    assert text.startswith("Lê Thị Én (")
    assert "nay là: «Trưởng thôn»" in text


def test_two_who_change_different_fields_are_told_as_well(town):
    """The second would take the first one's change back without having seen it."""
    _made, addresses, (first, second), *_ = town
    url = addresses["awards:person_edit_roster"]
    form = edit_of(first, url)
    first.post(url, form.posted(position=["Trưởng thôn"]))
    told = second.post(url, form.posted(full_name=["Nguyễn Văn Ba"]))
    assert "nay là: «Trưởng thôn»" in said_beside(told, "position")


def test_equal_changes_are_no_conflict(town):
    _made, addresses, (first, second), *_ = town
    url = addresses["awards:person_edit_roster"]
    form = edit_of(first, url)
    for client in (first, second):
        assert client.post(url, form.posted(position=["Trưởng thôn"])).status_code == 302


def test_a_third_change_is_told_again(town):
    _made, addresses, (first, second), *_ = town
    url = addresses["awards:person_edit_roster"]
    form = edit_of(first, url)
    first.post(url, form.posted(position=["Một"]))
    told = second.post(url, form.posted(position=["Hai"]))
    first.post(url, edit_of(first, url).posted(position=["Ba"]))
    again = second.post(url, next(iter(forms_of_edit(told, url))).posted())
    assert "nay là: «Ba»" in said_beside(again, "position")


def forms_of_edit(response, url):
    return [form for form in forms_of(response, url) if "position" in form.values]


def test_a_page_for_a_new_record_has_no_mark(town):
    _made, addresses, (first, _second), *_ = town
    assert marked_forms(first, addresses["awards:roster_person_add"]) == []
