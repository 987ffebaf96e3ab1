"""Somebody who knows no address but the front door: reads pages, follows links, fills in and sends forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

VOID = {"input", "meta", "link", "br", "img", "hr"}
Answer = str | bool | SimpleUploadedFile


@dataclass
class Field:
    """One control of a form; `value` is what it would send untouched, None: nothing."""

    name: str
    kind: str
    value: str | None
    id: str = ""
    options: dict[str, str] = field(default_factory=dict)


@dataclass
class PageForm:
    """One form of a page, with the words of its buttons."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)


class Sheet(HTMLParser):
    """The links, forms, labels and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.forms: list[PageForm] = []
        self.labels: dict[str, str] = {}
        self.words = ""
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._form: PageForm | None = None
        self._choice: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(facts.get("action", ""), facts.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is not None:
            self._control(tag, facts)
        if tag not in VOID:
            self._open.append((tag, facts, []))

    def _control(self, tag: str, facts: dict[str, str]) -> None:
        form = self._form
        if form is None or (not facts.get("name") and tag != "option"):
            return
        if tag == "input" and facts.get("type") != "submit":
            kind = facts.get("type", "text")
            ticked = kind not in {"checkbox", "radio"} or "checked" in facts
            value = facts.get("value", "on" if kind == "checkbox" else "")
            form.fields.append(Field(facts["name"], kind, value if ticked else None, facts.get("id", "")))
        elif tag == "textarea":
            form.fields.append(Field(facts["name"], "textarea", "", facts.get("id", "")))
        elif tag == "select":
            self._choice = Field(facts["name"], "select", None, facts.get("id", ""))
            form.fields.append(self._choice)

    def handle_data(self, data: str) -> None:
        self.words += data
        for _tag, _facts, text in self._open:
            text.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            found, facts, text = self._open.pop()
            self._closed(found, facts, " ".join("".join(text).split()))
            if found == tag:
                break
        if tag == "form":
            self._form = None
        if tag == "select":
            self._choice = None

    def _closed(self, tag: str, facts: dict[str, str], text: str) -> None:
        if tag == "a" and "href" in facts:
            self.links.append((text, facts["href"]))
        elif tag == "label" and "for" in facts:
            self.labels[facts["for"]] = text
        elif tag == "button" and self._form is not None:
            self._form.buttons.append(text)
        elif tag == "option" and self._choice is not None:
            self._choice.options[text] = facts.get("value", text)
            if "selected" in facts:
                self._choice.value = facts.get("value", text)
        elif tag == "textarea" and self._form is not None:
            self._form.fields[-1].value = text


class Reader:
    """A person before a browser, at the front page to begin with."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.address = "/"
        self.sheet = Sheet("")
        self.opens("/")

    def opens(self, address: str, data: dict[str, Any] | None = None, *, post: bool = False) -> Reader:
        """Go where the page leads, over every redirect; what is shown must be a page."""
        target = urljoin(self.address, address)
        send = self._client.post if post else self._client.get
        answer = send(target, data or {}, follow=True)
        assert answer.status_code == HTTPStatus.OK, (
            f"{target}: {answer.status_code} {answer.content.decode()[:3000]}"
        )
        self.address = answer.redirect_chain[-1][0] if answer.redirect_chain else target
        self.sheet = Sheet(answer.content.decode())
        return self

    def follows(self, words: str) -> Reader:
        """Follow the first link that begins with these words."""
        found = [href for text, href in self.sheet.links if text.startswith(words)]
        assert found, f"no link “{words}” on {self.address}: {self.sheet.links}"
        return self.opens(found[0])

    def presses(self, button: str, answers: dict[str, Answer] | None = None) -> Reader:
        """Send the form with this button; answers are given by the words at the field."""
        forms = [form for form in self.sheet.forms if any(text.startswith(button) for text in form.buttons)]
        assert forms, f"no button “{button}” on {self.address}: {[form.buttons for form in self.sheet.forms]}"
        form = forms[0]
        data: dict[str, Any] = {one.name: one.value for one in form.fields if one.value is not None}
        for label, answer in (answers or {}).items():
            control = self._control(form, label)
            data[control.name] = control.options[str(answer)] if control.kind == "select" else answer
            if answer is True:
                data[control.name] = "on"
        data = {name: value for name, value in data.items() if value != ""}
        return self.opens(form.action or self.address, data, post=form.method == "post")

    def _control(self, form: PageForm, label: str) -> Field:
        for one in form.fields:
            if one.id and self.sheet.labels.get(one.id, "").startswith(label):
                return one
        raise AssertionError(f"no field “{label}” on {self.address}: {self.sheet.labels}")

    def choices(self, label: str) -> list[str]:
        """What a field of the page lets one choose from, in its words."""
        for form in self.sheet.forms:
            for one in form.fields:
                if one.id and self.sheet.labels.get(one.id, "").startswith(label):
                    return list(one.options)
        return []

    def sees(self, words: str) -> bool:
        return words in " ".join(self.sheet.words.split())

    def path(self) -> str:
        return urlsplit(self.address).path
