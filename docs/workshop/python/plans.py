"""Counts what PostgreSQL does for a statement: it runs EXPLAIN (ANALYZE, BUFFERS) and rolls back."""

import contextlib
import os

import psycopg2

DATABASE_URL = os.environ.get("DATABASE_URL", "")  # libpq takes missing values from PGHOST, PGUSER and so on


def cost(statements):
    """Sums over all statements: buffers (pages of 8 kB touched), rows read from tables, and rows locked."""
    total = {"buffers": 0, "rows": 0, "locked": 0}
    with contextlib.closing(psycopg2.connect(DATABASE_URL)) as connection, connection.cursor() as cursor:
        for sql in statements:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql)
            root = cursor.fetchone()[0][0]["Plan"]
            connection.rollback()
            total["buffers"] += root["Shared Hit Blocks"] + root["Shared Read Blocks"]
            for node in walk(root):
                if "Relation Name" in node and node["Node Type"].endswith("Scan"):
                    read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
                    total["rows"] += round(read * node["Actual Loops"])
                if node["Node Type"] == "LockRows":
                    total["locked"] += round(node["Actual Rows"] * node["Actual Loops"])
    return total


def walk(node):
    yield node
    for child in node.get("Plans", ()):
        yield from walk(child)
