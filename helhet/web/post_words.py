"""What was done with a post, in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from helhet.organisation.rules import posts as rules

from .templatetags.helhet import day_year, number

_NAMES: dict[str, Mapping[Any, str]] = {
    "education": rules.EDUCATION_NAMES, "age_group": rules.AGE_GROUP_NAMES, "problem": rules.PROBLEM_NAMES, "area": rules.AREA_NAMES,
    "source": rules.SOURCE_NAMES, "key": rules.SHARING_KEY_NAMES,
}  # fmt: skip
_PLAIN = ("title", "name", "unit", "members", "agreed_in", "why", "kostra")


def told(row: Mapping[str, Any]) -> str:
    """One side of a change: «psykolog, 60 %, fra 1. januar 2026»."""
    return ", ".join(text for name, value in row.items() if (text := _one(name, value)))


def _one(name: str, value: Any) -> str:
    if name in _NAMES:
        return gettext(str(_NAMES[name].get(value, value)))
    if name in ("percent", "cost", "income", "yearly_cost"):
        what = {"percent": "%s %%", "yearly_cost": gettext("%s kroner i året"), "cost": gettext("kostnad %s kroner"),
                "income": gettext("betalt av andre %s kroner")}  # fmt: skip
        return what[name] % number(Decimal(value))
    if name in ("since", "until"):
        said = gettext("fra %(day)s") if name == "since" else gettext("til %(day)s")
        return said % {"day": day_year(date.fromisoformat(value))}
    return str(value) if name in _PLAIN else ""
