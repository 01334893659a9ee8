"""Where on the pages each step of the procedure is taken. A step without an address here is taken inside another page."""

# event → address below the case. The order is the order in which the next actions are offered.
ADDRESSES = {
    "taken_over": "/take-over",
    "admitted": "/admit",
    "assigned": "/assign",
    "interview_started": "/interviews",
    "appointment_booked": "/interviews",
    "assessment_submitted": "/assessment",
    "endorsed": "/assessment",
    "returned": "/assessment",
    "decided": "/decisions",
    "notified": "/decisions",
    "remedy_filed": "/remedy",
    "late_remedy_filed": "/remedy",
    "remedy_decided": "/remedies",
    "late_remedy_accepted": "/remedies",
    "remedy_withdrawn": "/remedies",
    "became_final": "/decisions",
    "abandoned": "/abandonment",
    "reopened": "/reopen",
    "resumed": "/resume",
    # The rest are links, not the day's work.
    "abandonment_noticed": "/abandonment-notice",
    "abandonment_answered": "/abandonment-answer",
    "declared_inadmissible": "/declare-inadmissible",
    "member_added": "/members/new",
    "need_recorded": "/needs/new",
    "guardian_recorded": "/guardian",
    "representation_recorded": "/representation",
    "transferred": "/transfer",
    "suspended": "/suspend",
    "withdrawn": "/withdraw",
}
LESSER = frozenset(list(ADDRESSES)[list(ADDRESSES).index("abandonment_noticed") :])


def address(reference: str, event: str) -> str | None:
    """The page on which the step is taken for that case, or `None`."""
    return f"/cases/{reference}{ADDRESSES[event]}" if event in ADDRESSES else None
