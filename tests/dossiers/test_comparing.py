"""What changed between two versions of a dossier, and the page that shows it."""

import pytest
from django.urls import reverse

from awards.eligibility import as_json
from awards.facts import Assessment, Finding, Rule
from dossiers.comparing import ADDED, CHANGED, REMOVED, compared
from dossiers.models import Nomination
from dossiers.services import nominating
from emulation.organization.models import Role
from tests.make import make_dossier, make_nomination, make_part, make_unit, make_user


def nominee(pk=1, name="Thôn Ngọc", award="Giấy khen", **values):
    return {
        "id": pk, "nominee": name, "award": award, "summary": "", "report": "", "results": "",
        "outcome": "Đủ điều kiện", "findings": [],
    } | values  # fmt: skip


def part(name="Bản quét", sha256="a" * 64, component="Tờ trình"):
    return {"name": name, "component": component, "sha256": sha256}


def content(nominations=(), parts=()):
    return {"nominations": list(nominations), "parts": list(parts)}


def nominees(old, new, *, confidential=True):
    return compared(content(old), content(new), confidential=confidential).nominees


def parts(old, new):
    found = compared(content(parts=old), content(parts=new), confidential=False).parts
    return [
        (each.name, each.kind, each.old_name, each.before[:1], each.after[:1]) for each in found
    ]


def test_what_is_the_same_is_counted():
    found = compared(
        content([nominee()], [part()]), content([nominee()], [part()]), confidential=True
    )
    assert (found.is_same, found.same_nominees, found.same_parts) == (True, 1, 1)


def test_who_came_and_who_went():
    found = nominees(
        [nominee(1), nominee(2, "Thôn Cầu")], [nominee(2, "Thôn Cầu"), nominee(3, "Bà Mai")]
    )
    assert [(each.nominee, each.kind) for each in found] == [
        ("Bà Mai", ADDED),
        ("Thôn Ngọc", REMOVED),
    ]


def test_another_award_is_a_change_of_the_same_nomination():
    (change,) = nominees([nominee()], [nominee(award="Bằng khen")])
    (fact,) = change.facts
    assert (change.kind, fact.before, fact.after) == (CHANGED, "Giấy khen", "Bằng khen")


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("summary", "Tóm tắt thành tích"),
        ("report", "Báo cáo thành tích"),
        ("results", "Kết quả theo tiêu chí"),
    ],
)
def test_texts_are_compared_word_by_word(key, label):
    (change,) = nominees(
        [nominee(**{key: "Đúng hạn 95% hồ sơ."})], [nominee(**{key: "Đúng hạn 98% hồ sơ."})]
    )
    ((found, rows),) = change.texts
    assert found == label
    assert [span.text for row in rows for span in row.after if span.is_changed] == ["98"]


def test_findings_are_for_those_who_oversee():
    def with_verdict(verdict, outcome):
        rule = {"key": "r1", "text": "Có sáng kiến", "verdict": verdict, "reason": "Chưa ghi nhận."}
        return nominee(outcome=outcome, findings=[rule])

    old, new = [with_verdict("Đạt", "Đủ điều kiện")], [with_verdict("Không đạt", "Không đủ")]
    (change,) = nominees(old, new)
    assert [(fact.label, fact.before, fact.after) for fact in change.facts] == [
        ("Kết quả xét điều kiện", "Đủ điều kiện", "Không đủ"),
        ("Có sáng kiến", "Đạt", "Không đạt"),
    ]
    assert nominees(old, new, confidential=False) == []


def test_versions_that_kept_less_are_compared_by_name():
    old = {
        "nominee": "Thôn Ngọc",
        "award": "Giấy khen",
        "summary": "Cũ.",
        "report": "",
        "outcome": "",
    }
    (change,) = nominees([old], [nominee(summary="Mới.", outcome="")])
    assert [label for label, _ in change.texts] == ["Tóm tắt thành tích"]


def test_scans_come_go_and_are_replaced():
    old = [
        part("Một", "a" * 64),
        part("Hai", "b" * 64),
        part("Ba", "c" * 64),
        part("Năm", "e" * 64),
    ]
    new = [
        part("Một", "d" * 64),
        part("Hai mới", "b" * 64),
        part("Bốn", "f" * 64),
        part("Năm", "e" * 64),
    ]
    assert parts(old, new) == [
        ("Hai mới", CHANGED, "Hai", "", ""),
        ("Một", CHANGED, "", "a", "d"),
        ("Bốn", ADDED, "", "", "f"),
        ("Ba", REMOVED, "", "c", ""),
    ]


def test_two_scans_of_one_name_are_matched_one_by_one():
    old = [part("Trang", "a" * 64), part("Trang", "b" * 64)]
    new = [part("Trang", "b" * 64), part("Trang", "c" * 64)]
    assert parts(old, new) == [("Trang", CHANGED, "", "a", "c")]


