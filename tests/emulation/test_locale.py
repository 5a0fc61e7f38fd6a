"""The catalogues are sound, compiled, and leave no English on the pages of others' apps."""

import ast
import gettext
import re
from pathlib import Path
from string import Formatter

import django
import django_filters
import django_tables2
import pytest
import unfold
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext, npgettext, pgettext
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import translation as catalogue_of

FOLDER = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
DOMAINS = ["django", "djangojs"]


def read_po(path):
    """Return the entries of a .po file: dicts keyed by msgctxt, msgid, msgstr …"""
    entries, field = [{}], ""
    for line in path.read_text("utf-8").splitlines():
        if not line:
            entries.append({})
        elif not line.startswith("#"):
            keyword, text = re.fullmatch(r'([a-z_]+(?:\[0\])?)? ?(".*")', line).groups()
            field = keyword or field
            entries[-1][field] = entries[-1].get(field, "") + ast.literal_eval(text)
    return [entry for entry in entries if entry]


def as_compiled(entry):
    """Return the key and the value under which gettext finds an entry in a .mo file."""
    msgid = entry["msgid"]
    if "msgctxt" in entry:
        msgid = f"{entry['msgctxt']}\x04{msgid}"
    return ((msgid, 0), entry["msgstr[0]"]) if "msgstr[0]" in entry else (msgid, entry["msgstr"])


def fixed_parts(text):
    """Return what a translation may not touch: %(name)s, %s, {name}, tags, spaces at the edges."""
    percent = re.findall(r"%(?:\(\w+\))?[-0-9.]*[a-zA-Z]", text.replace("%%", ""))
    braces = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    edges = [text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]]
    return sorted(percent), sorted(braces), re.findall(r"</?[a-z]+", text), edges


ENTRIES = [entry for domain in DOMAINS for entry in read_po(FOLDER / f"{domain}.po")]


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_up_to_date(domain):
    with (FOLDER / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    written = dict(map(as_compiled, read_po(FOLDER / f"{domain}.po")))
    assert compiled == written, "run manage.py compilemessages"


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_entry_is_written_twice_or_left_empty(domain):
    compiled = list(map(as_compiled, read_po(FOLDER / f"{domain}.po")))
    assert len(dict(compiled)) == len(compiled)
    assert all(text.strip() for _, text in compiled)


def test_placeholders_tags_and_edges_are_those_of_the_original():
    wrong = []
    for entry in filter(lambda entry: entry["msgid"], ENTRIES):
        source = entry.get("msgid_plural", entry["msgid"])
        text = entry.get("msgstr[0]", entry.get("msgstr"))
        if fixed_parts(text) != fixed_parts(source):
            wrong.append((source, text))
    assert wrong == []


def test_vietnamese_has_one_plural_form():
    headers = [entry["msgstr"] for entry in ENTRIES if not entry["msgid"]]
    assert len(headers) == len(DOMAINS)
    assert all("nplurals=1; plural=0;" in header for header in headers)


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("Filters", "Bộ lọc"),
        ("Log in", "Đăng nhập"),
        ("Log out", "Đăng xuất"),
        ("Save", "Lưu"),
        ("Delete", "Xóa"),
        ("Search", "Tìm kiếm"),
        ("History", "Lịch sử"),
        ("Go", "Thực hiện"),
        ("Home", "Trang chủ"),
        ("Enter a valid UUID.", "Mã UUID không hợp lệ."),
        ("Password reset unsuccessful", "Không đặt lại được mật khẩu"),
        ("Select a lookup.", "Hãy chọn cách so sánh."),
        ("previous", "trước"),
        ("Monday", "Thứ Hai"),
    ],
)
def test_strings_come_out_in_vietnamese(english, vietnamese):
    with translation.override("vi"):
        assert translate(english) == vietnamese


def test_plurals_and_contexts_come_out_in_vietnamese():
    with translation.override("vi"):
        assert ngettext("%(num)d day", "%(num)d days", 3) % {"num": 3} == "3 ngày"
        assert pgettext("abbrev. month", "Sept.") == "thg 9"
        assert npgettext("no such context", "one", "many", 2) == "many"


def python_strings(text):
    """Return the literals that Python code passes to gettext, gettext_lazy, ngettext or _."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            plural = name in ("ngettext", "ngettext_lazy")
            if plural or name in ("_", "gettext", "gettext_lazy"):
                yield (node.args[0].value, 0) if plural else node.args[0].value


def template_strings(text):
    """Return the literals that a template translates."""
    literal = r"""('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
    for name, msgid in re.findall(rf"\b(ngettext|gettext|_)\(\s*u?{literal}", templatize(text)):
        msgid = ast.literal_eval(msgid.replace("\n", "\\n"))
        yield (msgid, 0) if name == "ngettext" else msgid


DJANGO = Path(django.__file__).parent
ALIKE = {"IPv4", "IPv6", "…"}  # the same in Vietnamese


@pytest.mark.parametrize(
    "folder",
    [
        *(Path(package.__file__).parent for package in (unfold, django_filters, django_tables2)),
        *(
            DJANGO / name
            for name in ("forms", "contrib/admin", "contrib/auth", "core/paginator.py")
        ),
        *(DJANGO / name for name in ("core/validators.py", "views/csrf.py", "utils/timesince.py")),
    ],
    ids=lambda folder: folder.stem,
)
def test_no_english_string_is_left_in(folder):
    catalogue = catalogue_of("vi")._catalog
    files = folder.rglob("*") if folder.is_dir() else [folder]
    found = set()
    for file in files:
        if file.suffix == ".py":
            found |= set(python_strings(file.read_text("utf-8")))
        elif file.suffix == ".html":
            found |= set(template_strings(file.read_text("utf-8")))
    assert found
    assert {s for s in found if s and s not in ALIKE and s not in catalogue} == set()
