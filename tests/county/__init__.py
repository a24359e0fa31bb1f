"""The sample county: a fictional county's news site with its ground truth, drawn from a seed and served on loopback."""

from __future__ import annotations

from tests.county.quirks import ALL, Quirk
from tests.county.site import County
from tests.county.truth import ArticleTruth, ContributorTruth, ImageTruth, Refusal

__all__ = ["ALL", "ArticleTruth", "ContributorTruth", "County", "ImageTruth", "Quirk", "Refusal"]
