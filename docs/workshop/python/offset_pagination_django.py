"""OFFSET pagination, Django: reads the page in the middle of all orders."""

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from demo_django import Order, compare
from pair import at_least, at_most

NEWEST_FIRST = Order.objects.order_by("-created_at", "-id")
SKIPPED = Order.objects.count() // 2
LAST = NEWEST_FIRST[SKIPPED - 1]  # the last order of the page before: the client knows it


def bad():
    return list(NEWEST_FIRST.values_list("id", "amount")[SKIPPED : SKIPPED + 50])


def good():
    # Django's ORM has no row values, so this is an SQL expression with separate parameters.
    older = RawSQL("(created_at, id) < (%s, %s)", (LAST.created_at, LAST.id), BooleanField())
    return list(NEWEST_FIRST.filter(older).values_list("id", "amount")[:50])


def tutorial():
    older = Q(created_at__lt=LAST.created_at) | Q(created_at=LAST.created_at, id__lt=LAST.id)
    return list(NEWEST_FIRST.filter(older).values_list("id", "amount")[:50])  # an OR filters, it doesn't seek


if __name__ == "__main__":
    deep = at_least(SKIPPED // 100)
    compare(bad, good, tutorial, commands=(1, 1, 1), buffers=(deep, at_most(8), deep))
