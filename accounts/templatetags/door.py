"""How the pages of the door are shown: labels without placeholders, what works here, where it goes on."""

from __future__ import annotations

import ipaddress

from allauth.account.utils import get_next_redirect_url
from django import template
from django.forms import BaseForm
from django.http.request import split_domain_port
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.second_factor import must_hold_one, owes_one
from journal.now import today

register = template.Library()

# the house says the same everywhere; allauth's fields have words of their own
LABELS = {
    "login": gettext_lazy("Sign-in name"),
    "username": gettext_lazy("Sign-in name"),
    "password": gettext_lazy("Password"),
    "oldpassword": gettext_lazy("Password until now"),
    "password1": gettext_lazy("New password"),
    "password2": gettext_lazy("New password once more"),
    "code": gettext_lazy("One-time code"),
}
ADDRESSES = {True: gettext_lazy("E-mail address"), False: gettext_lazy("E-mail address (optional)")}

# the first that is found in the word by which a browser calls itself; later ones contain the names of earlier ones
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("QQBrowser", "QQ"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def labelled(form: BaseForm) -> BaseForm:
    """The form without placeholders, each field with its label in the house's words."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        label = ADDRESSES[field.required] if name == "email" else LABELS.get(name)
        if label is not None:
            field.label = label
            form[name].label = label  # the error summary has looked at the field before
    return form


@register.filter
def browser_words(user_agent: str) -> str:
    """A browser and the system it runs on, as far as it says; "another program" where it does not."""
    names = [next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    words = " · ".join(name for name in names if name)
    return words or _("another program")


@register.simple_tag(takes_context=True)
def passkeys_possible(context: Context) -> bool:
    """Whether a browser would make a passkey for this address: it needs a name, not numbers."""
    host, _port = split_domain_port(context["request"].get_host())
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


@register.simple_tag(takes_context=True)
def second_factor_owed(context: Context) -> bool:
    """Whether the reader holds a post and no second factor."""
    user = context["request"].user
    return isinstance(user, User) and owes_one(user.pk, today())


@register.simple_tag(takes_context=True)
def second_factor_needed(context: Context) -> bool:
    """Whether the reader holds a post, so that one second factor must stay."""
    user = context["request"].user
    return isinstance(user, User) and must_hold_one(user.pk, today())


@register.simple_tag(takes_context=True)
def way_on(context: Context) -> str:
    """The page that was asked for before the door, else the reader's first page."""
    return str(get_next_redirect_url(context["request"]) or reverse("after_sign_in"))
