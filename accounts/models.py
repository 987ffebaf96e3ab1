"""People: users, their posts in departments, their mandates for subjects."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import ADMIN_ROLES, DESK_ROLES, EVERY_SCOPE, MandateKind, MandateScope, OfferOutcome, Role
from records.models import CreditRecord, Department, Subject


class User(AbstractUser):
    """A person who signs in. Powers come from posts and mandates only, never from flags on the user."""

    full_name = models.CharField(_("Name"), max_length=80, blank=True)
    language = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.full_name or self.username


class Post(models.Model):
    """A role in a department within [from_on, to_on). One person holds at most one of the administrator roles."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department", "role"],
                condition=models.Q(to_on__isnull=True),
                name="accounts_one_open_post",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(role__in=[str(role) for role in ADMIN_ROLES], to_on__isnull=True),
                name="accounts_one_admin_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Mandate(models.Model):
    """A person's power to act for a subject within [from_on, to_on).

    `scopes` are words of `MandateScope` with a blank between them; an owner's are all. With `limited` it is for
    `records` only, and for nothing else of the subject.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=10, choices=MandateKind.choices)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    given_by_ref = models.CharField(max_length=80)
    scopes = models.CharField(max_length=80, default=EVERY_SCOPE)
    limited = models.BooleanField(default=False)
    records = models.ManyToManyField(CreditRecord, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "subject"],
                condition=models.Q(to_on__isnull=True),
                name="accounts_one_mandate",
            )
        ]
        indexes = [models.Index(fields=["kind", "user", "to_on"], name="accounts_agents")]

    def __str__(self) -> str:
        return f"{self.user} for {self.subject}"

    @property
    def scope_labels(self) -> list[str]:
        """What it lets its holder do, in words."""
        return [str(MandateScope(word).label) for word in self.scopes.split()]

    @property
    def last_on(self) -> date | None:
        """Its last day; None where it has no end."""
        return None if self.to_on is None else self.to_on - timedelta(days=1)


class MandateOffer(models.Model):
    """A mandate that an owner wants to give; it is none until its person has accepted it.

    `address` is the sign-in name or the e-mail address the owner typed; `user` whoever bears it, empty while nobody
    here is known under it. It waits up to and including `waits_until`.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="mandate_offers")
    address = models.CharField(max_length=254)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="mandate_offers"
    )
    scopes = models.CharField(max_length=80)
    limited = models.BooleanField(default=False)
    records = models.ManyToManyField(CreditRecord, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True)
    offered_by_ref = models.CharField(max_length=80)
    offered_at = models.DateTimeField()
    waits_until = models.DateField()
    outcome = models.CharField(max_length=12, blank=True, choices=OfferOutcome.choices)
    answered_at = models.DateTimeField(null=True, blank=True)
    mandate = models.OneToOneField(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="offer"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "address"],
                condition=models.Q(outcome=""),
                name="accounts_one_open_offer",
            )
        ]

    def __str__(self) -> str:
        return f"offer of {self.subject} to {self.address}"

    @property
    def scope_labels(self) -> list[str]:
        """What it would let its holder do, in words."""
        return [str(MandateScope(word).label) for word in self.scopes.split()]


class OneTimeCode(models.Model):
    """A code that works once until it expires; it is shown once, and only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    issued_by_ref = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class ActivationCode(OneTimeCode):
    """A code, sent or handed to a subject, that binds one account to it."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="activation_codes")

    def __str__(self) -> str:
        return f"activation of {self.subject}"


class Preference(models.Model):
    """How a person likes to work. It decides nothing; whoever never chose has no row and these same defaults."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="preference")
    shortcuts = models.BooleanField(default=True)
    dense_lists = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"preferences of {self.user}"


class Substitution(models.Model):
    """Somebody stands in for an officer at one post within [from_on, to_on) (代理); the powers stay those of each.

    It ends by itself. Whoever stands in for somebody has nobody in their own place meanwhile: there is no chain
    (the service holds this, under the lock of both persons).
    """

    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substitutes")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substitutions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_on = models.DateField()
    to_on = models.DateField()
    made_by_ref = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(officer=models.F("substitute")), name="accounts_nobody_for_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")), name="accounts_substitution_has_days"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[str(role) for role in DESK_ROLES]),
                name="accounts_substitution_at_a_desk",
            ),
        ]
        indexes = [
            models.Index(fields=["substitute", "to_on"], name="accounts_stands_in"),
            models.Index(fields=["department", "-from_on", "-id"], name="accounts_substitutions"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} for {self.officer}"
