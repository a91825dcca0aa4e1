"""OFFSET pagination, SQLAlchemy: reads the page in the middle of all orders."""

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from demo_sqlalchemy import Order, compare, engine
from pair import at_least, at_most

NEWEST_FIRST = select(Order.id, Order.amount).order_by(Order.created_at.desc(), Order.id.desc())
with Session(engine, future=True) as session:
    SKIPPED = session.scalar(select(func.count(Order.id))) // 2
    # This is the last order of the page before: the client knows it.
    LAST = session.execute(NEWEST_FIRST.add_columns(Order.created_at).offset(SKIPPED - 1).limit(1)).one()


def bad(db):
    return db.execute(NEWEST_FIRST.offset(SKIPPED).limit(50)).all()


def good(db):
    older = tuple_(Order.created_at, Order.id) < (LAST.created_at, LAST.id)
    return db.execute(NEWEST_FIRST.where(older).limit(50)).all()


def tutorial(db):
    older = or_(Order.created_at < LAST.created_at, and_(Order.created_at == LAST.created_at, Order.id < LAST.id))
    return db.execute(NEWEST_FIRST.where(older).limit(50)).all()  # an OR filters, it doesn't seek


if __name__ == "__main__":
    deep = at_least(SKIPPED // 100)
    compare(bad, good, tutorial, commands=(1, 1, 1), buffers=(deep, at_most(8), deep))
