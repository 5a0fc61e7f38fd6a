"""An authority leaves with all that is its own, and arrives in an empty installation equal."""

import hashlib
import json
import shutil
import zipfile
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.test import override_settings

from awards import catalogue
from awards.models import Award
from campaigns.models import RegistrationLog
from dossiers.models import Decision, Dossier, Nomination
from emulation.backup.archive import ArchiveError
from emulation.backup.rows import tables, wipe
from emulation.checking import Scope, all_checks, faults
from emulation.organization.models import Person, Unit, User
from emulation.owning import ACCOUNTS, owned, owned_models, owner_path, shared_models
from emulation.portable.choosing import exported_models
from emulation.portable.exporting import export_authority
from emulation.portable.importing import import_authority
from tests.make import make_part, make_superuser, make_unit, make_user

COMMUNE = "Ủy ban nhân dân xã Đình Dù"
# Tables of which nothing is any authority's: the law, accounts, and the system's own.
NOBODYS = {
    "auth.group", "auth.group_permissions", "auth.permission", "awards.awardshare",
    "awards.awardtype", "awards.basesalary", "awards.bonusrate", "awards.bonusrule",
    "awards.historicalawardshare", "awards.historicalawardtype", "awards.historicalbasesalary",
    "awards.historicalbonusrate", "awards.historicalbonusrule", "awards.historicallegaldocument",
    "awards.historicalregime", "awards.historicalvoterule", "awards.legaldocument",
    "awards.regime", "awards.voterule", "campaigns.subscription", "admin.logentry",
    "contenttypes.contenttype", "sessions.session", "django_tasks_database.dbtaskresult",
    "organization.accountlog", "organization.accountsession", "organization.chainhead",
    "organization.postedform", "organization.retention", "organization.seal",
    "organization.taskworker",
} | ACCOUNTS  # fmt: skip


@pytest.fixture
def commune(demo):
    return Unit.objects.get(name=COMMUNE)


@pytest.fixture(scope="module")
def exported(loaded_demo, django_db_blocker, tmp_path_factory):
    """The commune of the demo as an archive, with one file that is there; made once."""
    target = tmp_path_factory.mktemp("exported") / "commune.zip"
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        commune = Unit.objects.get(name=COMMUNE)
        make_part(
            dossier=Dossier.objects.filter(authority=commune).first(), by=User.objects.first()
        )
        export_authority(commune.pk, target)
        transaction.set_rollback(True)
    return target


@pytest.fixture
def archive(exported, demo, tmp_path):
    """A copy of that archive, the demo beside it as it was."""
    return shutil.copy(exported, tmp_path / "commune.zip")


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """The folder of files, with nothing of other tests beside it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def empty(archive):
    """An installation that is new: the law, under other numbers, and nothing else."""
    wipe(tables(), "default")
    catalogue.load()


@pytest.fixture
def emptied(archive):
    """The same installation without authorities, their records and accounts."""
    law = {apps.get_model(label) for label in settings.SHARED_KEYS}
    gone = {
        model: list(models.QuerySet(model).exclude(**{owner_path(model): None}).values_list("pk"))
        for model in law & set(owned_models())
    }
    wipe([model for model in tables() if model not in law], "default")
    for model, keys in gone.items():
        models.QuerySet(model).filter(pk__in=[pk for (pk,) in keys])._raw_delete("default")


def content(path):
    with zipfile.ZipFile(path) as archive:
        return {
            name: archive.read(name).splitlines()
            for name in archive.namelist()
            if name.startswith(("tables/", "files/"))
        }


def manifest(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("MANIFEST.json"))


def rows_in(path, model):
    with zipfile.ZipFile(path) as archive:
        names, *rows = map(
            json.loads, archive.read(f"tables/{model._meta.db_table}.jsonl").splitlines()
        )
    return [dict(zip(names, row, strict=True)) for row in rows]


# --- what belongs to whom ------------------------------------------------------------------------


def test_of_every_table_it_is_known_whose_its_rows_are():
    """A new table belongs to authorities by its keys, or is named here as nobody's."""
    ours = {
        model._meta.label_lower
        for model in shared_models()
        if model.__module__.partition(".")[0] in ("emulation", "awards", "campaigns", "dossiers")
    }
    assert ours <= NOBODYS


