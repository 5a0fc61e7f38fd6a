"""Logs and histories are written once, sealed in the same transaction and chained by hash."""

import datetime as dt
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from campaigns.models import RegistrationLog
from campaigns.states import SUBMIT
from emulation import chaining
from emulation.chaining import REDACTION, SealedRowError, chain_pending, redact, seal_unsealed
from emulation.checking import Scope
from emulation.organization.models import ChainHead, Person, Role, Seal, Unit
from emulation.verifying import altered_rows, anchor_holds, broken_chain, head_of, waiting
from emulation.workflow import move
from tests.make import make_person, make_registration, make_unit, make_user

pytestmark = pytest.mark.django_db
LOG = RegistrationLog._meta.db_table
PERSONS = Person.history.model
ALL = Scope()


@pytest.fixture
def registration():
    return make_registration()


@pytest.fixture
def log(registration):
    clerk = make_user(role=Role.UNIT, unit=registration.unit)
    return move(registration, SUBMIT, by=clerk, submitted_at=timezone.now())


def seal_of(row):
    return Seal.objects.get(table=row._meta.db_table, row=row.pk)


def sql(statement, *values):
    """What somebody does who has the database but not the application."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


# --- writing -------------------------------------------------------------------------------------


def test_a_move_seals_its_log_row(log):
    assert seal_of(log).content


def test_a_saved_record_seals_its_version():
    person = make_person()
    assert seal_of(person.history.get()).content


def test_versions_in_bulk_are_sealed_in_bulk(django_assert_max_num_queries):
    unit = make_unit()
    people = [Person(full_name=f"Nguyễn Văn {n}", unit=unit, authority=unit) for n in range(60)]
    with django_assert_max_num_queries(5):  # savepoint, people, versions, seals, release
        bulk_create_with_history(people, Person)
    assert Seal.objects.filter(table=PERSONS._meta.db_table).count() >= 60
    assert list(altered_rows(ALL)) == []


def test_a_move_costs_one_query_more_than_its_log_row(registration, django_assert_num_queries):
    clerk = make_user(role=Role.UNIT, unit=registration.unit)
    registration.roles_of(clerk)
    with django_assert_num_queries(5):  # savepoint, state, log row, seal, release
        move(registration, SUBMIT, by=clerk, submitted_at=timezone.now())


def test_a_transaction_that_fails_leaves_no_seal(registration):
    before = Seal.objects.count()

    def fail():
        with transaction.atomic():
            make_person()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert Seal.objects.count() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda log: log.save(),
        lambda log: log.delete(),
        lambda log: type(log).objects.filter(pk=log.pk).update(note="Khác"),
        lambda log: type(log).objects.filter(pk=log.pk).delete(),
        lambda log: type(log).objects.bulk_update([log], ["note"]),
        lambda log: log.record.log.all().delete(),
        lambda log: log.record.log.update(note="Khác"),
    ],
    ids=["save", "delete", "update", "delete-set", "bulk", "related-delete", "related-update"],
)
def test_a_log_row_cannot_be_changed_or_deleted(log, change):
    with pytest.raises(SealedRowError):
        change(log)


@pytest.mark.parametrize(
    "change",
    [
        lambda person: person.history.get().save(),
        lambda person: person.history.get().delete(),
        lambda person: person.history.all().delete(),
        lambda person: person.history.update(full_name="Khác"),
        lambda person: Person.history.all().delete(),
    ],
    ids=["save", "delete", "delete-set", "update", "delete-all"],
)
def test_a_version_cannot_be_changed_or_deleted(change):
    person = make_person()
    with pytest.raises(SealedRowError):
        change(person)


def test_a_seal_cannot_be_changed_or_deleted(log):
    with pytest.raises(SealedRowError):
        seal_of(log).save()
    with pytest.raises(SealedRowError):
        Seal.objects.all().delete()


def test_a_record_with_a_log_cannot_be_deleted(registration, log):
    with pytest.raises(ProtectedError):
        registration.delete()


def test_who_made_a_version_cannot_be_deleted():
    person, user = make_person(), make_user()
    person._history_user = user
    person.save()
    with pytest.raises(ProtectedError):
        user.delete()


# --- the chain -----------------------------------------------------------------------------------


def test_seals_join_the_chain_after_the_commit(django_capture_on_commit_callbacks):
    chain_pending()
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        make_person()
        make_person()
    assert (
        len([callback for callback in callbacks if callback.__module__ == chaining.__name__]) == 1
    )
    assert waiting() == 0
    assert list(broken_chain(ALL)) == []


def test_the_chain_goes_on_where_it_ended():
    make_person()
    chain_pending()
    position, chain = head_of()
    make_person()
    assert chain_pending() >= 1
    assert anchor_holds(f"{position}:{chain}")
    assert head_of()[0] > position
    assert list(broken_chain(ALL)) == []


def test_an_anchor_that_was_never_in_the_chain_does_not_hold():
    make_person()
    chain_pending()
    assert not anchor_holds(f"{head_of()[0]}:{'0' * 16}")


def test_an_anchor_is_a_number_and_a_hash():
    with pytest.raises(ValueError, match="mắt xích"):
        anchor_holds("mắt xích cuối")


def test_there_is_one_chain():
    with pytest.raises(IntegrityError), transaction.atomic():
        ChainHead.objects.create(pk=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "other"},
        {"position": 7},
        {"chain": "f" * 64},
        {"position": 0, "chain": "f" * 64},
        {"kind": REDACTION},
    ],
    ids=["kind", "place-without-hash", "hash-without-place", "place-zero", "without-reason"],
)
def test_a_seal_that_says_half_is_refused(wrong):
    seal = {"table": "t", "row": 1, "shape": "0" * 8, "content": "0" * 64} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.create(**seal)


def test_a_place_in_the_chain_is_taken_once():
    seal = {"table": "t", "shape": "0" * 8, "content": "0" * 64, "position": 10**9, "chain": "f"}
    Seal.objects.create(row=1, **seal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.create(row=2, **seal)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("content", "f" * 64),
        ("at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        ("row", 1),
        ("reason", "X"),
    ],
)
def test_a_changed_seal_breaks_the_chain_there(column, value):
    make_person()
    make_person()
    chain_pending()
    place = head_of()[0] - 1
    sql(f"UPDATE organization_seal SET {column} = %s WHERE position = %s", value, place)
    (fault,) = broken_chain(ALL)
    assert f"số {place} " in fault


def test_a_deleted_seal_leaves_a_gap():
    make_person()
    make_person()
    chain_pending()
    place = head_of()[0] - 1
    sql("DELETE FROM organization_seal WHERE position = %s", place)
    assert list(broken_chain(ALL)) == [f"Chuỗi niêm phong thiếu mắt xích số {place}."]


def test_a_chain_cut_off_at_its_end_is_noticed():
    make_person()
    chain_pending()
    sql("DELETE FROM organization_seal WHERE position = %s", head_of()[0])
    (fault,) = broken_chain(ALL)
    assert "mắt xích cuối" in fault


# --- rows ----------------------------------------------------------------------------------------


def test_a_row_changed_behind_our_back_is_named(log):
    sql(f"UPDATE {LOG} SET note = 'Khác' WHERE id = %s", log.pk)
    assert list(altered_rows(ALL)) == [
        f"nhật ký đăng ký số {log.pk}: nội dung khác lúc niêm phong."
    ]


def test_a_row_deleted_behind_our_back_is_named(log):
    sql(f"DELETE FROM {LOG} WHERE id = %s", log.pk)
    assert list(altered_rows(ALL)) == [
        f"nhật ký đăng ký số {log.pk}: dòng đã niêm phong không còn."
    ]


def test_a_row_slipped_in_behind_our_back_is_named(log):
    names = "transition, from_state, to_state, by_id, role, at, note, record_id"
    sql(f"INSERT INTO {LOG} ({names}) SELECT {names} FROM {LOG} WHERE id = %s", log.pk)
    (fault,) = altered_rows(ALL)
    assert fault.endswith("dòng không có niêm phong.")


def test_a_version_changed_behind_our_back_is_named():
    version = make_person().history.get()
    sql(
        "UPDATE organization_historicalperson SET full_name = 'X' WHERE history_id = %s", version.pk
    )
    assert [fault.partition(":")[2] for fault in altered_rows(ALL)] == [
        " nội dung khác lúc niêm phong."
    ]


def test_rows_of_another_authority_are_not_in_the_scope(log):
    sql(f"UPDATE {LOG} SET note = 'Khác' WHERE id = %s", log.pk)
    mine, other = log.record.authority_id, make_unit().authority_id
    assert [len(list(altered_rows(Scope(authority=pk)))) for pk in (mine, other)] == [1, 0]


def test_a_row_is_compared_by_the_columns_that_its_seal_knew(log, monkeypatch):
    """A column that came later must not make every old row look altered."""
    fewer = [field for field in chaining.sealed_fields(type(log)) if field.name != "note"]
    values = [getattr(log, field.attname) for field in fewer]
    old = chaining.content_hash(LOG, fewer, values)
    shape = chaining.shape_of(field.attname for field in fewer)
    sql("UPDATE organization_seal SET content = %s, shape = %s WHERE id = %s",
        old, shape, seal_of(log).pk)  # fmt: skip
    monkeypatch.setattr(
        "emulation.verifying._names",
        lambda model, said: tuple(f.attname for f in fewer) if said == shape else None,
    )
    assert [fault for fault in altered_rows(ALL) if fault.startswith("nhật ký đăng ký")] == []
    sql(f"UPDATE {LOG} SET role = 'chair' WHERE id = %s", log.pk)
    assert len([fault for fault in altered_rows(ALL) if fault.startswith("nhật ký đăng ký")]) == 1


def test_what_was_written_before_there_were_seals_is_sealed_once(log):
    sql("DELETE FROM organization_seal WHERE id = %s", seal_of(log).pk)
    assert seal_unsealed() == 1
    assert list(altered_rows(ALL)) == []


# --- redaction -----------------------------------------------------------------------------------


def test_a_redaction_changes_the_row_and_keeps_the_chain_whole(log):
    chain_pending()
    assert redact(type(log), {log.pk: {"note": "(đã ẩn danh)"}}, reason="Hết hạn lưu") == 1
    chain_pending()
    log.refresh_from_db()
    assert log.note == "(đã ẩn danh)"
    assert list(broken_chain(ALL)) == []
    assert list(altered_rows(ALL)) == []


def test_a_redaction_is_a_sealed_row_with_its_reason(log):
    redact(type(log), {log.pk: {"note": ""}}, reason="Hết hạn lưu")
    last = Seal.objects.filter(table=LOG, row=log.pk).last()
    assert (last.kind, last.reason) == (REDACTION, "Hết hạn lưu")


def test_a_redacted_row_is_still_watched(log):
    redact(type(log), {log.pk: {"note": ""}}, reason="Hết hạn lưu")
    sql(f"UPDATE {LOG} SET note = 'Khác' WHERE id = %s", log.pk)
    assert len(list(altered_rows(ALL))) == 1


def test_a_redaction_needs_a_reason(log):
    with pytest.raises(ValueError, match="reason"):
        redact(type(log), {log.pk: {"note": ""}}, reason=" ")


# --- at once -------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_chain():
    unit = make_unit()

    def work():
        try:
            for _ in range(5):
                Unit.objects.get(pk=unit.pk).save()
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert unit.history.count() >= 60
    assert waiting() == 0
    assert list(broken_chain(ALL)) == []
    assert list(altered_rows(ALL)) == []
