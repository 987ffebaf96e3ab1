"""A case, what was filed, what was asked, shown, decided, and when it stood still."""

from cases.models.application import Application, Step, Supplement
from cases.models.case import Case
from cases.models.changeover import Changeover
from cases.models.commitment import Commitment, CommitmentCheck
from cases.models.complaint import Complaint, ComplaintPaper
from cases.models.decision import Decision
from cases.models.declaring import SecondSignature, SubjectConfirmation, TwoPersons
from cases.models.document import Document
from cases.models.group import GroupFiling, GroupPaper
from cases.models.hold import Hold
from cases.models.objection import ContestedField, Inquiry, ObjectionFiling, RedressItem
from cases.models.outcome import CaseOutcome
from cases.models.rectification import Demand, RectificationOrder, Recusal
from cases.models.resume_code import ResumeCode
from cases.models.revocation import RevocationNotice
from cases.models.signature import Signature
from cases.models.talk import Attendance, Minutes, Talk

__all__ = [
    "Application",
    "Attendance",
    "Case",
    "CaseOutcome",
    "Changeover",
    "Commitment",
    "CommitmentCheck",
    "Complaint",
    "ComplaintPaper",
    "ContestedField",
    "Decision",
    "Demand",
    "Document",
    "GroupFiling",
    "GroupPaper",
    "Hold",
    "Inquiry",
    "Minutes",
    "ObjectionFiling",
    "RectificationOrder",
    "Recusal",
    "RedressItem",
    "ResumeCode",
    "RevocationNotice",
    "SecondSignature",
    "Signature",
    "Step",
    "SubjectConfirmation",
    "Supplement",
    "Talk",
    "TwoPersons",
]
