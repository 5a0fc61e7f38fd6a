"""`manage.py import_plan`: JSON that writes nothing, or a draft; plain words for what is wrong."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from awards.models import Criterion
from campaigns.models import Campaign
from tests import plans
from tests.make import make_authority, make_user

SEEDS = {
    path.name[:3]: path for path in (Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt")
}
needs_seeds = pytest.mark.skipif(len(SEEDS) < 2, reason="the two real documents are not here")


def run(*args, **options):
    output = StringIO()
    call_command("import_plan", *map(str, args), stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def ward_file(tmp_path):
    path = tmp_path / "kế hoạch.docx"
    path.write_bytes(plans.ward())
    return path


@pytest.mark.django_db
@needs_seeds
def test_json_of_the_commune_plan():
    data = json.loads(run(SEEDS["000"], "--json"))
    assert (data["place"], data["date"], data["type"]) == ("Đình Dù", "2024-04-16", "KẾ HOẠCH")
    assert [section["label"] for section in data["sections"]] == [
        "I", "II", "III", "IV", "V", "VI", "V",
    ]  # fmt: skip
    (registration,) = data["registration_deadlines"]
    assert (registration["year"], registration["before"]) == (2024, "2024-04-26")
    assert [one["before"] for one in data["dossier_deadlines"]] == ["2024-12-10"]
    assert [len(data["criteria"][name]) for name in ("collective", "individual")] == [4, 5]
    assert (len(data["components"]), len(data["recipients"])) == (4, 8)
    assert data["signatures"] == [
        {"authority": ["TM. ỦY BAN NHÂN DÂN"], "position": "CHỦ TỊCH", "name": "Trần Quang Huy"}
    ]
    dossier = data["sections"][5]["blocks"][1]["children"][0]
    assert (dossier["kind"], dossier["label"], len(dossier["children"])) == ("bullet", None, 5)


@pytest.mark.django_db
@needs_seeds
def test_json_of_the_inspectorate_plan():
    data = json.loads(run(SEEDS["002"], "--json"))
    assert (data["number"], data["symbol"], data["date"]) == (None, "KH-TT", None)
    assert [(one["year"], one["before"]) for one in data["registration_deadlines"]] == [
        (None, "--02-01"),
        (2021, "2021-08-30"),
    ]
    assert data["dossier_deadlines"] == []
    assert [len(data["criteria"][name]) for name in ("collective", "individual")] == [6, 2]
    assert (len(data["components"]), len(data["recipients"])) == (3, 7)
    assert data["signatures"][0]["name"] == "Đàm Quang Vinh"


def test_json_needs_no_database_and_is_written_in_vietnamese(ward_file):
    assert "PHƯỜNG MINH XUÂN" in run(ward_file, "--json")


def test_filing_for_the_only_authority(ward_file, commune, office_clerk):
    output = run(ward_file)
    campaign = Campaign.objects.get()
    assert f"dự thảo số {campaign.pk}" in output
    assert (campaign.authority, campaign.created_by) == (commune, office_clerk)
    assert "- " in output


def test_filing_for_one_of_several(ward_file, commune, office_clerk):
    make_authority(name="Ủy ban nhân dân xã Lạc Đạo")
    with pytest.raises(CommandError, match="--unit"):
        run(ward_file)
    run(ward_file, "--unit", commune.pk)
    assert Campaign.objects.get().authority == commune


def test_who_files(ward_file, commune, office_clerk):
    make_user(role="office", unit=commune)
    with pytest.raises(CommandError, match="--by"):
        run(ward_file)
    with pytest.raises(CommandError, match="Không có tài khoản"):
        run(ward_file, "--by", "ai")
    stranger = make_user()
    with pytest.raises(CommandError, match="không có quyền"):
        run(ward_file, "--by", stranger.username)
    run(ward_file, "--by", office_clerk.username)
    assert Campaign.objects.get().created_by == office_clerk


def test_nothing_is_half_written(ward_file, commune, office_clerk, monkeypatch):
    monkeypatch.setattr(
        "campaigns.services.importing.bind", lambda campaign: (_ for _ in ()).throw(ValueError)
    )
    with pytest.raises(ValueError):  # noqa: PT011
        run(ward_file)
    assert not Campaign.objects.exists()
    assert not Criterion.objects.filter(criterion_set__authority__isnull=False).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"PK", "hỏng"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word cũ"),
        ("a.docm", b"PK", "macro"),
        ("a.txt", b"", "Không có chữ nào"),
    ],
)
def test_refusals_are_sentences(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError, match=words):
        run(tmp_path / name, "--json")


@pytest.mark.django_db
def test_no_such_file(tmp_path):
    with pytest.raises(CommandError, match="Không mở được"):
        run(tmp_path / "a.docx")
