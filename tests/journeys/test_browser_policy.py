"""Every page of the demo in a real browser: nothing breaks its policy, nothing leaves the host."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Error, expect

from emulation.organization.models import Role
from tests.journeys.test_registration_season import log_in
from tests.make import make_authority, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who walks, in this order: each opens the kinds of page that nobody before has met.
WALKERS = ("vanphong", "chutich", "thon1", "congchuc", "thanhtra", "admin")
# Admin pages of one kind look alike; these have every kind of field, filter and button.
ADMIN_MODELS = (
    "organization_unit", "organization_user", "awards_awardtype", "awards_criterionset",
    "dossiers_nomination", "dossiers_dossier",
)  # fmt: skip
# The browser's own words, as events: the console's would have to be recognised by their text.
LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`POLICY ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`));
"""


@pytest.fixture
def complaints(context):
    """What the browser complains of on any page: a broken policy, a script that fails."""
    found = []
    context.add_init_script(LISTEN)

    def note(said):
        # Whether a link leads anywhere is not asked here.
        if said.type == "error" and "Failed to load resource" not in said.text:
            found.append(said.text)

    context.on("console", note)
    context.on("weberror", lambda error: found.append(str(error.error)))
    return found


def kind_of(href):
    """Return the name of the page behind a link, "" for what is no page of ours."""
    try:
        return resolve(urlsplit(href).path).view_name
    except Resolver404:
        return ""


def is_page(page, href):
    """Open an address; whether it is a page and not a file to keep."""
    try:
        page.goto(href)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return False
    return True


def links(page):
    return page.eval_on_selector_all(
        "a[href]:not([download])", "all => all.map(a => a.getAttribute('href'))"
    )


def walk(page, complaints, met):
    """Open one page of every kind that links lead to and `met` does not hold yet."""
    waiting, broken = ["/"], {}
    while waiting:
        href = waiting.pop(0)
        if not is_page(page, href):
            continue
        if complaints:
            broken[href] = complaints[:]
            complaints.clear()
        for link in links(page):
            kind = kind_of(link) if link.startswith("/") else ""
            if kind and kind not in met and not kind.startswith("admin:"):
                met.add(kind)
                waiting.append(link)
    return broken


def open_admin(page, complaints):
    """Open the admin's first page, and list and form of models with every field."""
    broken = {}
    hrefs = [reverse(f"admin:{name}_changelist") for name in ADMIN_MODELS]
    for href in [reverse("admin:index"), *hrefs]:
        page.goto(href)
        first = page.locator("#result_list tbody th a, #result_list tbody td a").first
        if first.count():
            page.goto(first.get_attribute("href"))
        if complaints:
            broken[href] = complaints[:]
            complaints.clear()
    return broken


def test_no_page_breaks_the_policy(page, complaints, live_server, client_of, django_user_model):
    call_command("demo", "--no-pdf")
    met, broken = {"logout", "organization:code"}, {}
    for username in WALKERS:
        browser = client_of(django_user_model.objects.get(username=username))
        cookie = browser.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        broken[username] = walk(page, complaints, met)
        if username == "admin":
            broken[f"{username} admin"] = open_admin(page, complaints)
    page.context.clear_cookies()
    met.add("login")
    broken["visitor"] = walk(page, complaints, met)
    assert not {who: found for who, found in broken.items() if found}
    assert len(met) > 70, sorted(met)


def test_back_after_logging_out_shows_the_login_and_not_the_page(page, live_server):
    make_user(role=Role.OFFICE, unit=make_authority(), username="vanphong")
    log_in(page, "vanphong")
    page.goto("/phong-trao/")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần làm")
    page.locator("summary", has_text="Tài khoản").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_title(re.compile("Đăng nhập"))
    page.go_back()
    expect(page).to_have_title(re.compile("Đăng nhập"))
