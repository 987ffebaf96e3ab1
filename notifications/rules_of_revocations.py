"""What is told of a revocation and of a commitment: verb -> rule."""

from __future__ import annotations

from collections.abc import Mapping

from notifications.letters import LetterKind
from notifications.rule import Audience, Rule, to_one, to_subject

OF_REVOCATIONS: Mapping[str, Rule] = {
    "case.revocation_opened": to_subject("repair-doubted", LetterKind.REVOCATION_NOTICE),
    "case.defence_stated": to_one(Audience.DESK, "defence-stated"),
    "case.defence_over": to_one(Audience.DESK, "defence-over"),
    "case.revoked": to_subject("repair-revoked", LetterKind.REVOCATION),
    "case.kept": to_subject("repair-kept", LetterKind.REPAIR_KEPT),
    "case.terminated": to_subject("revocation-ended", LetterKind.REVOCATION_ENDED),
}
# entries of the repair whose commitment it is
OF_COMMITMENTS: Mapping[str, Rule] = {"commitment.honoured": to_subject("commitment-honoured")}
