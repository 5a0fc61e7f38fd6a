"""The virus scanner that may be asked: what it says, what happens when it is silent."""

import socket
import socketserver
import struct
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from emulation.uploads import UploadError, checked
from tests.hostile import pdf

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class FakeClamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does: sized chunks, an empty one, one answer that ends in NUL."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.received.append(content)
        if b"strange" in content:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif EICAR in content:
            self.wfile.write(b"stream: Eicar-Signature FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@pytest.fixture(params=["path", "port"])
def clamd(request, settings, tmp_path):
    """A scanner on a socket of this machine; what it was shown is in `received`."""
    if request.param == "path":
        server = socketserver.UnixStreamServer(str(tmp_path / "clamd.ctl"), FakeClamd)
        settings.CLAMAV = str(tmp_path / "clamd.ctl")
    else:
        server = socketserver.TCPServer(("127.0.0.1", 0), FakeClamd)
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1]}"
    server.received = []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def check(content):
    return checked(SimpleUploadedFile("a.pdf", content))


def infected(mark=EICAR):
    def sign(document):
        document.docinfo["/Title"] = mark.decode()

    return pdf(alter=sign)


def test_nobody_is_asked_unless_the_setting_names_a_scanner():
    assert check(infected()).pages == 1


def test_a_clean_file_is_shown_whole_and_taken(clamd):
    content = pdf(300)
    assert check(content).pages == 300
    assert clamd.received == [content]


def test_an_infected_file_is_refused(clamd, caplog):
    with pytest.raises(UploadError, match="mã độc"):
        check(infected())
    assert "Eicar-Signature" in caplog.text


@pytest.fixture
def silent(settings, tmp_path):
    """A scanner that is configured and not there."""
    settings.CLAMAV = str(tmp_path / "nobody.ctl")
    return settings


@pytest.fixture
def closed_port(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMAV = f"127.0.0.1:{free.getsockname()[1]}"
    return settings


def test_while_the_scanner_does_not_answer_nothing_is_taken(silent):
    with pytest.raises(UploadError, match="không trả lời"):
        check(pdf())


def test_a_closed_port_does_not_answer_either(closed_port):
    with pytest.raises(UploadError, match="không trả lời"):
        check(pdf())


def test_an_office_may_choose_to_do_without_a_scanner_that_is_down(silent, caplog):
    silent.CLAMAV_REQUIRED = False
    assert check(pdf()).pages == 1
    assert "does not answer" in caplog.text


def test_an_answer_that_is_no_verdict_counts_as_none(clamd):
    with pytest.raises(UploadError, match="không trả lời"):
        check(infected(b"strange"))
