"""A case, what was filed, what was asked, shown, decided, and when it stood still."""

from cases.models.application import Application, Step, Supplement
from cases.models.case import Case
from cases.models.changeover import Changeover
from cases.models.decision import Decision
from cases.models.document import Document
from cases.models.hold import Hold
from cases.models.rectification import RectificationOrder

__all__ = [
    "Application",
    "Case",
    "Changeover",
    "Decision",
    "Document",
    "Hold",
    "RectificationOrder",
    "Step",
    "Supplement",
]
