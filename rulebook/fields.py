"""The fields of administration that the law tells apart, known by the name of the authority."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MARKET_REGULATION = "market-regulation"

# The first part found in the authority's name gives its field. Fire stands before emergency management:
# 消防救援 bodies belong to it and have their own rule in NDRC-58.
_PARTS: tuple[tuple[str, str], ...] = (
    ("市场监督管理", MARKET_REGULATION),
    ("工商行政管理", MARKET_REGULATION),
    ("质量技术监督", MARKET_REGULATION),
    ("药品监督管理", MARKET_REGULATION),
    ("消防", "fire"),
    ("应急管理", "emergency-management"),
    ("安全生产监督管理", "emergency-management"),
    ("矿山安全", "emergency-management"),
    ("农业农村", "agriculture"),
    ("卫生健康", "health"),
    ("疾病预防控制", "health"),
    ("生态环境", "ecology"),
    ("环境保护", "ecology"),
    ("交通运输", "transport"),
    ("住房和城乡建设", "housing"),
)

OTHER = "other"
LABELS: dict[str, Promise] = {
    MARKET_REGULATION: _("Market regulation"),
    "fire": _("Fire and rescue"),
    "emergency-management": _("Emergency management"),
    "agriculture": _("Agriculture"),
    "health": _("Health"),
    "ecology": _("Ecology and environment"),
    "transport": _("Transport"),
    "housing": _("Housing and construction"),
    OTHER: _("Other fields"),
}
FIELDS: tuple[str, ...] = (*dict.fromkeys(field for _part, field in _PARTS), OTHER)


def field_of(authority: str) -> str:
    """The field of an authority from its Chinese name; "other" where the name tells none."""
    return next((field for part, field in _PARTS if part in authority), OTHER)
