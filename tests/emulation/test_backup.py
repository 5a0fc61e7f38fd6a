"""A backup holds every row and file, comes back equal, and is refused whole when not sound."""

import hashlib
import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import models
from django.db.utils import IntegrityError

from emulation.backup import restoring
from emulation.backup.archive import ArchiveError, is_safe
from emulation.backup.restoring import finish_interrupted, restore
from emulation.backup.rows import LEFT_OUT, kept_tables, rows, tables
from emulation.backup.writing import PATTERN, forget_old, write_backup
from emulation.organization.models import ChainHead, Person, Unit
from emulation.verifying import head_of
from tests.make import make_part, make_person, make_superuser


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """The folder of files, with nothing of other tests beside it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def everything():
    """Every row of every table, as values; the mark of a restore is its own."""
    return {
        model._meta.db_table: list(rows(models.QuerySet(model)))
        for model in kept_tables()
        if model is not ChainHead
    }


def stored(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def spoil(person):
    """What happens after the backup and must be gone when it is put back."""
    type(person)._base_manager.filter(pk=person.pk).update(full_name="Người Khác")
    make_person(full_name="Người Mới")
    make_part(content=b"%PDF later")


@pytest.fixture
def backup(db, tmp_path, media_root):
    """A backup of a small office, and what was in it."""
    make_part(content=b"%PDF one")
    make_person(full_name="Nguyễn Văn Ánh")
    target = tmp_path / "backup.zip"
    write_backup(target)
    return target


@pytest.fixture
def unpacked(backup, tmp_path):
    """The backup taken apart, to be changed and packed again."""
    folder = tmp_path / "apart"
    with zipfile.ZipFile(backup) as archive:
        archive.extractall(folder)
    return folder


def pack(folder, target, **manifest):
    """Pack a folder again, its manifest right about every member unless told otherwise."""
    said = json.loads((folder / "MANIFEST.json").read_text())
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "MANIFEST.json"]
    said["members"] = {
        str(path.relative_to(folder)): {
            "size": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in files
    }
    with zipfile.ZipFile(target, "w") as archive:
        for path in files:
            archive.write(path, str(path.relative_to(folder)))
        archive.writestr("MANIFEST.json", json.dumps(said | manifest))
    return target


# --- there and back ------------------------------------------------------------------------------


def test_the_whole_demo_comes_back_row_for_row_and_file_for_file(demo, tmp_path, media_root):
    person = Person.objects.first()
    make_part(content=b"%PDF one")
    before, files = everything(), stored(media_root)
    write_backup(tmp_path / "backup.zip")
    spoil(person)
    restore(tmp_path / "backup.zip", replace=True)
    assert everything() == before
    assert stored(media_root) == files


def test_new_rows_are_numbered_after_the_restored_ones(backup):
    last = Person.objects.latest("pk").pk
    restore(backup, replace=True)
    assert make_person().pk > last


def test_the_manifest_counts_rows_and_names_the_migrations(backup):
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("MANIFEST.json"))
    assert manifest["tables"]["organization_person"] == Person.objects.count()
    assert ["organization", "0001_initial"] in manifest["migrations"]
    assert manifest["chain"] == f"{head_of()[0]}:{head_of()[1]}"


def test_sessions_are_not_kept():
    kept = {model._meta.label_lower for model in kept_tables()}
    assert not kept & LEFT_OUT
    assert kept | LEFT_OUT >= {model._meta.label_lower for model in tables()}


def test_the_secret_key_is_not_in_it(backup, settings):
    with zipfile.ZipFile(backup) as archive:
        names = archive.namelist()
        said = b"".join(archive.read(name) for name in names if name.startswith("MANIFEST"))
    assert settings.SECRET_KEY.encode() not in said
    assert {name.partition("/")[0] for name in names} == {"tables", "files", "MANIFEST.json"}


def test_only_the_owner_may_read_it(backup):
    assert backup.stat().st_mode & 0o077 == 0


def test_a_missing_file_is_named(db, tmp_path):
    part = make_part()
    default_storage.delete(part.file.name)
    assert write_backup(tmp_path / "backup.zip")["missing"] == [part.file.name]


def test_a_backup_that_fails_leaves_nothing(db, tmp_path, monkeypatch):
    def broken(*args):
        raise OSError("disk full")

    make_part()
    monkeypatch.setattr(default_storage._wrapped, "open", broken)
    with pytest.raises(OSError, match="disk full"):
        write_backup(tmp_path / "here" / "backup.zip")
    assert list((tmp_path / "here").iterdir()) == []


def test_old_backups_are_forgotten_by_their_moment(tmp_path):
    names = [f"thi-dua-2026112{day}-010000.zip" for day in range(5)]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / "khac.zip").touch()
    forget_old(tmp_path, 2)
    assert sorted(path.name for path in tmp_path.glob(PATTERN)) == names[3:]
    assert (tmp_path / "khac.zip").exists()


# --- refused, and nothing has changed ------------------------------------------------------------


def refused(archive, message, media_root, **options):
    before, files = everything(), stored(media_root)
    with pytest.raises(ArchiveError, match=message):
        restore(archive, **{"replace": True} | options)
    assert everything() == before
    assert stored(media_root) == files
    assert [path.name for path in media_root.parent.glob("media*")] == ["media"]


def test_data_is_not_replaced_without_being_told(backup, media_root):
    refused(backup, "đã có dữ liệu", media_root, replace=False)


def test_an_account_alone_is_data(db, backup, media_root):
    Person._base_manager.all()._raw_delete("default")
    make_superuser()
    refused(backup, "đã có dữ liệu", media_root, replace=False)


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
@pytest.mark.parametrize(
    "start", ["MANIFEST", "tables/organization_person", "tables/organization_seal", "files/"]
)
def test_a_changed_byte_of_a_member_is_noticed(backup, media_root, start, share):
    content = bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as archive:
        info = next(info for info in archive.infolist() if info.filename.startswith(start))
    head = info.header_offset
    place = (
        head
        + 30
        + sum(int.from_bytes(content[head + at : head + at + 2], "little") for at in (26, 28))
    )
    content[place + int(info.compress_size * share)] ^= 0xFF
    backup.write_bytes(content)
    refused(backup, "hỏng|mã băm|khớp|dung lượng|không phải", media_root)


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_a_cut_archive_is_refused(backup, media_root, share):
    content = backup.read_bytes()
    backup.write_bytes(content[: int(len(content) * share)])
    refused(backup, "đã hỏng", media_root)


def test_a_row_changed_in_the_archive_is_noticed(backup, unpacked, media_root, tmp_path):
    manifest = json.loads((unpacked / "MANIFEST.json").read_text())
    table = unpacked / "tables/organization_person.jsonl"
    table.write_text(table.read_text().replace("Ánh", "Anh"))
    members = {
        name: member | {"size": (unpacked / name).stat().st_size}
        for name, member in manifest["members"].items()
    }
    refused(pack(unpacked, tmp_path / "new.zip", members=members), "mã băm", media_root)


@pytest.mark.parametrize(
    "name",
    [
        "files/../../evil.pdf", "/etc/passwd", "files//x", "files/a/../../x", "tables/../x.jsonl",
        "files/C:/x", "files/..\\x", "files/x\0.pdf", "elsewhere/x", "files/.", "files/a ",
        "files/",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_not_safe(name):
    assert not is_safe(name)


@pytest.mark.parametrize("name", ["files/papers/3/2024/plan-1.pdf", "tables/auth_group.jsonl"])
def test_our_own_names_are_safe(name):
    assert is_safe(name)


def test_a_member_outside_is_never_unpacked(unpacked, media_root, tmp_path):
    manifest = json.loads((unpacked / "MANIFEST.json").read_text())
    target = pack(unpacked, tmp_path / "new.zip")
    said = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    manifest["members"]["files/../../evil.txt"] = said
    with zipfile.ZipFile(target, "w") as archive:
        for name in manifest["members"]:
            source = unpacked / name
            archive.writestr(name, source.read_bytes() if ".." not in name else b"x")
        archive.writestr("MANIFEST.json", json.dumps(manifest))
    refused(target, "không hợp lệ", media_root)
    assert not list(tmp_path.rglob("evil.txt"))


def test_a_member_that_the_manifest_does_not_name_is_refused(unpacked, media_root, tmp_path):
    target = pack(unpacked, tmp_path / "new.zip")
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("files/more.pdf", b"x")
    refused(target, "không khớp", media_root)


def test_more_than_the_limit_is_refused(backup, media_root, settings):
    settings.BACKUP_MAX_BYTES = 1000
    refused(backup, "lớn hơn mức cho phép", media_root)


def test_a_backup_of_a_newer_version_is_refused(unpacked, media_root, tmp_path):
    said = json.loads((unpacked / "MANIFEST.json").read_text())["migrations"]
    newer = pack(unpacked, tmp_path / "new.zip", migrations=[*said, ["dossiers", "0099_later"]])
    refused(newer, "mới hơn", media_root)


def test_another_kind_of_archive_is_refused(unpacked, media_root, tmp_path):
    refused(pack(unpacked, tmp_path / "new.zip", kind="authority"), "không phải", media_root)


def test_rows_that_break_a_rule_are_refused_whole(unpacked, media_root, tmp_path):
    table = unpacked / "tables/organization_membership.jsonl"
    head, *_ = table.read_text().splitlines()
    row = dict.fromkeys(json.loads(head)) | {"id": 1, "user_id": 999, "unit_id": 999, "role": "x"}
    table.write_text(f"{head}\n{json.dumps(list(row.values()))}\n")
    refused(pack(unpacked, tmp_path / "new.zip"), "chưa thay đổi gì", media_root)


def test_rows_that_refer_to_nothing_are_refused_whole(unpacked, media_root, tmp_path):
    table = unpacked / "tables/organization_unit.jsonl"
    table.write_text(table.read_text().splitlines()[0] + "\n")
    refused(pack(unpacked, tmp_path / "new.zip"), "chưa thay đổi gì", media_root)


def test_a_column_that_is_not_ours_is_refused(unpacked, media_root, tmp_path):
    table = unpacked / "tables/organization_person.jsonl"
    table.write_text(table.read_text().replace('"full_name"', '"full_name; DROP TABLE x"', 1))
    refused(pack(unpacked, tmp_path / "new.zip"), "không đúng các cột", media_root)


# --- killed in between ---------------------------------------------------------------------------


def test_a_restore_that_was_killed_before_its_commit_is_undone(db, media_root):
    media_root.mkdir()
    (media_root / "new.pdf").touch()
    before = media_root.with_name("media.before-abc")
    before.mkdir()
    (before / "old.pdf").touch()
    finish_interrupted()
    assert list(stored(media_root)) == ["old.pdf"]
    assert not before.exists()


def test_a_restore_that_was_killed_after_its_commit_is_finished(db, media_root):
    ChainHead.objects.update_or_create(pk=1, defaults={"restored": "abc"})
    media_root.mkdir()
    (media_root / "new.pdf").touch()
    media_root.with_name("media.before-abc").mkdir()
    finish_interrupted()
    assert list(stored(media_root)) == ["new.pdf"]
    assert [path.name for path in media_root.parent.glob("media*")] == ["media"]


def test_files_change_back_when_the_commit_fails(backup, media_root, monkeypatch):
    swap = restoring._Folder.swap

    def then_fail(self, token):
        swap(self, token)
        raise IntegrityError("at commit")

    monkeypatch.setattr(restoring._Folder, "swap", then_fail)
    refused(backup, "chưa thay đổi gì", media_root)


# --- the commands --------------------------------------------------------------------------------


def run(*arguments):
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_the_commands_back_up_and_restore_and_check(tmp_path, media_root):
    make_part()
    target = tmp_path / "out" / "sao-luu.zip"
    assert " dòng, 1 tệp" in run("backup", target)
    Unit.objects.update(name="Khác")
    said = run("restore", target, "--replace")
    assert "phép kiểm tra đều đạt" in said
    assert not Unit.objects.filter(name="Khác").exists()


@pytest.mark.django_db
def test_the_command_keeps_the_newest(tmp_path, settings):
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    (settings.BACKUP_DIR / "thi-dua-20200101-000000.zip").touch()
    assert "Đã bỏ bản cũ thi-dua-20200101-000000.zip." in run("backup", "--keep", "1")
    assert len(list(settings.BACKUP_DIR.glob(PATTERN))) == 1


@pytest.mark.django_db
def test_the_command_writes_over_nothing(tmp_path):
    (tmp_path / "a.zip").touch()
    with pytest.raises(CommandError, match="Đã có tệp"):
        run("backup", tmp_path / "a.zip")


@pytest.mark.django_db
def test_the_command_says_why_it_refuses(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"not a zip")
    with pytest.raises(CommandError, match="đã hỏng"):
        run("restore", tmp_path / "a.zip")
