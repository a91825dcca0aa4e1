"""Long request cycles, SQLAlchemy: makes the report in the request, or accepts it and makes it later."""

from sqlalchemy import func, select, update

import report
from demo_sqlalchemy import Order, Report, User, compare
from pair import at_least


def bad(db, month="2025-03"):
    first = report.parse(month)
    key = make(db, first)  # the client waits, and this process serves no other request
    db.add(Report(month=first, state="ready", finished_at=func.now(), pdf_key=key))
    db.flush()
    return db, 200, report.store[key]


def good(db, month="2025-03"):
    first = report.parse(month)
    if db.scalar(select(func.count(Report.id)).where(Report.state.in_(("queued", "running")))) >= report.MAX_QUEUED:
        return db, 503, "Retry-After: 30"
    accepted = Report(month=first, state="queued")  # the row is also the job, so one INSERT writes both
    db.add(accepted)
    db.flush()
    return db, 202, accepted.id


def work(db):
    """Does what a worker process would do. Here it ends when nothing is queued; a real worker waits for more."""
    while job := claim(db):
        key = make(db, job.month)
        db.execute(update(Report).where(Report.id == job.id).values(state="ready", finished_at=func.now(), pdf_key=key))


def claim(db):
    queued = select(Report.id).where(Report.state == "queued").order_by(Report.id).limit(1)
    next_one = queued.with_for_update(skip_locked=True).cte("next_one").prefix_with("MATERIALIZED")
    taken = (
        update(Report)
        .where(Report.id == next_one.c.id)
        .values(state="running", started_at=func.now())
        .returning(Report.id, Report.month)
        .execution_options(synchronize_session=False)
    )
    return db.execute(taken).one_or_none()  # commit here, so that no row stays locked while the report is made


def make(db, month):
    start, end = report.bounds(month)
    revenue = func.sum(Order.amount)
    customers = (
        select(User.name, revenue)
        .join(Order.user)
        .where(Order.created_at >= start, Order.created_at < end)
        .group_by(User.id)
        .order_by(revenue.desc(), User.id)
        .limit(report.CUSTOMERS)
    )
    return report.render(month, db.execute(customers).all())


def in_hand(answer):
    """Returns the document that the client gets in the end. After a 202 the worker makes it."""
    db, status, found = answer
    if status == 202:
        work(db)
        found = report.store[db.scalar(select(Report.pdf_key).where(Report.id == found, Report.state == "ready"))]
    return found


if __name__ == "__main__":
    compare(bad, good, same=in_hand, before=report.QUEUE, commands=(2, 2), pages=(at_least(10), 0))
