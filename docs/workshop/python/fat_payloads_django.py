"""Fat payloads, Django: sends 50 whole products with their images, or what the list shows."""

import gzip

from demo_django import Product, compare
from pair import at_least, at_most
from payload import SHOWN, shown, to_json


def bad():
    products = Product.objects.order_by("id").values()[:50]
    return to_json(list(products))


def good():
    products = Product.objects.order_by("id").values(*SHOWN)[:50]  # the client gets the image at /images/<image_hash>
    return gzip.compress(to_json(list(products)))  # a project uses GZipMiddleware


if __name__ == "__main__":
    compare(bad, good, same=shown, commands=(1, 1), bytes=(at_least(3_000_000), at_most(4_000)))
