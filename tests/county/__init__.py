"""The sample county: a fictional county's news site and daily with their truth, drawn from a seed, on loopback."""

from __future__ import annotations

from tests.county.paper.truth import (
    IssueTruth,
    JoinedTruth,
    PageTruth,
    PlacementTruth,
    PointerTruth,
    PrintArticleTruth,
    PrintContributorTruth,
)
from tests.county.quirks import ALL, PrintQuirk, Quirk
from tests.county.site import County
from tests.county.truth import ArticleTruth, ContributorTruth, ImageTruth, Refusal

__all__ = [
    "ALL",
    "ArticleTruth",
    "ContributorTruth",
    "County",
    "ImageTruth",
    "IssueTruth",
    "JoinedTruth",
    "PageTruth",
    "PlacementTruth",
    "PointerTruth",
    "PrintArticleTruth",
    "PrintContributorTruth",
    "PrintQuirk",
    "Quirk",
    "Refusal",
]
