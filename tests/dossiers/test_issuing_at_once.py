"""Two who issue in the same moment never get one number (PostgreSQL: SQLite has one writer)."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from dossiers.models import Certificate, Decision
from dossiers.services import deciding
from dossiers.states import DecisionState
from tests.dossiers.test_deciding import TODAY, Desk


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_one_number_goes_to_one_of_two_decisions():
    desk = Desk()
    decisions = [desk.draft(desk.nominate()) for _ in range(2)]
    start, said = Barrier(2), []

    def issue(pk):
        try:
            decision = Decision.objects.get(pk=pk)
            start.wait()
            deciding.issue(decision, number="5", dated=TODAY, by=desk.chair)
            said.append("issued")
        except ValidationError as error:
            said.append(*error.message_dict)
        finally:
            connection.close()

    threads = [Thread(target=issue, args=[decision.pk]) for decision in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["issued", "number"]
    assert Decision.objects.filter(state=DecisionState.ISSUED, number="5").count() == 1
    assert Certificate.objects.get().number == 1
