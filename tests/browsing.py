"""What a browser would send: the forms of a page as they stand, field by field."""

from dataclasses import dataclass, field

from lxml import html


@dataclass
class PageForm:
    """A form on a page: where it goes, how, what it holds, which of its inputs take files."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def posted(self, **changes):
        """The values to post, some of them changed; None leaves one out."""
        data = dict(self.values) | changes
        return {name: value for name, value in data.items() if value is not None}


def page_of(response):
    """The page of a response as a tree."""
    return html.document_fromstring(response.content.decode("utf-8", "replace"))


def forms_of(response, url=""):
    """Every form of a page that posts, with inputs elsewhere that name it (`form=`)."""
    page = page_of(response)
    found = []
    for element in page.iter("form"):
        if (element.get("method") or "get").lower() != "post":
            continue
        made = PageForm(element.get("action") or url, "post")
        identity = element.get("id")
        inside = list(element.iter("input", "select", "textarea", "button"))
        if identity:
            inside += page.xpath("//*[@form=$name]", name=identity)
        for control in inside:
            if control.get("form") in (None, identity):
                _add(made, control)
        found.append(made)
    return found


def _add(form, control):
    name = control.get("name")
    if not name or control.get("disabled") is not None:
        return
    kind = (control.get("type") or "text").lower()
    if control.tag == "select":
        options = list(control.iter("option"))
        form.choices[name] = [option.get("value", option.text or "") for option in options]
        chosen = [o.get("value", o.text or "") for o in options if o.get("selected") is not None]
        if not chosen and control.get("multiple") is None and form.choices[name]:
            chosen = form.choices[name][:1]
        form.values.setdefault(name, []).extend(chosen)
    elif control.tag == "textarea":
        form.texts.append(name)
        form.values.setdefault(name, []).append((control.text or "").removeprefix("\n"))
    elif control.tag == "button" or kind in ("submit", "image", "button", "reset"):
        if kind in ("submit", "text"):
            form.buttons.append((name, control.get("value", "")))
    elif kind == "file":
        form.files.append(name)
    elif kind in ("checkbox", "radio"):
        form.choices.setdefault(name, []).append(control.get("value", "on"))
        if control.get("checked") is not None:
            form.values.setdefault(name, []).append(control.get("value", "on"))
    else:
        if kind not in ("hidden", "password"):
            form.texts.append(name)
        form.values.setdefault(name, []).append(control.get("value", ""))


def said_beside(response, name):
    """The errors that the page says beside the input `name`: what its `aria-describedby` names."""
    page = page_of(response)
    found = []
    for control in page.xpath("//*[@name=$name]", name=name):
        for identity in (control.get("aria-describedby") or "").split():
            beside = page.xpath("//*[@id=$id]", id=identity)
            found += [e.text_content() for e in beside if "error" in (e.get("class") or "")]
    return " ".join(" ".join(found).split())
