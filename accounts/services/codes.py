"""One-time codes that a person reads off a page or paper and types: letters that are not mistaken, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
LENGTH, GROUP = 12, 4
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def new_code() -> str:
    """A code of 60 random bits as XXXX-XXXX-XXXX; only its digest is to be kept."""
    plain = "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
    return "-".join(plain[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    """The SHA-256 of a code as typed: small letters, dashes and lookalikes make no difference."""
    return hashlib.sha256(code.upper().translate(_LOOKALIKES).encode()).hexdigest()
