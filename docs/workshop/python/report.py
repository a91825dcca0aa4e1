"""A month's sales report, in pages of text. What counts is how much of it is made before the answer."""

import datetime
import hashlib

LAGOS = datetime.timezone(datetime.timedelta(hours=1))  # without summer time
CUSTOMERS = 6_000  # the best ones, as in the C# report
LINES_PER_PAGE = 25
MAX_QUEUED = 200  # a queue without a limit hides an overload until the memory is full

pages = []  # made so far: the unit of work
store = {}  # stands for the object storage
QUEUE = "CREATE TEMP TABLE reports (LIKE public.reports INCLUDING ALL) ON COMMIT DROP"  # for this script alone


def parse(month):
    """'2025-03' as a date. Wrong input has to fail here, before anything is accepted: ValueError."""
    return datetime.datetime.strptime(month, "%Y-%m").date()


def bounds(month):
    """The month's first moment, and the next one's."""
    start = datetime.datetime(month.year, month.month, 1, tzinfo=LAGOS)
    return start, (start + datetime.timedelta(days=31)).replace(day=1)


def render(month, customers):
    """Makes the pages, stores the document under the hash of its content, and answers this key: twice makes no two."""
    document = []
    for start in range(0, len(customers), LINES_PER_PAGE):
        lines = [f"{name:40}{revenue:>16,}" for name, revenue in customers[start : start + LINES_PER_PAGE]]
        document.append("\n".join([f"Sales of {month:%B %Y}", "", *lines]))
        pages.append(document[-1])
    body = "\f".join(document).encode()
    key = hashlib.sha256(body).hexdigest()
    store[key] = body
    return key
