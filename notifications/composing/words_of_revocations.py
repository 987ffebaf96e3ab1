"""Words that the letters of a revocation share."""

from __future__ import annotations

GROUNDS = {
    "false-materials": "提供虚假材料",
    "grave-untruth-in-commitment": "信用承诺内容严重失实",
    "wilful-breach-of-commitment": "故意不履行信用承诺",
}
ENGLISH_GROUNDS = {
    "false-materials": "untrue materials",
    "grave-untruth-in-commitment": "a gravely untrue commitment",
    "wilful-breach-of-commitment": "a commitment wilfully not kept",
}
