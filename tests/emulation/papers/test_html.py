"""The HTML of a body, shared by the PDF and the live preview."""

from emulation.papers.html import body_html
from emulation.papers.paper import Column, Paragraph, Row, Table
from emulation.papers.text import parse


def test_every_form_has_its_element_and_its_label():
    html = body_html(parse("Mở.\nI. Mục\n1. Khoản:\n- gạch\n+ cộng\na) điểm\n2. Câu.\n[[x]]"))
    assert html.splitlines() == [
        '<p class="text">Mở.</p>',
        '<h2 class="section">I. MỤC</h2>',
        '<h3 class="item">1. Khoản:</h3>',
        '<p class="bullet">- gạch</p>',
        '<p class="sub-bullet">+ cộng</p>',
        '<p class="point">a) điểm</p>',
        '<p class="item">2. Câu.</p>',
        '<p class="slot">[[x]]</p>',
    ]


def test_parts_chapters_and_articles_have_their_elements():
    text = "Phần I. Một\nChương I. Hai & ba\nMục 1. Bốn\nĐiều 1. Tên\n1.1. x\nĐiều 2. Câu."
    html = body_html(parse(text)).splitlines()
    assert html[0] == (
        '<h2 class="centred"><span class="label">Phần I</span> '
        '<span class="heading">MỘT</span></h2>'
    )
    assert '<span class="label">Chương I</span> <span class="heading">HAI &amp; BA<' in html[1]
    assert '<span class="label">Mục 1</span> <span class="heading">BỐN<' in html[2]
    assert html[3:] == [
        '<h3 class="article">Điều 1. Tên</h3>',
        '<p class="item">1. x</p>',
        '<p class="article"><b>Điều 2.</b> Câu.</p>',
    ]


def test_a_table_is_turned_only_where_pages_are_known():
    table = Table((Column("A"),))
    assert "turned" not in body_html((table,))
    assert body_html((table,), turned=lambda _: True).startswith('<div class="turned"><table')


def test_what_a_user_typed_is_escaped_everywhere():
    evil = '<img src="file:///etc/passwd">&'
    table = Table((Column(evil, group=evil), Column(evil)), (Row((evil, evil)),))
    text = f"{evil}\nI. {evil}\n1. {evil}\na) {evil}\n- {evil}\n[[{evil}]]"
    html = body_html((*parse(text), table))
    assert "<img" not in html.lower()
    # The section's heading prints in capitals, hence one fewer in small letters.
    assert html.count("&lt;img") == 10
    assert html.count("&lt;IMG") == 1


def test_columns_of_a_group_share_a_heading_and_the_others_span_both_rows():
    table = Table(
        (
            Column("STT", 1, "center"),
            Column("Tên", 2),
            Column("A", group="G"),
            Column("B", group="G"),
        ),
        (Row(("I", "Tập thể", "", ""), "group"), Row(("1", "Thôn\nĐông", "x", ""))),
    )
    html = body_html((table,))
    assert '<tr><th scope="col" rowspan="2">STT</th><th scope="col" rowspan="2">Tên</th>' in html
    assert '<th scope="colgroup" colspan="2">G</th></tr><tr><th scope="col">A</th>' in html
    assert '<tr class="numbers"><td>(1)</td><td>(2)</td><td>(3)</td><td>(4)</td></tr>' in html
    assert '<tr class="group"><td class="center">I</td>' in html
    assert '<td class="left">Thôn<br>Đông</td>' in html
    assert '<col width="40.000%">' in html


def test_groups_that_are_not_neighbours_have_a_heading_each():
    columns = (Column("A", group="G"), Column("B"), Column("C", group="G"))
    assert body_html((Table(columns),)).count(">G</th>") == 2


def test_a_plain_table_has_one_row_of_headings_and_no_numbers_when_not_wanted():
    html = body_html((Table((Column("A"), Column("B")), number_row=False),))
    assert "rowspan" not in html
    assert "(1)" not in html


def test_the_end_mark_is_printed_only_when_asked_for():
    body = (Paragraph("Hết."),)
    assert body_html(body, end_mark=True) == '<p class="text">Hết./.</p>'
    assert body_html(body) == '<p class="text">Hết.</p>'
