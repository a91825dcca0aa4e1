"""Hot-path aggregations, SQLAlchemy: counts for each page view, or reads a materialized view."""

from sqlalchemy import func, select

from demo_sqlalchemy import Dashboard, Order, User, compare, engine
from pair import at_least, at_most


def bad(db):
    orders = func.count(Order.id)
    by_status = select(Order.status, orders).group_by(Order.status).order_by(orders.desc(), Order.status)
    return {
        "users": db.scalar(select(func.count(User.id))),
        "orders": db.scalar(select(orders)),
        "revenue": db.scalar(select(func.sum(Order.amount)).where(Order.status.in_(("paid", "shipped", "delivered")))),
        "by_status": [tuple(row) for row in db.execute(by_status)],
    }


def good(db):
    view = db.scalars(select(Dashboard)).one()  # its numbers are as old as view.as_of; a background task refreshes it
    return {
        "users": view.users,
        "orders": view.orders,
        "revenue": view.revenue,
        "by_status": [(row["status"], row["orders"]) for row in view.orders_by_status],
    }


if __name__ == "__main__":
    with engine.connect() as connection:
        every = 3 * connection.execute(select(func.count(Order.id))).scalar_one()  # bad reads each order three times
    compare(bad, good, commands=(4, 1), rows=(at_least(every), 1), buffers=(at_least(every // 300), at_most(3)))
