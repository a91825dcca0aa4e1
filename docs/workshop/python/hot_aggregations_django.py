"""Hot-path aggregations, Django: counts for each page view, or reads a materialized view."""

from django.db.models import Count, Sum

from demo_django import Dashboard, Order, User, compare
from pair import at_least, at_most


def bad():
    sold = Order.objects.filter(status__in=("paid", "shipped", "delivered"))
    by_status = Order.objects.values_list("status").annotate(orders=Count("id")).order_by("-orders", "status")
    return {
        "users": User.objects.count(),
        "orders": Order.objects.count(),
        "revenue": sold.aggregate(revenue=Sum("amount"))["revenue"],
        "by_status": [tuple(row) for row in by_status],
    }


def good():
    view = Dashboard.objects.get()  # its numbers are as old as view.as_of; a background task refreshes it
    return {
        "users": view.users,
        "orders": view.orders,
        "revenue": view.revenue,
        "by_status": [(row["status"], row["orders"]) for row in view.orders_by_status],
    }


if __name__ == "__main__":
    every = 3 * Order.objects.count()  # bad reads each order three times
    compare(bad, good, commands=(4, 1), rows=(at_least(every), 1), buffers=(at_least(every // 300), at_most(3)))
