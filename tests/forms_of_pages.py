"""The forms of a page as a browser would send them, filled in where they are empty."""

from html.parser import HTMLParser

# What an empty field is filled with, by the type of the field.
FILLED = {"date": "2026-03-02", "datetime-local": "2026-03-02T08:00", "number": "1"}


class Forms(HTMLParser):
    """Collects `found`: (action, fields) of every posted form, once for each of its buttons."""

    def __init__(self, page):
        super().__init__()
        self.found, self.form, self.choice, self.text = [], None, None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            posts = given.get("method", "").lower() == "post"
            self.form = [given.get("action", ""), {}, []] if posts else None
        elif self.form is None:
            return
        elif tag == "input":
            self.field(given)
        elif tag == "button" and given.get("name"):
            self.form[2].append({given["name"]: given.get("value", "")})
        elif tag == "textarea" and given.get("name"):
            self.text = given["name"]
            self.form[1][self.text] = ""
        elif tag == "select" and given.get("name"):
            self.choice = given["name"]
            self.form[1][self.choice] = ""
        elif tag == "option" and self.choice:
            chosen = self.form[1][self.choice]
            if "selected" in given or (given.get("value") and not chosen):
                self.form[1][self.choice] = given.get("value", "")

    def field(self, given):
        name, kind = given.get("name"), given.get("type", "text")
        if not name or kind in ("file", "submit", "button"):
            return
        if kind in ("checkbox", "radio"):
            self.form[1].setdefault(name, given.get("value", "on"))
        else:
            self.form[1][name] = given.get("value") or FILLED.get(kind, "Nội dung")

    def handle_data(self, data):
        if self.text and self.form:
            self.form[1][self.text] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.form and self.text:
            self.form[1][self.text] = self.form[1][self.text].strip() or "Nội dung"
            self.text = None
        elif tag == "select":
            self.choice = None
        elif tag == "form" and self.form:
            action, fields, buttons = self.form
            self.found += [(action, fields | button) for button in buttons or [{}]]
            self.form = None
