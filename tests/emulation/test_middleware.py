"""What users type and paste reaches the views clean, whatever the machine it comes from."""

import json
import unicodedata

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, JsonResponse, QueryDict, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import Client, RequestFactory
from django.urls import path

from emulation.middleware import NormalizeInput, normalized

NFD = unicodedata.normalize("NFD", "Nguyễn Đức")
NFC = "Nguyễn Đức"
ORDER = tuple(project.MIDDLEWARE)  # the project's own, before the fixture below


def token(request):
    return HttpResponse(get_token(request))


def echo(request):
    assert not request.GET._mutable
    assert not request.POST._mutable
    files = {name: [f.name, f.read().decode()] for name, f in request.FILES.items()}
    return JsonResponse({"GET": dict(request.GET), "POST": dict(request.POST), "FILES": files})


def body(request):
    return JsonResponse({"read": hasattr(request, "_body"), "body": request.body.decode()})


urlpatterns = [path("token", token), path("echo", echo), path("body", body)]


@pytest.fixture(autouse=True)
def pages(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [
        "emulation.middleware.NormalizeInput",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]


def test_the_query_is_normalized(client):
    seen = client.get("/echo", {"q": [NFD, "b\u200b"], "trang\u00a0": "1"}).json()["GET"]
    assert seen == {"q": [NFC, "b"], "trang ": ["1"]}


@pytest.mark.parametrize("encoding", ["multipart", "urlencoded"])
def test_a_posted_form_is_normalized(client, encoding):
    data = {"name": NFD, "lines": ["a\u00a0b", "dòng 1\r\ndòng 2\t"], "empty": ""}
    if encoding == "multipart":
        response = client.post("/echo", data)
    else:
        query = QueryDict(mutable=True)
        for name, values in data.items():
            query.setlist(name, [values] if isinstance(values, str) else values)
        response = client.post(
            "/echo", query.urlencode(), content_type="application/x-www-form-urlencoded"
        )
    assert response.json()["POST"] == {
        "name": [NFC],
        "lines": ["a b", "dòng 1\r\ndòng 2\t"],
        "empty": [""],
    }


def test_a_file_gets_a_clean_name_and_keeps_its_content(client):
    upload = SimpleUploadedFile(f"{NFD}.txt", NFD.encode(), "text/plain")
    assert client.post("/echo", {"scan": upload}).json()["FILES"] == {"scan": [f"{NFC}.txt", NFD]}


def test_a_password_is_the_same_from_every_machine(client):
    mac, phone = (client.post("/echo", {"password": p}).json()["POST"] for p in (NFD, NFC))
    assert mac == phone


@pytest.mark.parametrize("content_type", ["application/json", "application/octet-stream"])
def test_a_body_that_is_no_form_is_left_unread(client, content_type):
    text = json.dumps({"name": NFD}, ensure_ascii=False)
    seen = client.post("/body", text, content_type=content_type).json()
    assert seen == {"read": False, "body": text}


def test_csrf_still_lets_good_forms_in_and_bad_ones_not():
    client = Client(enforce_csrf_checks=True)
    good = {"csrfmiddlewaretoken": client.get("/token").content.decode(), "name": NFD}
    assert client.post("/echo", good).json()["POST"]["name"] == [NFC]
    assert client.post("/echo", {"name": NFD}).status_code == 403


def test_nothing_is_read_for_an_address_that_does_not_exist(client):
    response = client.post("/missing", {"name": NFD})
    assert response.status_code == 404
    assert not hasattr(response.wsgi_request, "_post")


def test_a_broken_upload_is_left_to_the_csrf_check():
    class Gone:
        def read(self, *size):
            raise OSError("connection reset")

    request = RequestFactory().post("/echo", {"name": NFD})
    request._stream = request.environ["wsgi.input"] = Gone()
    with pytest.raises(UnreadablePostError):
        request.read()
    for layer in (NormalizeInput, CsrfViewMiddleware):
        answer = layer(lambda request: HttpResponse()).process_view(request, echo, (), {})
    assert answer.status_code == 403


def test_a_query_in_another_encoding_keeps_it():
    data = QueryDict("q=%E9", encoding="latin-1")
    clean = normalized(data)
    assert clean.encoding == "latin-1"
    assert clean == data
    with pytest.raises(AttributeError, match="immutable"):
        clean["q"] = "x"


def test_the_project_normalizes_before_csrf_reads_the_form():
    csrf = ORDER.index("django.middleware.csrf.CsrfViewMiddleware")
    assert ORDER.index("emulation.middleware.NormalizeInput") < csrf
