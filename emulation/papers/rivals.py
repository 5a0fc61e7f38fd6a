"""The programs that an office would print with instead, kept warm, and as it starts them.

LibreOffice stays open and takes our Word file over its own bridge (UNO, where Debian's Python has
it); Chromium stays open and takes our page over its pipe for developers. Both are also started
anew for each print, as a click on an icon does.
"""

import base64
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

# What Debian's python3-uno belongs to, whatever Python runs us.
DEBIAN_PYTHON = "/usr/bin/python3"
UNO_DRIVER = r"""
import sys, time, uno
from com.sun.star.beans import PropertyValue

def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made

context = uno.getComponentContext()
resolver = context.ServiceManager.createInstanceWithContext(
    "com.sun.star.bridge.UnoUrlResolver", context)
address = "uno:pipe,name=" + sys.argv[1] + ";urp;StarOffice.ComponentContext"
for attempt in range(300):
    try:
        office = resolver.resolve(address)
        break
    except Exception:
        time.sleep(0.1)
desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
print("ready", flush=True)
for line in sys.stdin:
    source, target = line.rstrip("\n").split("\t")
    document = desktop.loadComponentFromURL(source, "_blank", 0, (option("Hidden", True),))
    document.storeToURL(target, (option("FilterName", "writer_pdf_Export"),))
    document.close(True)
    print("printed", flush=True)
"""

TO_3_AND_4 = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""


class ProgramError(Exception):
    """The program did not print."""


def chromium() -> str | None:
    """Return the Chromium of this machine."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def soffice() -> str | None:
    """Return the LibreOffice of this machine."""
    return shutil.which("soffice")


def has_uno() -> bool:
    """Say whether LibreOffice can be driven without starting it anew."""
    command = [DEBIAN_PYTHON, "-c", "import uno"]
    return (
        os.path.exists(DEBIAN_PYTHON)
        and not subprocess.run(command, capture_output=True).returncode
    )


def weasyprint_version() -> str:
    """Return which WeasyPrint is installed."""
    return importlib.metadata.version("weasyprint")


def version(program: str) -> str:
    """Return what `program --version` says, on one line."""
    with suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30)
        return " ".join(said.stdout.split())
    return "?"


def start_libreoffice(document: Path, folder: Path) -> None:
    """Print `document` (.docx) with a LibreOffice that starts and ends for it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice() or "", profile, "--headless", "--convert-to", "pdf", "--outdir"]
    _run([*command, str(folder), str(document)])


def start_chromium(page: Path, folder: Path) -> None:
    """Print `page` (.html) with a Chromium that starts and ends for it."""
    target = f"--print-to-pdf={folder / 'chromium.pdf'}"
    _run([*_chromium_command(folder / "cold"), "--no-pdf-header-footer", target, page.as_uri()])


def _run(command: list[str]) -> None:
    """Run a program in a group of its own, of which nothing survives an interruption."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        if process.wait():
            raise ProgramError(f"{command[0]}: {process.returncode}")
    finally:
        _end(process)


def _end(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, 9)
    process.wait()


def _chromium_command(profile: Path) -> list[str]:
    return [chromium() or "", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update",
            f"--user-data-dir={profile}"]  # fmt: skip


class WarmLibreOffice(AbstractContextManager):
    """A LibreOffice that stays open."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        name = f"thidua{os.getpid()}"
        profile = f"-env:UserInstallation={Path(self.folder.name).as_uri()}/profile"
        self.office = subprocess.Popen(
            [soffice() or "", profile, "--headless", "--norestore", "--nodefault",
             f"--accept=pipe,name={name};urp"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.driver = subprocess.Popen(
            [DEBIAN_PYTHON, "-c", UNO_DRIVER, name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True,
        )  # fmt: skip
        self._expect("ready")

    def print(self, document: Path) -> None:
        """Print a .docx beside itself."""
        target = document.with_suffix(".libreoffice.pdf")
        self.driver.stdin.write(f"{document.as_uri()}\t{target.as_uri()}\n")
        self.driver.stdin.flush()
        self._expect("printed")

    def _expect(self, answer: str) -> None:
        if self.driver.stdout.readline().strip() != answer:
            raise ProgramError("LibreOffice")

    def __exit__(self, *error: object) -> None:
        _end(self.driver)
        _end(self.office)
        self.driver.stdin.close()
        self.driver.stdout.close()
        self.folder.cleanup()


class WarmChromium(AbstractContextManager):
    """A Chromium that stays open, asked over the pipe of its DevTools protocol."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        command = [*_chromium_command(Path(self.folder.name)), "--remote-debugging-pipe"]
        there, self.asks = os.pipe()
        self.answers, back = os.pipe()
        # The program reads descriptor 3 and writes 4.
        self.process = subprocess.Popen(
            [sys.executable, "-c", TO_3_AND_4, str(there), str(back), *command],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[there, back],
            start_new_session=True,
        )  # fmt: skip
        os.close(there)
        os.close(back)
        self.unread, self.asked = b"", 0
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})
        self.session = attached["sessionId"]
        self._ask("Page.enable", {})

    def print(self, page: Path) -> bytes:
        """Print a .html and return its PDF."""
        self._ask("Page.navigate", {"url": f"file://{quote(str(page))}"})
        while self._heard().get("method") != "Page.loadEventFired":
            pass
        printed = self._ask("Page.printToPDF", {"preferCSSPageSize": True})
        return base64.b64decode(printed["data"])

    def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self.asked += 1
        asking = {"id": self.asked, "method": method, "params": parameters}
        if session := getattr(self, "session", None):
            asking["sessionId"] = session
        os.write(self.asks, json.dumps(asking).encode() + b"\0")
        while (heard := self._heard()).get("id") != self.asked:
            pass
        if "result" not in heard:
            raise ProgramError(f"Chromium: {heard.get('error')}")
        return heard["result"]

    def _heard(self) -> dict[str, Any]:
        parts = []
        while b"\0" not in self.unread:
            parts.append(self.unread)
            self.unread = os.read(self.answers, 1 << 20)
            if not self.unread:
                raise ProgramError("Chromium")
        last, _, self.unread = self.unread.partition(b"\0")
        return json.loads(b"".join([*parts, last]))

    def __exit__(self, *error: object) -> None:
        _end(self.process)
        os.close(self.asks)
        os.close(self.answers)
        self.folder.cleanup()
