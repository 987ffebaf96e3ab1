"""A case, what was filed, what was asked, shown, decided, and when it stood still."""

from cases.models.application import Application, Step, Supplement
from cases.models.case import Case
from cases.models.changeover import Changeover
from cases.models.commitment import Commitment, CommitmentCheck
from cases.models.complaint import Complaint, ComplaintPaper
from cases.models.decision import Decision
from cases.models.document import Document
from cases.models.hold import Hold
from cases.models.objection import ContestedField, Inquiry, ObjectionFiling, RedressItem
from cases.models.rectification import Demand, RectificationOrder, Recusal
from cases.models.revocation import RevocationNotice
from cases.models.talk import Attendance, Minutes, Talk

__all__ = [
    "Application",
    "Attendance",
    "Case",
    "Changeover",
    "Commitment",
    "CommitmentCheck",
    "Complaint",
    "ComplaintPaper",
    "ContestedField",
    "Decision",
    "Demand",
    "Document",
    "Hold",
    "Inquiry",
    "Minutes",
    "ObjectionFiling",
    "RectificationOrder",
    "Recusal",
    "RedressItem",
    "RevocationNotice",
    "Step",
    "Supplement",
    "Talk",
]
