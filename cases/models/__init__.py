"""A case, what was filed, what was asked, shown, decided, and when it stood still."""

from cases.models.application import Application, Step, Supplement
from cases.models.case import Case
from cases.models.changeover import Changeover
from cases.models.commitment import Commitment, CommitmentCheck
from cases.models.decision import Decision
from cases.models.document import Document
from cases.models.hold import Hold
from cases.models.objection import ContestedField, Inquiry, ObjectionFiling, RedressItem
from cases.models.rectification import RectificationOrder
from cases.models.revocation import RevocationNotice

__all__ = [
    "Application",
    "Case",
    "Changeover",
    "ContestedField",
    "Commitment",
    "CommitmentCheck",
    "Decision",
    "Document",
    "Hold",
    "Inquiry",
    "ObjectionFiling",
    "RectificationOrder",
    "RevocationNotice",
    "RedressItem",
    "Step",
    "Supplement",
]
