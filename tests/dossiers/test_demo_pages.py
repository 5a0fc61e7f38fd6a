"""The demo's seasons as a newcomer meets them: the pages and the PDFs of the two real documents."""

import re
import shutil
import subprocess
import unicodedata
from html import unescape

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Registration
from emulation.organization.models import User
from emulation.papers.pdf import missing_libraries

needs_pdf = pytest.mark.skipif(bool(missing_libraries()), reason="no pango: PDF libraries")
COLUMNS = [
    "STT", "Tập thể, cá nhân", "Hoàn thành nhiệm vụ", "Lao động tiên tiến",
    "Chiến sĩ thi đua cơ sở", "Chiến sĩ thi đua cấp tỉnh", "Chiến sĩ thi đua toàn quốc",
    "Giấy khen UBND huyện", "Bằng khen UBND tỉnh, các Bộ, ngành, đoàn thể TW",
    "Bằng khen của Thủ tướng Chính phủ", "Huân chương các loại",
]  # fmt: skip
ROWS = {
    "UBND xã Đình Dù": {8},
    "Các thôn": {8},
    "Bộ phận Tiếp nhận và trả kết quả": {8, 9},
    "Các ban, ngành, đoàn thể": {8},
    "Toàn thể cán bộ, công chức, người lao động UBND xã": {8, 10},
}


@pytest.fixture
def office(client, demo):
    client.force_login(User.objects.get(username="vanphong"))
    return client


@pytest.fixture
def dinh_du(demo):
    return Campaign.objects.get(starts_on__year=2024, authority__short_name="UBND xã Đình Dù")


@pytest.fixture
def consolidated(dinh_du):
    return Registration.objects.get(period__campaign=dinh_du, unit=dinh_du.authority)


def words(html):
    """Return the visible text of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def cells(row):
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)


def test_the_page_has_the_eleven_columns_in_order_and_the_groups_over_them(office, consolidated):
    page = office.get(consolidated.get_absolute_url()).content.decode()
    head = re.search(r"<thead>(.*?)</thead>", page, re.S)[1]
    first, second, numbers = re.findall(r"<tr.*?>(.*?)</tr>", head, re.S)
    assert [words(c) for c in cells(first)] == [
        *COLUMNS[:2], "Danh hiệu thi đua", "Hình thức khen thưởng",
    ]  # fmt: skip
    assert re.findall(r'colspan="(\d+)"', first) == ["5", "4"]
    assert [words(c) for c in cells(second)] == COLUMNS[2:]
    assert [words(c) for c in cells(numbers)] == [f"({n})" for n in range(1, 12)]


def test_the_page_has_the_five_rows_with_their_marks(office, consolidated):
    page = office.get(consolidated.get_absolute_url()).content.decode()
    found = {}
    for row in re.findall(r'<tr id="line-\d+".*?</tr>', page, re.S):
        nominee, *marks = cells(row)[1:]
        found[words(nominee)] = {n for n, cell in enumerate(marks, start=3) if "×" in cell}
    assert found == ROWS


def test_the_campaign_page_shows_the_last_days(office, dinh_du):
    text = words(office.get(dinh_du.get_absolute_url()).content.decode())
    assert "hết ngày 25/04/2024 trước ngày 26/04/2024" in text
    assert "hết ngày 09/12/2024 trước ngày 10/12/2024" in text


def test_the_page_of_lao_cai_shows_the_five_years(client, demo):
    client.force_login(User.objects.get(username="thanhtra"))
    campaign = Campaign.objects.get(starts_on__year=2021)
    text = words(client.get(campaign.get_absolute_url()).content.decode())
    days = re.findall(r"hết ngày (\d\d/\d\d/\d{4}) trước ngày (\d\d/\d\d/\d{4})", text)
    assert days == [
        ("29/08/2021", "30/08/2021"), ("31/01/2022", "01/02/2022"), ("31/01/2023", "01/02/2023"),
        ("31/01/2024", "01/02/2024"), ("31/01/2025", "01/02/2025"),
    ]  # fmt: skip


def pdf_text(client, slug, record, tmp_path):
    """Return what pdftotext reads from the PDF that the page offers."""
    file = tmp_path / f"{slug}.pdf"
    file.write_bytes(client.get(reverse("organization:paper", args=[slug, record.pk])).content)
    run = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, timeout=60
    )
    return run.stdout.decode()


@needs_pdf
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext: poppler-utils")
@pytest.mark.parametrize(
    ("account", "year", "parts"),
    [
        (
            "vanphong",
            2024,
            ["38/KH-UBND", "I. MỤC ĐÍCH", "II. ĐỐI TƯỢNG", "III. NỘI DUNG", "IV. THỜI GIAN",
             "hết ngày 25/04/2024", "V. TIÊU CHUẨN", "VI. HÌNH THỨC", "hết ngày 09/12/2024",
             "VII. TỔ CHỨC THỰC HIỆN", "TM. ỦY BAN NHÂN DÂN", "Trần Quang Huy"],
        ),
        (
            "thanhtra",
            2021,
            ["THANH TRA TỈNH", "I. MỤC ĐÍCH", "II. ĐỐI TƯỢNG", "01/02 hằng năm", "30/08/2021",
             "III. CÔNG TÁC", "IV. QUY TRÌNH", "V. TỔ CHỨC THỰC HIỆN", "CHÁNH THANH TRA",
             "Đàm Quang Vinh"],
        ),
    ],
)  # fmt: skip
def test_the_plan_extracts_in_order_and_in_nfc(client, demo, tmp_path, account, year, parts):
    client.force_login(User.objects.get(username=account))
    campaign = Campaign.objects.get(starts_on__year=year)
    text = pdf_text(client, "plan", campaign, tmp_path)
    flat = " ".join(text.split())
    places = [flat.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert unicodedata.is_normalized("NFC", text)
    assert ("TM." in flat) == (year == 2024)


@needs_pdf
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext: poppler-utils")
def test_the_printed_table_has_the_rows_and_as_many_marks(office, consolidated, tmp_path):
    text = pdf_text(office, "registration", consolidated, tmp_path)
    assert len(re.findall(r"(?<=\s)x(?=\s)", text)) == sum(map(len, ROWS.values()))
    flat = " ".join(text.split())
    assert "(1) (2) (3) (4) (5) (6) (7) (8) (9) (10) (11)" in flat
    assert "I Tập thể" in flat
    assert "II Cá nhân" in flat