@pytest.mark.parametrize("model", owned_models(), ids=lambda model: model._meta.label)
def test_the_way_to_the_owner_ends_at_a_unit(model):
    field = model
    for name in owner_path(model).split("__"):
        field = field._meta.get_field(name).related_model
    assert field is Unit


def test_the_demo_is_shared_out_without_rest_or_overlap(demo):
    """Each row of a table that authorities own is in exactly one export, or shared by all."""
    authorities = Unit.everyone.filter(kind="authority").values_list("pk", flat=True)
    for model in owned_models():
        if hasattr(model, "history_type"):
            continue
        counted = Counter(
            pk for unit in authorities for pk in owned(model, unit).values_list("pk", flat=True)
        )
        assert set(counted.values()) <= {1}
        left = models.QuerySet(model).exclude(pk__in=counted)
        assert not left.exclude(**{owner_path(model): None}).exists()


# --- there ---------------------------------------------------------------------------------------


def test_nothing_of_another_authority_leaves(archive, commune):
    people = {row["id"] for row in rows_in(archive, Person)}
    assert people == set(Person.everyone.filter(authority=commune).values_list("pk", flat=True))
    assert {row["authority_id"] for row in rows_in(archive, Nomination)} == {commune.pk}
    assert manifest(archive)["foreign"] == {}


def test_accounts_leave_without_passwords(archive):
    accounts = rows_in(archive, User)
    assert accounts
    assert {(row["password"], row["last_login"], row["is_superuser"]) for row in accounts} == {
        ("", None, False)
    }


def test_whom_others_employ_is_a_name_only(commune, tmp_path):
    stranger = make_user(username="nguoingoai", email="a@b.vn", is_staff=True)
    Decision.objects.filter(authority=commune).update(created_by=stranger)
    export_authority(commune.pk, tmp_path / "x.zip")
    (row,) = [row for row in rows_in(tmp_path / "x.zip", User) if row["username"] == "nguoingoai"]
    assert (row["is_active"], row["is_staff"], row["email"]) == (False, False, "")


def test_a_unit_outside_is_a_stub(archive, commune):
    stubs = [row for row in rows_in(archive, Unit) if row["authority_id"] != commune.pk]
    assert {row["id"] for row in stubs} == set(manifest(archive)["stubs"])
    assert {(row["head_name"], row["symbol"], row["letterhead"]) for row in stubs} == {("", "", "")}


def test_the_format_is_described_for_every_table(archive):
    with zipfile.ZipFile(archive) as opened:
        readme = opened.read("README.md").decode()
        described = {name for name in opened.namelist() if name.startswith("tables/")}
    assert described == {f"tables/{model._meta.db_table}.jsonl" for model in exported_models()}
    for model in exported_models():
        assert f"### `{model._meta.db_table}`: {model._meta.verbose_name}" in readme


def test_what_lies_with_another_authority_is_left_empty(commune, tmp_path):
    other = Unit.objects.get(name="Ủy ban nhân dân xã Lạc Hồng")
    campaign = apps.get_model("campaigns.Campaign").objects.filter(authority=commune).first()
    theirs = apps.get_model("campaigns.Campaign").objects.filter(authority=other).first()
    campaign.parent = theirs
    campaign.save()
    export_authority(commune.pk, tmp_path / "x.zip")
    rows = rows_in(tmp_path / "x.zip", type(campaign))
    assert {row["id"]: row["parent_id"] for row in rows}[campaign.pk] is None


# --- and back ------------------------------------------------------------------------------------


def test_what_arrives_leaves_again_equal(archive, emptied, tmp_path):
    import_authority(archive)
    export_authority(manifest(archive)["authority"]["id"], tmp_path / "again.zip")
    assert content(tmp_path / "again.zip") == content(archive)


def test_nothing_is_wrong_with_what_arrived(archive, empty):
    import_authority(archive)
    checks = [check for check in all_checks() if check.code != "files"]
    assert [str(fault) for fault in faults(Scope(), checks)] == []


