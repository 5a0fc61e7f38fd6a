"""`manage.py check_records` finds nothing in the demo, and names every thing that is spoilt."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from dossiers.models import Dossier
from emulation.chaining import chain_pending
from emulation.checking import Scope, all_checks, faults
from emulation.organization.models import Unit
from emulation.verifying import head_of
from tests.make import make_part, make_unit

CHECKS = {check.code: check for check in all_checks()}


def changed(table, values, which="", *, pick="MIN", key="id", of=""):
    """SQL of somebody who has the database and not the application: one row says something else."""
    where = f" WHERE {which}" if which else ""
    return (
        f"UPDATE {table} SET {values} WHERE id = (SELECT {pick}({key}) FROM {of or table}{where})"
    )


TOP_UNIT = "(SELECT MIN(id) FROM organization_unit)"
LAST_UNIT = "(SELECT MAX(id) FROM organization_unit)"
TALLY = ("issued", "returned", "valid", "invalid", "agree", "disagree", "blank")
SPOILT = {
    "chain": "UPDATE organization_seal SET content = 'x' WHERE position = 5",
    "sealed": changed("dossiers_dossierlog", "note = 'Khác'"),
    "states": changed("dossiers_dossier", "state = 'draft'", "state = 'appraised'"),
    "logs": changed("dossiers_nominationlog", "from_state = 'failed'", "to_state = 'awarded'"),
    "owners": changed("organization_person", f"authority_id = {TOP_UNIT}"),
    "tree": changed("organization_unit", "path = '/1/'", pick="MAX"),
    "circles": changed("organization_unit", "path = '/7/7/'", pick="MAX"),
    "memberships": changed(
        "organization_unit",
        "deleted_at = '2025-01-01', delete_reason = 'Nhầm'",
        key="unit_id",
        of="organization_membership",
    ),
    "superiors": changed("organization_superior", "superior_id = unit_id"),
    "transfers": (
        "INSERT INTO organization_transfer (authority_id, person_id, from_unit_id, to_unit_id,"
        " moved_on, reason, created_at) SELECT authority_id, id, unit_id, unit_id, '2025-01-01',"
        " 'X', '2025-01-01' FROM organization_person LIMIT 1"
    ),
    "ballots": changed("dossiers_agendaitem", "written_agree = 9", "agree IS NOT NULL"),
    "counts": (
        f"UPDATE dossiers_agendaitem SET {', '.join(f'{name} = NULL' for name in TALLY)} WHERE"
        " session_id IN (SELECT id FROM dossiers_councilsession WHERE state = 'concluded')"
    ),
    "register": changed(
        "awards_award", "document_date = '2001-01-01'", pick="MAX", key="award_id",
        of="dossiers_decisionline",
    ),
    "snapshots": changed("dossiers_nomination", "snapshot = NULL", "state = 'awarded'"),
    "versions": "DELETE FROM dossiers_dossierversion",
    "periods": changed(
        "dossiers_nomination", "period_id = (SELECT MAX(id) FROM campaigns_period)"
    ),
    "decided": changed(
        "dossiers_nomination", "state = 'passed'", "award_id IS NOT NULL", key="nomination_id",
        of="dossiers_decisionline",
    ),
    "revoked": (
        "UPDATE dossiers_decision SET state = 'revoked', published_at = NULL WHERE state = 'issued'"
    ),
    "certificates": changed("dossiers_certificate", f"authority_id = {TOP_UNIT}"),
    "sessions": changed("dossiers_attendance", "seat_id = (SELECT MAX(id) FROM dossiers_seat)"),
    "answers": changed(
        "awards_award", f"unit_id = {LAST_UNIT}, person_id = NULL, household_id = NULL",
        pick="MAX", key="award_id", of="dossiers_submissionline",
    ),
}  # fmt: skip


def check(*options):
    output = StringIO()
    try:
        call_command("check_records", *options, stdout=output)
    except SystemExit as end:
        return end.code, output.getvalue()
    return 0, output.getvalue()


@pytest.fixture
def sound(demo):
    """The demo, sealed and chained, without its files: these lie in another test's folder."""
    chain_pending()


