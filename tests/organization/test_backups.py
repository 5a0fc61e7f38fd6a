"""Backups in the browser: asked for with one click, listed, fetched, by administrators alone."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django_tasks import default_task_backend

from emulation.backup.archive import Reader
from emulation.backup.writing import KIND
from emulation.organization import backups
from emulation.organization.models import Role
from tests.make import make_authority, make_superuser, make_user

pytestmark = pytest.mark.django_db
LIST = "organization:backup_list"


@pytest.fixture
def administrator(client, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    default_task_backend.clear()
    client.force_login(make_superuser(full_name="Lê Quản Trị"))
    return client


def take():
    """Do what the worker would: the task that waits."""
    [waiting] = default_task_backend.results
    backups.take_backup.func(*waiting.args)
    return waiting.args[0]


def test_a_click_has_the_worker_take_a_whole_backup(administrator, tmp_path):
    make_authority(name="UBND xã Đình Dù")
    administrator.post(reverse(LIST))
    name = take()
    assert "organization_unit" in Reader(tmp_path / name, KIND).manifest["tables"]
    page = administrator.get(reverse(LIST)).content.decode()
    assert name in page
    assert "Yêu cầu sao lưu: Lê Quản Trị" in page


def test_the_archive_is_handed_over_and_noted(administrator, tmp_path):
    administrator.post(reverse(LIST))
    name = take()
    answer = administrator.get(reverse("organization:backup_file", args=[name]))
    assert b"".join(answer.streaming_content) == (tmp_path / name).read_bytes()
    assert "attachment" in answer["Content-Disposition"]
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
        "Yêu cầu sao lưu",
        "Tải về",
    ]


def test_a_task_begun_again_writes_nothing_twice(administrator, tmp_path):
    administrator.post(reverse(LIST))
    name = take()
    before = (tmp_path / name).read_bytes()
    backups.take_backup.func(name)
    assert (tmp_path / name).read_bytes() == before


def test_nobody_else_sees_or_fetches_them(client, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    (tmp_path / "thi-dua-1.zip").write_text("x")
    client.force_login(make_user(role=Role.OFFICE, unit=make_authority(), is_staff=True))
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse(LIST)).status_code == 403
    assert (
        client.get(reverse("organization:backup_file", args=["thi-dua-1.zip"])).status_code == 404
    )
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("name", ["thi-dua-khac.zip", "..", "db.sqlite3"])
def test_only_backups_of_the_folder_are_handed_over(administrator, tmp_path, name):
    (tmp_path / "db.sqlite3").write_text("x")
    assert administrator.get(reverse("organization:backup_file", args=[name])).status_code == 404


def test_a_list_takes_as_many_queries_for_three_as_for_one(
    administrator, tmp_path, django_assert_num_queries
):
    (tmp_path / "thi-dua-1.zip").write_text("x")
    administrator.get(reverse(LIST))
    with django_assert_num_queries(2):
        assert len(backups.kept()) == 1
        assert backups.last_state() == ""
    for number in (2, 3):
        (tmp_path / f"thi-dua-{number}.zip").write_text("x")
    with django_assert_num_queries(2):
        assert len(backups.kept()) == 3
        assert backups.last_state() == ""
