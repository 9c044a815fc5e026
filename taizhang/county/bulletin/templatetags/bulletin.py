"""What the bulletin's pages show of arithmetic: relations that hold, contradictions, and who may explain them."""

from typing import Any

from django import template
from django.template import Context

from taizhang.county.bulletin import arithmetic, explaining
from taizhang.county.bulletin.content import Content
from taizhang.county.bulletin.explained import LONGEST, SHORTEST, Explanation
from taizhang.county.bulletin.finding import Finding

register = template.Library()


@register.inclusion_tag("bulletin/agreements.html")
def agreements(content: Content) -> dict[str, Any]:
    """The relations of an item that hold, for a quiet line under its check."""
    return {"agreements": arithmetic.agreements(content)}


@register.inclusion_tag("bulletin/contradictions.html", takes_context=True)
def contradictions(context: Context, content: Content) -> dict[str, Any]:
    """An item's contradictions that nobody explained yet, and its signed explanations."""
    found = explaining.unexplained(explaining.of_item(content.item))
    return {"request": context["request"], "findings": found, "told": explaining.told([content])}


@register.inclusion_tag("bulletin/explain_form.html", takes_context=True)
def explain_form(context: Context, finding: Finding, typed: Any = None, *, folded: bool = False) -> dict[str, Any]:
    """The form to sign with, for whoever may; `typed` is what a refused form held."""
    item = finding.item
    able = item is not None and bool(item.pk) and not list(explaining.may_not_explain(item, context["request"].user))
    return {
        "able": able, "finding": finding, "typed": typed or {}, "causes": Explanation.Cause.choices,
        "shortest": SHORTEST, "longest": LONGEST, "folded": folded,
    }  # fmt: skip
