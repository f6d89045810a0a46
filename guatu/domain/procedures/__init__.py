"""前期手续: what must be granted before works may begin, and in what order.

A library holds the procedures of a government; a project takes those that apply to it. What
follows from that is computed here: loops and unknown forerunners, the links among the chosen
ones, the chain that takes longest, and the latest day on which each must be handed in.
"""

from guatu.domain.procedures.choosing import (
    Question,
    adjusted,
    all_codes,
    links_among,
    questions_of,
    usual,
)
from guatu.domain.procedures.course import Course, Drawn, course_of
from guatu.domain.procedures.handing import Handed, HandIn, hand_ins
from guatu.domain.procedures.library import Place, Procedure, fault_of, notices_of

__all__ = [
    "Course",
    "Drawn",
    "HandIn",
    "Handed",
    "Place",
    "Procedure",
    "Question",
    "adjusted",
    "all_codes",
    "course_of",
    "fault_of",
    "hand_ins",
    "links_among",
    "notices_of",
    "questions_of",
    "usual",
]
