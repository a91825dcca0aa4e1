"""Fat payloads, SQLAlchemy: sends 50 whole products with their images, or what the list shows."""

import gzip

from sqlalchemy import select

from demo_sqlalchemy import Product, compare
from pair import at_least, at_most
from payload import SHOWN, shown, to_json


def bad(db):
    products = db.scalars(select(Product).order_by(Product.id).limit(50))
    columns = Product.__table__.columns.keys()
    return to_json([{name: getattr(product, name) for name in columns} for product in products])


def good(db):
    columns = [getattr(Product, name) for name in SHOWN]  # the client gets the image at /images/<image_hash>
    products = db.execute(select(*columns).order_by(Product.id).limit(50))
    return gzip.compress(to_json([dict(product) for product in products.mappings()]))


if __name__ == "__main__":
    compare(bad, good, same=shown, commands=(1, 1), bytes=(at_least(3_000_000), at_most(4_000)))