@pytest.mark.parametrize("code", [code for code in CHECKS if code != "files"])
def test_nothing_is_wrong_with_the_demo(sound, code):
    assert list(faults(Scope(), [CHECKS[code]])) == []


def test_every_check_has_its_spoiling():
    assert set(SPOILT) | {"files"} == set(CHECKS)


@pytest.mark.parametrize("code", SPOILT)
def test_what_is_spoilt_is_named(sound, code):
    with connection.cursor() as cursor:
        cursor.execute(SPOILT[code])
        assert cursor.rowcount > 0
    found = list(faults(Scope(), [CHECKS[code]]))
    assert found
    assert all(fault.code == code and fault.message.endswith(".") for fault in found)


@pytest.mark.django_db
def test_a_file_that_was_changed_is_named():
    part = make_part()
    assert list(faults(Scope(), [CHECKS["files"]])) == []
    default_storage.delete(part.file.name)
    default_storage.save(part.file.name, ContentFile(b"%PDF-1.7 khac"))
    (fault,) = faults(Scope(), [CHECKS["files"]])
    assert fault.message == (
        f"tài liệu trong hồ sơ số {part.pk}: tệp {part.file.name} không đúng mã băm đã ghi."
    )


@pytest.mark.django_db
def test_a_file_that_is_gone_is_named():
    part = make_part()
    default_storage.delete(part.file.name)
    (fault,) = faults(Scope(), [CHECKS["files"]])
    assert "không còn tệp" in fault.message


@pytest.mark.django_db
def test_a_name_that_leads_out_of_the_folder_is_not_opened():
    part = make_part()
    type(part).objects.filter(pk=part.pk).update(file="../../etc/passwd")
    (fault,) = faults(Scope(), [CHECKS["files"]])
    assert "không đọc được" in fault.message


def test_an_authority_is_checked_alone(sound):
    with connection.cursor() as cursor:
        cursor.execute(SPOILT["states"])
    spoilt = Dossier.objects.filter(state="draft", receipt_number__isnull=False).get()
    others = Unit.everyone.exclude(pk=spoilt.authority_id).filter(kind="authority")
    mine = Scope(authority=spoilt.authority_id)
    assert list(faults(mine, [CHECKS["states"]]))
    assert [list(faults(Scope(authority=u.pk), [CHECKS["states"]])) for u in others] == [
        [] for _ in others
    ]


@pytest.mark.parametrize("code", [code for code in CHECKS if code != "files"])
def test_a_check_asks_as_much_for_many_rows_as_for_few(sound, code, django_assert_max_num_queries):
    """At most two queries for each sealed table, log or key: none a row."""
    with django_assert_max_num_queries(110):
        list(CHECKS[code].find(Scope()))


# --- the command ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_says_that_all_is_well_and_how_the_chain_ends():
    make_part()
    code, output = check()
    position, chain = head_of()
    assert code == 0
    assert f"Mắt xích cuối: {position}:{chain}" in output
    assert f"{len(CHECKS)} phép kiểm tra đều đạt." in output


@pytest.mark.django_db
def test_the_command_ends_with_one_and_a_line_a_fault():
    part = make_part()
    default_storage.delete(part.file.name)
    code, output = check()
    assert code == 1
    assert f"[files] tài liệu trong hồ sơ số {part.pk}: không còn tệp {part.file.name}." in output


@pytest.mark.django_db
def test_many_faults_of_a_kind_are_not_all_printed():
    for _ in range(22):
        default_storage.delete(make_part().file.name)
    assert check()[1].count("[files]") == 21


@pytest.mark.django_db
def test_a_noted_link_is_asked_for_again():
    make_unit()
    chain_pending()
    position, chain = head_of()
    assert check("--anchor", f"{position}:{chain[:32]}")[0] == 0
    code, output = check("--anchor", f"{position}:{'0' * 32}")
    assert code == 1
    assert "[anchor]" in output


@pytest.mark.django_db
@pytest.mark.parametrize(
    "options", [["--authority", "999999"], ["--only", "khongco"], ["--anchor", "abc"]]
)
def test_what_does_not_exist_is_refused(options):
    with pytest.raises(CommandError):
        check(*options)


def test_the_checks_are_listed():
    assert all(f"{found.code:14}{found.rule}" in check("--list")[1] for found in CHECKS.values())
