"""Fat payloads, plain SQL: sends 50 whole products with their images, or what the list shows."""

import gzip

from demo_sql import compare
from pair import at_least, at_most
from payload import shown, to_json


def bad(cursor):
    cursor.execute("SELECT * FROM products ORDER BY id LIMIT 50")
    return to_json([product._asdict() for product in cursor.fetchall()])


def good(cursor):
    cursor.execute("SELECT id, name, brand, price, image_hash FROM products ORDER BY id LIMIT 50")
    return gzip.compress(to_json([product._asdict() for product in cursor.fetchall()]))


if __name__ == "__main__":
    compare(bad, good, same=shown, commands=(1, 1), bytes=(at_least(3_000_000), at_most(4_000)))
