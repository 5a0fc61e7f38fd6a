"""Good contents under bad names: refused by their end, or taken and stored under ours."""

from tests.hostile import pdf, picture

REFUSED = {
    "a program": ("chay.exe", b"MZ", "Chỉ nhận tệp"),
    "two endings": ("bao-cao.pdf.exe", pdf(), "Chỉ nhận tệp"),
    "written from right to left": ("bao-cao\u202efdp.exe", pdf(), "Chỉ nhận tệp"),
    "no ending": ("bao-cao", pdf(), "Chỉ nhận tệp"),
    "a dot at the end": ("bao-cao.pdf.", pdf(), "Chỉ nhận tệp"),
    "a script": ("a.js", b"alert(1)", "Chỉ nhận tệp"),
    "a web page": ("a.html", b"<script>alert(1)</script>", "Chỉ nhận tệp"),
    "a list with commands": ("a.csv", b"=cmd|'/c calc'!A0,1\n", "Chỉ nhận tệp"),
    "rich text": ("a.rtf", b"{\\rtf1 {\\object\\objdata 01}}", "Chỉ nhận tệp"),
    "a font": ("a.ttf", b"\0\1\0\0", "Chỉ nhận tệp"),
    "an archive": ("a.zip", b"PK\x03\x04", "Chỉ nhận tệp"),
    "an old Word file": ("a.doc", b"\xd0\xcf\x11\xe0", "Chỉ nhận tệp"),
}
TAKEN = {
    "a program's ending inside": ("virus.exe.pdf", pdf(), ()),
    "an ending written from right to left": ("anh\u202egpj.pdf", pdf(), ()),
    "a path upwards": ("../../../etc/passwd.pdf", pdf(), ()),
    "a path of Windows": ("..\\..\\windows\\system32\\a.pdf", pdf(), ()),
    "an absolute path": ("/etc/cron.d/a.jpg", picture((40, 20)), ()),
    "three hundred letters": ("dài" * 100 + ".pdf", pdf(), ()),
    "a device": ("CON.pdf", pdf(), ()),
    "another device": ("aux.jpg", picture((40, 20)), ()),
    "a NUL": ("a.exe\0.pdf", pdf(), ()),
    "a web page as a name": ('"><script>alert(1)</script>.pdf', pdf(), ()),
    "line breaks in a name": ("a\r\nSet-Cookie: x=1.pdf", pdf(), ()),
    "nothing but the ending": (".pdf", pdf(), ()),
}
