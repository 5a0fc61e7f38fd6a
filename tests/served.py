"""The application as an office runs it: `python -m emulation.serve` with a database of its own."""

import json
import os
import signal
import socket
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
# The value of cookie and header; the application compares them.
CSRF = "t" * 32
# How long (seconds) something that has to happen may take on a busy machine.
LONG = 120


def free_port():
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(happened, what):
    """Wait until `happened()` is true, and return what it is."""
    deadline = time.monotonic() + LONG
    while time.monotonic() < deadline:
        if found := happened():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {LONG} s: {what}")


class Installation:
    """A folder, a database (of the kind the tests run on) and, once started, the processes."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        self.log = folder / "serve.log"
        self.letters = MailServer()
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "LANG", "TMPDIR")
        } | {
            "DATABASE_URL": self.make_database(),
            "MEDIA_ROOT": f"{folder}/media",
            "STATIC_ROOT": f"{folder}/static",
            "CACHE_URL": f"filecache://{folder}/cache",
            "SECRET_KEY_FILE": f"{folder}/secret.key",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.letters.port}",
            "EMAIL_TIMEOUT": f"{LONG}",
            "PORT": f"{self.port}",
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "DAILY_AT": "",
            "WEB_CONCURRENCY": "2",
            "DEBUG": "0",
        }

    # --- the database -----------------------------------------------------------------------------

    def make_database(self):
        """Return the address of a new empty database."""
        if connection.vendor == "sqlite":
            self.file = self.folder / "db.sqlite3"
            return f"sqlite:///{self.file}"
        given = connection.settings_dict
        self.server = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"],
                       "password": given["PASSWORD"]}  # fmt: skip
        self.name = f"{given['NAME']}_served"
        self.on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.on_server(f'CREATE DATABASE "{self.name}"')
        secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
        return f"postgres://{given['USER']}{secret}@{given['HOST']}:{given['PORT']}/{self.name}"

    def on_server(self, statement):
        with psycopg.connect(dbname="postgres", autocommit=True, **self.server) as server:
            server.execute(statement)

    def rows(self, statement):
        """Read, or change, the database beside the server; returns the rows."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file, timeout=LONG)) as database, database:
                return database.execute(statement).fetchall()
        with psycopg.connect(dbname=self.name, **self.server) as database:
            cursor = database.execute(statement)
            return cursor.fetchall() if cursor.description else []

    # --- the processes ----------------------------------------------------------------------------

    def run(self, *arguments, **environment):
        """Run a program of the project with this installation's environment; returns its output."""
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment | environment,
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    def start(self):
        """Serve, and wait until pages are answered."""
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "emulation.serve"], cwd=ROOT, env=self.environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        wait_for(self.answers, f"start; log: {self.log.read_text()[-3000:]}")

    def answers(self):
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        with suppress(OSError, HTTPException):
            return self.client().get("/healthz") == 200

    def said(self):
        """What the log said, as dicts; lines for people are left out."""
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def child(self, name):
        """The number of the process that was started last under this name."""
        return [said["pid"] for said in self.said() if said.get("child") == name and "pid" in said][
            -1
        ]

    def kill(self):
        """Kill everything outright, as a power cut does."""
        groups = [self.process.pid, self.child("web"), self.child("worker-1")]
        for group in groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Ask it to stop; returns the exit status."""
        self.process.terminate()
        return self.process.wait(LONG)

    def remove(self):
        """Leave nothing behind."""
        if self.process and self.process.poll() is None:
            self.kill()
        self.letters.close()
        if connection.vendor != "sqlite":
            self.on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def client(self, cookies=None):
        """A browser, logged in by its cookies."""
        return Browser(self.port, cookies or {})


class Browser:
    """As much of a browser as is needed: cookies, posted forms, no redirects followed."""

    def __init__(self, port, cookies):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=LONG)
        pairs = cookies | {"csrftoken": CSRF}
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in pairs.items())}

    def get(self, address):
        """Open a page; returns the status."""
        return self.ask("GET", address, None)

    def post(self, address, **fields):
        """Send a form; returns the status, `location` says where it led."""
        fields = urlencode({"csrfmiddlewaretoken": CSRF} | fields, doseq=True)
        return self.ask("POST", address, fields)

    def ask(self, method, address, content):
        form = {"Content-Type": "application/x-www-form-urlencoded"} if content else {}
        with closing(self.connection):  # it opens again by itself
            self.connection.request(method, address, content, self.headers | form)
            answer = self.connection.getresponse()
            self.text = answer.read().decode()
            self.location = answer.headers.get("Location", "")
            return answer.status


class MailServer:
    """A mail server that keeps its first visitor waiting for ever and serves the others."""

    def __init__(self):
        self.visits, self.taken = 0, []
        mail = self

        class Visit(socketserver.StreamRequestHandler):
            def handle(self):
                mail.visits += 1
                if mail.visits == 1:
                    self.rfile.read()  # until the visitor is gone
                    return
                mail.serve(self.rfile, self.wfile)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Visit)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, lines, answers):
        """Take what comes, in the words of the protocol."""
        answers.write(b"220 ready\r\n")
        for line in lines:
            command = line.strip().upper()
            if command == b"DATA":
                answers.write(b"354 go on\r\n")
                self.taken.append(b"".join(iter(lines.readline, b".\r\n")).decode())
            answers.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
            if command == b"QUIT":
                return

    def close(self):
        self.server.shutdown()
        self.server.server_close()
