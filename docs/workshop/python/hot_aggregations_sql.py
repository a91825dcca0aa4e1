"""Hot-path aggregations, plain SQL: counts for each page view, or reads a materialized view."""

from demo_sql import compare, session
from pair import at_least, at_most


def bad(cursor):
    cursor.execute("SELECT count(*) AS users FROM users")
    users = cursor.fetchone().users
    cursor.execute("SELECT count(*) AS orders FROM orders")
    orders = cursor.fetchone().orders
    cursor.execute("SELECT sum(amount) AS revenue FROM orders WHERE status IN ('paid', 'shipped', 'delivered')")
    revenue = cursor.fetchone().revenue
    cursor.execute("SELECT status, count(*) AS orders FROM orders GROUP BY status ORDER BY orders DESC, status")
    by_status = [(row.status, row.orders) for row in cursor.fetchall()]
    return {"users": users, "orders": orders, "revenue": revenue, "by_status": by_status}


def good(cursor):
    cursor.execute("SELECT as_of, users, orders, revenue, orders_by_status FROM dashboard")
    view = cursor.fetchone()  # its numbers are as old as view.as_of; a background task refreshes it
    by_status = [(row["status"], row["orders"]) for row in view.orders_by_status]
    return {"users": view.users, "orders": view.orders, "revenue": view.revenue, "by_status": by_status}


if __name__ == "__main__":
    with session() as ((setup,), _, _):
        setup.execute("SELECT count(*) AS orders FROM orders")
        every = 3 * setup.fetchone().orders  # bad reads each order three times
    compare(bad, good, commands=(4, 1), rows=(at_least(every), 1), buffers=(at_least(every // 300), at_most(3)))
