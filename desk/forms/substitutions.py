"""Who stands in for whom, at which post, from which day to which."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import DESK_ROLES, Role
from accounts.substitutions import officers_of, posts_to_fill
from look.forms import day_field, offer
from look.names import name_of


class SubstitutionForm(forms.Form):
    """One's own post, or as supervisor one of the unit's; the colleague must hold the same."""

    post = forms.ChoiceField(
        label=_("Who is away, at which post"),
        error_messages={
            "required": _("Choose who is away."),
            "invalid_choice": _("Choose a post of the list."),
        },
    )
    substitute = forms.ChoiceField(
        label=_("Who stands in"),
        help_text=_("A colleague who holds the same post in the same unit."),
        error_messages={
            "required": _("Choose who stands in."),
            "invalid_choice": _("Choose a colleague of the list."),
        },
    )
    from_on = day_field(label=_("First day"), required=_("Give the first day."))
    until = day_field(label=_("Until and including"), required=_("Give the last day."))

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._posts = {str(post.pk): post for post in posts_to_fill(actor, on=on)}
        words = [
            (key, f"{post.user} · {Role(post.role).label} · {name_of(post.department)}")
            for key, post in self._posts.items()
        ]
        units = actor.departments(*DESK_ROLES, Role.SUPERVISOR)
        people = [(str(person.pk), str(person)) for person in officers_of(units, on=on)]
        offer(self, "post", words, first=_("Please choose"))
        offer(self, "substitute", people, first=_("Please choose"))
        if len(words) == 1:
            self.initial.setdefault("post", words[0][0])
        self.initial.setdefault("from_on", on)

    @property
    def facts(self) -> dict[str, Any]:
        """What the service is told, once the form is valid."""
        said = self.cleaned_data
        post = self._posts[said["post"]]
        return {
            "officer_id": post.user_id,
            "substitute_id": int(said["substitute"]),
            "department_id": post.department_id,
            "role": post.role,
            "from_on": said["from_on"],
            "until": said["until"],
        }
