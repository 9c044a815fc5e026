"""The printed page of GB/T 9704-2012: paper, margins, grid, sizes and colour, shared by the Word and PDF forms."""

# All lengths in millimetres unless the name says points. GB/T 9704-2012 art. 5: A4, 天头 37, 订口 28, 版心 156 × 225.
WIDTH, HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
TEXT_WIDTH, TEXT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
# Art. 5.2.3: 22 lines of 28 characters fill the text area.
LINES, CHARACTERS = 22, 28
# Art. 7.5: the dash of the page number stands 7 mm below the text area.
PAGE_NUMBER_DROP = 7

POINTS_PER_MM = 72 / 25.4
TEXT_WIDTH_POINTS = TEXT_WIDTH * POINTS_PER_MM
# 28.95 pt is the largest pitch in whole twips that still lets Word set 22 lines in 225 mm (28.99 pt exactly).
LINE_PITCH_POINTS = int(TEXT_HEIGHT * POINTS_PER_MM / LINES * 20) / 20
CHARACTER_PITCH_POINTS = TEXT_WIDTH_POINTS / CHARACTERS

TWO, THREE, FOUR = 22.0, 16.0, 14.0  # 二号, 三号 and 四号 in points
RED = "D9000F"
RULE_POINTS = 2.25
# 版记: outer lines 0.35 mm, inner line 0.25 mm.
TAIL_OUTER_POINTS, TAIL_INNER_POINTS = 1.0, 0.75
TAIL_PITCH_POINTS = 25.0
IMPRINT_COLUMNS = 3

# The head takes six lines, so that its rule closes the upper third of page 1: one line for the secrecy mark, then
# name, issue number with a gap above and below, and issuer with date.
HEAD_LINES = 6
NAME_LINES = 2.5
ISSUE_GAP_LINES = 0.25
AFTER_RULE_LINES = 0.5

# A letter: one blank line before the addressee and before the organ; the day ends four characters from the margin, and
# the organ stands centred over it (art. 7.3.5, with a seal).
SIGNED_RIGHT_CHARACTERS = 4

_LARGEST_NAME_POINTS = 60.0
_NAME_GAP = 0.2


def name_size(name: str) -> tuple[float, float]:
    """Glyph size and letter spacing of the masthead, both in points, so that any name stays on one line."""
    units = max(1.0, len(name) + _NAME_GAP * (len(name) - 1))
    size = round(min(_LARGEST_NAME_POINTS, TEXT_WIDTH_POINTS * 0.95 / units), 1)
    return size, round(size * _NAME_GAP, 1)


def signed_width(*lines: str) -> float:
    """In characters: how wide the column is in which organ and day stand centred, as wide as the longer one."""
    return max(sum(0.5 if character.isascii() else 1.0 for character in line) for line in lines) if lines else 0.0
