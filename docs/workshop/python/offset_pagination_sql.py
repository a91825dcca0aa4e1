"""OFFSET pagination, plain SQL: reads the page in the middle of all orders."""

from demo_sql import compare, session
from pair import at_least, at_most

with session() as ((setup,), _, _):
    setup.execute("SELECT count(*) / 2 AS half FROM orders")
    SKIPPED = setup.fetchone().half
    # This is the last order of the page before: the client knows it.
    setup.execute("SELECT * FROM orders ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET %s", (SKIPPED - 1,))
    LAST = setup.fetchone()._asdict()


def bad(cursor):
    cursor.execute(
        """
        SELECT id, amount FROM orders
        ORDER BY created_at DESC, id DESC
        LIMIT 50 OFFSET %s
        """,
        (SKIPPED,),
    )
    return cursor.fetchall()


def good(cursor):
    cursor.execute(
        """
        SELECT id, amount FROM orders
        WHERE (created_at, id) < (%(created_at)s, %(id)s)
        ORDER BY created_at DESC, id DESC
        LIMIT 50
        """,
        LAST,
    )
    return cursor.fetchall()


def tutorial(cursor):
    cursor.execute(
        """
        SELECT id, amount FROM orders
        WHERE created_at < %(created_at)s
           OR created_at = %(created_at)s AND id < %(id)s -- an OR filters, it doesn't seek
        ORDER BY created_at DESC, id DESC
        LIMIT 50
        """,
        LAST,
    )
    return cursor.fetchall()


if __name__ == "__main__":
    deep = at_least(SKIPPED // 100)
    compare(bad, good, tutorial, commands=(1, 1, 1), buffers=(deep, at_most(8), deep))
