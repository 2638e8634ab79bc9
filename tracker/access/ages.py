"""From which day on somebody has reached an age, when only the month of birth is known."""

from datetime import date

MONTHS = 12


def first_day_of_age(birth_month: date, years: int) -> date:
    """Give the first day of the month after the one in which a birthday falls: from then on it is over for sure."""
    months = birth_month.year * MONTHS + birth_month.month + years * MONTHS
    return date(months // MONTHS, months % MONTHS + 1, 1)
