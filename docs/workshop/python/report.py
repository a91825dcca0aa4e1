"""Makes a month's sales report as pages of text. The scripts count the pages that are made before the answer."""

import datetime
import hashlib

LAGOS = datetime.timezone(datetime.timedelta(hours=1))  # without summer time
CUSTOMERS = 6_000  # with the highest revenue, as in the C# report
LINES_PER_PAGE = 25
MAX_QUEUED = 200  # a queue without a limit hides an overload until the memory is full

pages = []  # the pages made so far
store = {}  # stands for the object storage
QUEUE = "CREATE TEMP TABLE reports (LIKE public.reports INCLUDING ALL) ON COMMIT DROP"  # only this script sees it


def parse(month):
    """Parses a month such as '2025-03'. Wrong input raises ValueError here, before anything is accepted."""
    return datetime.datetime.strptime(month, "%Y-%m").date()


def bounds(month):
    """Returns the start of the month and the start of the next one."""
    start = datetime.datetime(month.year, month.month, 1, tzinfo=LAGOS)
    return start, (start + datetime.timedelta(days=31)).replace(day=1)


def render(month, customers):
    """Makes the pages, and stores the document under the hash of its content, so that a second run adds nothing.

    It returns the hash.
    """
    document = []
    for start in range(0, len(customers), LINES_PER_PAGE):
        lines = [f"{name:40}{revenue:>16,}" for name, revenue in customers[start : start + LINES_PER_PAGE]]
        document.append("\n".join([f"Sales of {month:%B %Y}", "", *lines]))
        pages.append(document[-1])
    body = "\f".join(document).encode()
    key = hashlib.sha256(body).hexdigest()
    store[key] = body
    return key
