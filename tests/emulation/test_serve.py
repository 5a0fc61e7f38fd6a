"""`./run serve` for real: processes that are started, crowded, killed outright and started again.

The database is a file of SQLite, or a database of its own on the PostgreSQL that the tests run on.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter

import pytest

from tests.served import LONG, ROOT, Installation, wait_for


@pytest.fixture(scope="module")
def installation(django_db_setup, tmp_path_factory):
    """A new installation with a commune of 60 units in it."""
    installation = Installation(tmp_path_factory.mktemp("installation"))
    installation.run("-m", "emulation.secret_key")
    installation.world = json.loads(installation.run("tests/served_world.py"))
    yield installation
    installation.remove()


@pytest.fixture
def served(installation):
    """The same, running."""
    if installation.process is None or installation.process.poll() is not None:
        installation.start()
    return installation


def at_once(work, places):
    """Do `work(place)` for every place at the same moment, each in a thread; what was raised."""
    start, raised = threading.Barrier(len(places)), []

    def run(place):
        try:
            start.wait(LONG)
            work(place)
        except Exception as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=[place]) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    return raised


def clerk(served, place):
    return served.client(served.world["clerks"][place])


def begin(served, browser, place):
    """Open the registration of a unit, as the button on its page does; returns status and id."""
    status = browser.post(f"/ky/{served.world['period']}/dang-ky/{served.world['units'][place]}/")
    return status, browser.location.strip("/").rpartition("/")[2]


def registrations_of(served, places):
    units = ", ".join(str(served.world["units"][place]) for place in places)
    return served.rows(f"SELECT id, state FROM campaigns_registration WHERE unit_id IN ({units})")


def lines_of(served, registration):
    """The rows of a registration: id and what is promised in it."""
    return served.rows(
        f"SELECT id, targets FROM campaigns_line WHERE registration_id = {registration} ORDER BY id"
    )


def save(browser, registration, line, offer, text):
    """Save a row of the matrix as it is saved while one types; returns the status."""
    return browser.post(
        f"/dang-ky/{registration}/luu/",
        **{f"line-{line}-marks": offer, f"line-{line}-targets": text},
    )


def collective_offer(served):
    return served.rows('SELECT id FROM campaigns_awardoffer ORDER BY "column" DESC')[0][0]


# --- writers --------------------------------------------------------------------------------------


def test_twenty_writers_at_once_lose_nothing(served):
    """Each begins a registration, and saves its row five times: 20 × 6 writes, all accepted."""
    places, statuses, offer = range(20), Counter(), collective_offer(served)

    def write(place):
        browser = clerk(served, place)
        status, registration = begin(served, browser, place)
        statuses[status] += 1
        line = lines_of(served, registration)[0][0]
        for number in range(5):
            statuses[save(browser, registration, line, offer, f"{place} lần {number}")] += 1

    assert at_once(write, places) == []
    assert statuses == {302: 20, 200: 100}
    found = registrations_of(served, places)
    assert len(found) == 20
    promised = {text for registration, _ in found for _, text in lines_of(served, registration)}
    assert promised == {f"{place} lần 4" for place in places}


def test_a_form_sent_five_times_at_once_has_one_effect(served):
    """Five clicks on "Thêm": the application adds once, and leads all five to the same row."""
    place, answers = 20, []
    _, registration = begin(served, clerk(served, place), place)
    unit = served.world["units"][place]
    person = served.rows(f"SELECT min(id) FROM organization_person WHERE unit_id = {unit}")[0][0]

    def click(_):
        browser = clerk(served, place)
        status = browser.post(f"/dang-ky/{registration}/them/", nominee=f"person:{person}")
        answers.append((status, browser.location))

    assert at_once(click, range(5)) == []
    assert len(set(answers)) == 1, answers
    assert answers[0][0] == 302
    assert len(lines_of(served, registration)) == 2


# --- killed ---------------------------------------------------------------------------------------


def test_killed_outright_under_load_it_keeps_every_acknowledged_write(served):
    """What was answered is there after the start; of what was not, all or nothing is."""
    places, offer = range(21, 40), collective_offer(served)
    begun, saved, sent = {}, {}, set()
    enough = threading.Event()

    def season(place):
        browser = clerk(served, place)
        try:
            status, registration = begin(served, browser, place)
            assert status == 302
            begun[place] = registration
            line = lines_of(served, registration)[0][0]
            for number in range(3):
                assert save(browser, registration, line, offer, f"lần {number}") == 200
                saved[place] = number
            status = browser.post(f"/dang-ky/{registration}/chuyen/", transition="submit")
            assert status == 302
            sent.add(place)
            if len(sent) == 5:
                enough.set()
        except OSError:
            enough.set()  # it was killed
        except Exception as error:
            enough.set()
            if served.process.poll() is None and not killed.is_set():
                raise error

    killed = threading.Event()
    waiting = threading.Thread(target=lambda: (enough.wait(LONG), killed.set(), served.kill()))
    waiting.start()
    assert at_once(season, places) == []
    waiting.join(LONG)
    acknowledged = (dict(begun), dict(saved), set(sent))
    served.start()

    begun, saved, sent = acknowledged
    assert len(sent) >= 5
    assert len(sent) < len(places), "it was killed when all was done"
    found = {str(pk): state for pk, state in registrations_of(served, places)}
    assert set(begun.values()) <= set(found)
    promised = {place: dict(lines_of(served, begun[place])) for place in saved}
    assert [
        place
        for place, number in saved.items()
        if not any(text >= f"lần {number}" for text in promised[place].values())
    ] == []
    assert {begun[place] for place in sent} <= {pk for pk in found if found[pk] == "submitted"}
    logged = served.rows(
        "SELECT record_id, to_state FROM campaigns_registrationlog WHERE record_id IN"
        f" ({', '.join(found)})"
    )
    assert sorted((str(pk), state) for pk, state in logged) == sorted(
        (pk, state) for pk, state in found.items() if state != "draft"
    )


def test_the_letter_of_a_killed_worker_is_sent_by_the_next(served):
    """A worker dies while the mail server keeps it waiting; its task is begun again at once."""
    served.rows("UPDATE django_tasks_database_dbtaskresult SET run_after = enqueued_at")
    wait_for(lambda: served.letters.visits, "the worker sends the letter")
    first = served.child("worker-1")
    os.kill(first, signal.SIGKILL)
    task = "SELECT worker_ids FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'"
    ((workers,),) = wait_for(lambda: served.rows(task), "the letter is sent")
    assert served.rows("SELECT state FROM campaigns_message") == [("sent",)]
    assert len(served.letters.taken) == 1
    assert served.child("worker-1") != first
    (again,) = [said for said in served.said() if "begun again" in said["message"]]
    assert again["level"] == "WARNING"
    assert len(workers if isinstance(workers, list) else json.loads(workers)) == 2


# --- one who watches over others ------------------------------------------------------------------

WATCH = """
import sys
from emulation import serve
serve.MOST_RESTARTS = 1
sys.exit(serve.watch([serve.Child("one", ["-c", sys.argv[1]])], serve.Daily(at=""), serve.Stop()))
"""
CHILD = """
import os, signal, sys, time
def end(*_):
    print("finished", flush=True)
    sys.exit()
signal.signal(signal.SIGTERM, end)
print(os.getpid(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def watching():
    """Start a watcher over one child with the given program; returns the process."""
    started = []

    def start(program=CHILD):
        process = subprocess.Popen(
            [sys.executable, "-c", WATCH, program], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.wait(LONG)
        process.stdout.close()


def test_a_child_that_dies_is_started_again(watching):
    watcher = watching()
    first = int(watcher.stdout.readline())
    os.kill(first, signal.SIGKILL)
    assert int(watcher.stdout.readline()) != first


def test_a_child_that_cannot_live_is_given_up(watching):
    assert watching("import sys; sys.exit(3)").wait(LONG) == 1


def test_asked_to_stop_it_lets_its_children_finish(watching):
    watcher = watching()
    watcher.stdout.readline()
    watcher.terminate()
    assert watcher.stdout.readline() == "finished\n"
    assert watcher.wait(LONG) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells children of the death")
def test_killed_outright_it_takes_its_children_along(watching):
    watcher = watching()
    watcher.stdout.readline()
    watcher.kill()
    assert watcher.stdout.readline() == "finished\n"
