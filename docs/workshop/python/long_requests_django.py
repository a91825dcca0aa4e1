"""Long request cycles, Django: makes the report in the request, or accepts it and makes it later."""

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

import report
from demo_django import Order, Report, compare
from pair import at_least


def bad(month="2025-03"):
    first = report.parse(month)
    key = make(first)  # the client waits, and this process serves no other request
    Report.objects.create(month=first, state="ready", finished_at=timezone.now(), pdf_key=key)
    return 200, report.store[key]


def good(month="2025-03"):
    first = report.parse(month)
    if Report.objects.filter(state__in=("queued", "running")).count() >= report.MAX_QUEUED:
        return 503, "Retry-After: 30"
    accepted = Report.objects.create(month=first, state="queued")  # the row is also the job, so one INSERT writes both
    return 202, accepted.id


def work():
    """Does what a worker process would do. Here it ends when nothing is queued; a real worker waits for more."""
    while job := claim():
        key = make(job.month)
        Report.objects.filter(id=job.id).update(state="ready", finished_at=timezone.now(), pdf_key=key)


@transaction.atomic  # short, so that no row stays locked while the report is made
def claim():
    job = Report.objects.select_for_update(skip_locked=True).filter(state="queued").order_by("id").first()
    if job:
        job.state, job.started_at = "running", timezone.now()
        job.save()
    return job


def make(month):
    start, end = report.bounds(month)
    orders = Order.objects.filter(created_at__gte=start, created_at__lt=end)
    customers = orders.values_list("user__name").annotate(revenue=Sum("amount")).order_by("-revenue", "user")
    return report.render(month, list(customers[: report.CUSTOMERS]))


def in_hand(answer):
    """Returns the document that the client gets in the end. After a 202 the worker makes it."""
    status, found = answer
    if status == 202:
        work()
        found = report.store[Report.objects.get(id=found, state="ready").pdf_key]
    return found


if __name__ == "__main__":
    compare(bad, good, same=in_hand, before=report.QUEUE, commands=(2, 2), pages=(at_least(10), 0))
