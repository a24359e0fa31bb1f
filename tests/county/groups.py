"""Groups of quirks: those of which an article shows at most one, and those that belong together."""

from __future__ import annotations

from tests.county.quirks import PrintQuirk, Quirk

TEXT_FORMS = (
    Quirk.HEAD_BARE,
    Quirk.HEAD_BRACKET,
    Quirk.HEAD_AGENCY,
    Quirk.SQUARE_OPEN,
    Quirk.SQUARE_FILLED,
    Quirk.SQUARE_TWO,
    Quirk.END_ALL,
    Quirk.END_SUPPLY,
    Quirk.END_SUPPLY_GLUED,
    Quirk.END_SUPPLY_ORG,
    Quirk.CORRESPONDENT_ORG,
    Quirk.END_ROLES,
    Quirk.END_NAMES,
    Quirk.END_COMMA,
    Quirk.END_GLUED,
)
PHOTO_FORMS = (Quirk.END_SHE, Quirk.END_PHOTO_COLON, Quirk.END_PHOTO_TEXT, Quirk.END_TEXT_PHOTO)
# What an issue has beside reports, and reports on several pages.
STRUCTURE = frozenset(
    (
        PrintQuirk.JUMP_ONE_SIDE,
        PrintQuirk.JUMP_TITLED,
        PrintQuirk.JUMP_THREE,
        PrintQuirk.JUMP_IN_SENTENCE,
        PrintQuirk.TWIN_BRIEFS,
        PrintQuirk.TWIN_PHOTOS,
        PrintQuirk.GUIDE,
        PrintQuirk.TEASER_SHORT,
        PrintQuirk.SERIES,
        PrintQuirk.SERIES_LOOK,
        PrintQuirk.CORRECTION,
        PrintQuirk.COMMENTARY,
        PrintQuirk.LITERATURE,
        PrintQuirk.THREE_LINES,
    )
)
EDITORS = (Quirk.EDITOR_CHAIN, Quirk.EDITOR_OTHER)
DATES = (
    Quirk.DATE_GLUED,
    Quirk.DATE_DOTS,
    Quirk.DATE_AFTERNOON,
    Quirk.DATE_SHORT,
    Quirk.DATE_FULL_WIDTH,
    Quirk.DATE_CHINESE,
    Quirk.DATE_UPDATED,
    Quirk.DATE_NO_YEAR,
)
