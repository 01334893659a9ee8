"""The ratios of the courts and of UNHCR. Pure; `None` where there is nothing to divide by."""


def clearance_rate(resolved: int, incoming: int) -> float | None:
    """CEPEJ: resolved for each hundred that came in. Over 100 the backlog falls."""
    return resolved / incoming * 100 if incoming else None


def disposition_time(pending: int, resolved: int, days: int) -> float | None:
    """CEPEJ: how many days the pending would take at the pace of the period."""
    return pending / resolved * days if resolved else None


def recognition_rate(recognised: int, other: int, rejected: int) -> float | None:
    """UNHCR's refugee recognition rate: recognised for each hundred decided on the merits."""
    decided = recognised + other + rejected
    return recognised / decided * 100 if decided else None


def total_protection_rate(recognised: int, other: int, rejected: int) -> float | None:
    """UNHCR's total recognition rate: recognised and complementary protection for each hundred decided on the merits."""
    return recognition_rate(recognised + other, 0, rejected)
