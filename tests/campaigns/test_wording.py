"""The plan's words: references follow the heading that they name, in the editor and when saved."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from campaigns.services.wording import MOST_NAMED, lost, renamed, with_references
from emulation.papers.following import Change, Followed
from tests.make import make_unit

from .conftest import BODY

SAVED = f"{BODY}III. TỔ CHỨC THỰC HIỆN\n- Văn phòng thực hiện theo khoản 2 mục I và mục II."
# A mục before the first, numbered as an officer leaves it.
INSERTED = f"I. MỤC ĐÍCH\n- Nâng cao trách nhiệm.\n{SAVED}"
FOLLOWED = "- Văn phòng thực hiện theo khoản 2 mục II và mục III."


@pytest.fixture
def saved(draft):
    draft.plan.body = SAVED
    draft.plan.save()
    return draft


@pytest.fixture
def office(client, office_clerk, commune):
    make_unit(parent=commune, name="Thôn Ngọc")
    client.force_login(office_clerk)
    return client


def url(campaign):
    return reverse("campaigns:campaign_edit", args=[campaign.pk, "plan"])


def typed(campaign, **changes):
    names = (
        "subject", "symbol", "place", "bases", "opening", "lead_in", "body", "closing",
        "recipients", "signer_authority", "signer_position", "signer_name",
    )  # fmt: skip
    return {name: getattr(campaign.plan, name) for name in names} | changes


def told(response):
    return [(message.level_tag, message.message) for message in get_messages(response.wsgi_request)]


# --- the service ---------------------------------------------------------------------------------


def test_references_follow_the_heading_that_moved():
    followed = with_references(SAVED, INSERTED)
    assert followed.text.splitlines()[-1] == FOLLOWED
    assert followed.text.splitlines()[:-1] == INSERTED.splitlines()[:-1]
    assert [change.after for change in followed.changes] == ["khoản 2 mục II", "mục III"]


def test_a_body_with_a_fault_in_its_structure_is_left_as_typed():
    faulty = f"{INSERTED}\n[[không có]]"
    assert with_references(SAVED, faulty) == Followed(faulty, ())


def test_line_ends_of_a_browser_are_no_change():
    assert with_references(SAVED, SAVED.replace("\n", "\r\n")).changes == ()


def test_changes_are_told_by_line_and_at_most_so_many():
    changes = tuple(Change(line, "mục I", "mục II") for line in range(1, MOST_NAMED + 3))
    assert renamed(changes[:1]) == "Đã sửa 1 viện dẫn theo số mới: dòng 1: “mục I” → “mục II”."
    assert renamed(changes).endswith("; và 2 chỗ khác.")
    assert lost(changes) == ""


def test_what_lost_its_heading_is_told_by_line():
    assert lost((Change(4, "mục I", None),)) == (
        "Có viện dẫn chỉ tới phần đã bỏ, cần sửa lại: dòng 4: “mục I”."
    )
    assert renamed((Change(4, "mục I", None),)) == ""


# --- the editor ----------------------------------------------------------------------------------


def test_saving_lets_references_follow_and_says_which(office, saved):
    response = office.post(url(saved), typed(saved, body=INSERTED))
    saved.plan.refresh_from_db()
    assert saved.plan.body.splitlines()[-1] == FOLLOWED
    assert ("info", renamed(with_references(SAVED, INSERTED).changes)) in told(response)


def test_saving_names_what_points_to_a_removed_heading(office, saved):
    without = SAVED.replace("2. Đăng ký thi đua\n[[thời hạn đăng ký]]\n", "")
    response = office.post(url(saved), typed(saved, body=without))
    line = len(without.splitlines())
    assert (
        "warning",
        f"Có viện dẫn chỉ tới phần đã bỏ, cần sửa lại: dòng {line}: “khoản 2 mục I”.",
    ) in told(response)
    saved.plan.refresh_from_db()
    assert saved.plan.body.splitlines() == without.splitlines()


def test_an_officer_can_keep_the_numbers_as_typed(office, saved):
    response = office.post(url(saved), typed(saved, body=INSERTED, keep_references="on"))
    saved.plan.refresh_from_db()
    assert saved.plan.body.splitlines() == INSERTED.splitlines()
    assert [level for level, _ in told(response)] == ["success"]


def test_saving_without_a_change_says_nothing_of_references(office, saved):
    response = office.post(url(saved), typed(saved))
    assert [level for level, _ in told(response)] == ["success"]


def test_a_refused_form_shows_what_was_typed_and_what_would_follow(office, saved):
    response = office.post(url(saved), typed(saved, body=INSERTED, subject=""))
    text = response.content.decode()
    assert response.context["blocks"][0].form["body"].value() == INSERTED
    assert "“mục II” → “mục III”" in text
    saved.plan.refresh_from_db()
    assert saved.plan.body == SAVED


def test_the_preview_shows_each_reference_before_and_after(office, saved):
    preview = reverse("campaigns:campaign_preview", args=[saved.pk])
    response = office.post(preview, {"body": INSERTED})
    changes = response.context["preview"]["changes"]
    assert [(change["before"], change["after"]) for change in changes] == [
        ("khoản 2 mục I", "khoản 2 mục II"),
        ("mục II", "mục III"),
    ]
    assert changes[0]["typed"] == SAVED.splitlines()[-1]
    assert changes[0]["saved"] == FOLLOWED
    text = response.content.decode()
    assert "Viện dẫn theo số mới khi lưu (2)" in text
    assert FOLLOWED in text
    saved.plan.refresh_from_db()
    assert saved.plan.body == SAVED


def test_the_preview_leaves_numbers_alone_when_told_so(office, saved):
    preview = reverse("campaigns:campaign_preview", args=[saved.pk])
    response = office.post(preview, {"body": INSERTED, "keep_references": "on"})
    assert response.context["preview"]["changes"] == []