# --- what a version keeps ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_version_keeps_results_findings_and_whose_they_are():
    rule = Rule("r1", "Có sáng kiến", "initiative", "")
    frozen = Assessment("ineligible", "Thiếu", (Finding(rule, "not_met", "Chưa ghi nhận."),))
    nomination = make_nomination(snapshot=as_json(frozen), snapshot_outcome="ineligible")
    (kept,) = nominating.content_of(nomination.dossier)["nominations"]
    assert kept["id"] == nomination.pk
    assert kept["results"]
    assert kept["findings"] == [
        {"key": "r1", "text": "Có sáng kiến", "verdict": "Không đạt", "reason": "Chưa ghi nhận."}
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("snapshot", [None, {"version": 0}])
def test_a_version_without_findings_that_can_be_read_keeps_none(snapshot):
    nomination = make_nomination(snapshot=snapshot)
    (kept,) = nominating.content_of(nomination.dossier)["nominations"]
    assert kept["findings"] == []


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture
def dossier(db):
    """A dossier that was sent twice: the report was amended and a scan came in between."""
    dossier = make_dossier()
    nomination = make_nomination(dossier=dossier, report="Đúng hạn 95% hồ sơ.")
    user = make_user()
    keep(dossier, user)
    Nomination.objects.filter(pk=nomination.pk).update(report="Đúng hạn 98% hồ sơ.")
    make_part(dossier=dossier, name="Ảnh đường hoa")
    keep(dossier, user)
    return dossier


def keep(dossier, user):
    dossier.versions.create(
        number=dossier.versions.count() + 1, content=nominating.content_of(dossier), sent_by=user
    )


def compare_url(dossier):
    return reverse("dossiers:dossier_compare", args=[dossier.pk])


@pytest.mark.parametrize("role", [Role.UNIT, Role.OFFICE])
def test_the_sender_and_the_office_see_what_changed(client, dossier, role):
    where = dossier.unit if role == Role.UNIT else dossier.authority
    client.force_login(make_user(role=role, unit=where))
    page = client.get(compare_url(dossier)).content.decode()
    assert "<del>95</del>" in page
    assert "<ins>98</ins>" in page
    assert "Ảnh đường hoa" in page


def test_the_outcome_is_for_those_who_oversee(client, dossier):
    version = dossier.versions.get(number=2)
    version.content["nominations"][0]["outcome"] = "Không đủ điều kiện"
    version.save()
    seen = {}
    for role, where in ((Role.UNIT, dossier.unit), (Role.OFFICE, dossier.authority)):
        client.force_login(make_user(role=role, unit=where))
        seen[role] = "Không đủ điều kiện" in client.get(compare_url(dossier)).content.decode()
    assert seen == {Role.UNIT: False, Role.OFFICE: True}


def test_two_versions_are_chosen_by_number(client, dossier):
    keep(dossier, make_user())
    client.force_login(make_user(role=Role.UNIT, unit=dossier.unit))
    context = client.get(compare_url(dossier), {"tu": "1", "den": "2"}).context
    assert (context["old"].number, context["new"].number) == (1, 2)
    assert client.get(compare_url(dossier)).context["found"].is_same


@pytest.mark.parametrize("wanted", ["9", "x", "", "-1"])
def test_a_version_that_is_not_there_is_not_found(client, dossier, wanted):
    client.force_login(make_user(role=Role.UNIT, unit=dossier.unit))
    assert client.get(compare_url(dossier), {"tu": wanted}).status_code == 404


@pytest.mark.parametrize("sent", [0, 1])
def test_a_dossier_sent_once_says_so(client, db, sent):
    dossier = make_dossier()
    for _ in range(sent):
        keep(dossier, make_user())
    client.force_login(make_user(role=Role.UNIT, unit=dossier.unit))
    page = client.get(compare_url(dossier)).content.decode()
    assert ("mới gửi một lần" if sent else "chưa gửi lần nào") in page


def test_others_do_not_find_the_page(client, dossier):
    neighbour = make_unit(parent=dossier.authority, name="Thôn Đoài")
    client.force_login(make_user(role=Role.UNIT, unit=neighbour))
    assert client.get(compare_url(dossier)).status_code == 404


@pytest.mark.parametrize("staff", [False, True])
def test_pages_lead_to_it_once_there_are_two_versions(client, dossier, staff):
    client.force_login(make_user(role=Role.OFFICE, unit=dossier.authority, is_staff=True))
    page = reverse("admin:dossiers_dossier_change", args=[dossier.pk]) if staff else (
        dossier.get_absolute_url()
    )  # fmt: skip
    assert compare_url(dossier) in client.get(page).content.decode()
    dossier.versions.get(number=2).delete()
    assert compare_url(dossier) not in client.get(page).content.decode()


def test_what_a_version_says_is_text(client, dossier):
    version = dossier.versions.get(number=2)
    version.content["nominations"][0]["report"] = "<script>alert(1)</script>"
    version.save()
    client.force_login(make_user(role=Role.UNIT, unit=dossier.unit))
    assert "<script>alert" not in client.get(compare_url(dossier)).content.decode()
