"""Filling in a page's form as a person would: what it asks for, with anything that fits."""

from html.parser import HTMLParser

from django.urls import reverse
from django.utils import timezone

TEXT = "Nội dung thử"
TODAY = f"{timezone.localdate():%d/%m/%Y}"


class FormReader(HTMLParser):
    """The forms of a page that are posted, each a dict: action and fields as a browser sends them.

    An empty field that must be filled in gets something that fits its type.
    """

    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and attrs.get("method", "").lower() == "post":
            self.form = {"action": attrs.get("action", ""), "fields": {}}
            self.forms.append(self.form)
        elif self.form is not None:
            getattr(self, f"read_{tag}", lambda attrs: None)(attrs)

    def read_input(self, attrs):
        name, kind, value = attrs.get("name"), attrs.get("type", "text"), attrs.get("value", "")
        if not name or "disabled" in attrs or kind in ("submit", "button", "file"):
            return
        if kind in ("checkbox", "radio"):
            if "checked" in attrs:
                self.form["fields"].setdefault(name, []).append(value or "on")
            return
        if not value and "required" in attrs:
            value = {"number": "1", "date": TODAY}.get(kind, TEXT)
        self.form["fields"].setdefault(name, []).append(value)

    def read_textarea(self, attrs):
        self.area, self.typed = attrs, ""

    def read_select(self, attrs):
        self.select = attrs | {"chosen": [], "first": ""}

    def read_option(self, attrs):
        if self.select is None:
            return
        value = attrs.get("value", "")
        if "selected" in attrs:
            self.select["chosen"].append(value)
        if value and not self.select["first"]:
            self.select["first"] = value

    def handle_data(self, data):
        if self.area is not None:
            self.typed += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.area is not None:
            text = self.typed.strip() or (TEXT if "required" in self.area else "")
            self.form["fields"].setdefault(self.area["name"], []).append(text)
            self.area = None
        elif tag == "select" and self.select is not None:
            chosen = [value for value in self.select["chosen"] if value]
            if not chosen and "required" in self.select:
                chosen = [self.select["first"]]
            if name := self.select.get("name"):
                self.form["fields"].setdefault(name, []).extend(chosen)
            self.select = None


def posted_forms(page):
    """Return the forms of a page (a string) that are posted."""
    reader = FormReader()
    reader.feed(page)
    return reader.forms


def main_form(page):
    """Return the form that the page is about: the one with most fields, but for the log-out."""
    forms = [form for form in posted_forms(page) if form["action"] != reverse("logout")]
    return max(forms, key=lambda form: len(form["fields"]))