def test_accounts_get_new_numbers_and_stay_who_they_are(archive, empty):
    said = Counter((row["by_id"], row["transition"]) for row in rows_in(archive, RegistrationLog))
    names = {row["id"]: row["username"] for row in rows_in(archive, User)}
    for number in range(3):
        make_superuser(username=f"quantri{number}")
    import_authority(archive)
    here = Counter(RegistrationLog.objects.values_list("by__username", "transition"))
    assert here == {(names[by], step): count for (by, step), count in said.items()}


def test_an_account_never_takes_over_one_that_is_here(archive, empty):
    here = make_superuser(username="vanphong", password="mat-khau-cua-toi")
    import_authority(archive)
    here.refresh_from_db()
    assert here.check_password("mat-khau-cua-toi")
    assert not here.memberships.exists()
    assert User.objects.filter(username="vanphong-2").exists()


def test_nobody_can_log_in_before_he_gets_a_password(archive, empty):
    import_authority(archive)
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_law_that_is_here_is_used(archive, empty):
    types = apps.get_model("awards.AwardType")
    before = types.objects.count()
    codes = {row["id"]: row["code"] for row in rows_in(archive, types)}
    given = Counter(codes[row["award_type_id"]] for row in rows_in(archive, Award))
    import_authority(archive)
    assert types.objects.count() == before
    assert Counter(Award.objects.values_list("award_type__code", flat=True)) == given


def test_the_law_that_is_not_here_comes_along(archive, empty):
    apps.get_model("awards.AwardType").objects.all().delete()
    import_authority(archive)
    assert apps.get_model("awards.AwardType").objects.count() == len(
        manifest(archive)["shared"]["awards_awardtype"]
    )


def test_new_rows_are_numbered_after_those_that_arrived(archive, empty):
    import_authority(archive)
    last = Unit.everyone.latest("pk").pk
    assert make_unit(parent=Unit.everyone.get(pk=last).authority).pk > last


@pytest.mark.django_db
def test_an_installation_with_units_takes_nothing_in(tmp_path):
    unit = make_unit()
    export_authority(unit.authority_id, tmp_path / "x.zip")
    with pytest.raises(ArchiveError, match="chưa có đơn vị nào"):
        import_authority(tmp_path / "x.zip")


def test_what_cannot_be_stored_leaves_nothing(archive, empty, media_root):
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    said = json.loads(members.pop("MANIFEST.json"))
    table = "tables/organization_membership.jsonl"
    members[table] = members[table].replace(b'"office"', b'"vua"')
    said["members"][table] = {
        "size": len(members[table]), "sha256": hashlib.sha256(members[table]).hexdigest(),
    }  # fmt: skip
    with zipfile.ZipFile(archive, "w") as opened:
        for name, data in {**members, "MANIFEST.json": json.dumps(said)}.items():
            opened.writestr(name, data)
    with pytest.raises(ArchiveError, match="chưa thay đổi gì"), transaction.atomic():
        import_authority(archive)
    assert not Unit.everyone.exists()
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


# --- the commands --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_commands_export_and_import(tmp_path, media_root):
    part = make_part()
    output = StringIO()
    authority = part.dossier.authority
    call_command("export_authority", authority.pk, tmp_path / "x.zip", stdout=output)
    assert f"{authority.name}, " in output.getvalue()
    assert " 1 tệp." in output.getvalue()
    with transaction.atomic():
        wipe(tables(), "default")
    media_root.rename(tmp_path / "gone")
    call_command("import_authority", tmp_path / "x.zip", stdout=output)
    assert "phép kiểm tra đều đạt" in output.getvalue()
    with type(part).objects.get().file.open() as stream:
        assert stream.read() == b"%PDF-1.7"


@pytest.mark.django_db
def test_only_an_authority_is_exported(tmp_path):
    village = make_unit(parent=make_unit(parent=None))
    with pytest.raises(CommandError, match="Không có cơ quan"):
        call_command("export_authority", village.pk, tmp_path / "x.zip")
