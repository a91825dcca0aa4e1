"""Sets up Django: its settings, the models of the demo's tables, and a transaction that is rolled back."""

import contextlib
import functools
import os

import django
from django.conf import settings
from django.db import connection, models, transaction
from psycopg2.extensions import parse_dsn

import pair
from plans import DATABASE_URL

given = parse_dsn(DATABASE_URL)
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": given.pop("dbname", os.environ.get("PGDATABASE", "")),
            "OPTIONS": given,
        }
    },
    USE_TZ=True,
    TIME_ZONE="UTC",
)
django.setup()


class User(models.Model):
    id = models.IntegerField(primary_key=True)
    name = models.TextField()
    email = models.TextField()
    city = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "demo", "users", False


class Post(models.Model):
    id = models.IntegerField(primary_key=True)
    author = models.ForeignKey(User, models.DO_NOTHING)
    title = models.TextField()
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "demo", "posts", False


class Order(models.Model):
    id = models.BigIntegerField(primary_key=True)
    created_at = models.DateTimeField()
    user = models.ForeignKey(User, models.DO_NOTHING)
    item_count = models.IntegerField()
    status = models.TextField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        app_label, db_table, managed = "demo", "orders", False


class Dashboard(models.Model):  # a materialized view, which is read like a table
    id = models.IntegerField(primary_key=True)
    as_of = models.DateTimeField()
    users = models.BigIntegerField()
    orders = models.BigIntegerField()
    revenue = models.DecimalField(max_digits=20, decimal_places=2)
    orders_by_status = models.JSONField()

    class Meta:
        app_label, db_table, managed = "demo", "dashboard", False


class Product(models.Model):
    id = models.IntegerField(primary_key=True)
    sku = models.TextField()
    name = models.TextField()
    brand = models.TextField()
    category = models.TextField()
    price = models.DecimalField(max_digits=12, decimal_places=2)
    cost_price = models.DecimalField(max_digits=12, decimal_places=2)
    description = models.TextField()
    specs = models.JSONField()
    supplier = models.TextField()
    warehouse_notes = models.TextField()
    barcode = models.TextField()
    weight_grams = models.IntegerField()
    dimensions = models.TextField()
    tax_class = models.TextField()
    seo_title = models.TextField()
    seo_description = models.TextField()
    return_policy = models.TextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    image = models.BinaryField()
    image_type = models.TextField()
    image_hash = models.TextField()

    class Meta:
        app_label, db_table, managed = "demo", "products", False


class Job(models.Model):
    id = models.BigIntegerField(primary_key=True)
    status = models.TextField()
    payload = models.TextField()
    created_at = models.DateTimeField()
    attempts = models.IntegerField()
    lease_until = models.DateTimeField(null=True)
    claimed_by = models.TextField(null=True)
    finished_at = models.DateTimeField(null=True)
    last_error = models.TextField(null=True)

    class Meta:
        app_label, db_table, managed = "demo", "jobs", False


class Report(models.Model):
    id = models.BigAutoField(primary_key=True)
    month = models.DateField()
    state = models.TextField()
    accepted_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    reason = models.TextField(null=True)
    pdf_key = models.TextField(null=True)

    class Meta:
        app_label, db_table, managed = "demo", "reports", False


@contextlib.contextmanager
def session():
    sent = []

    def record(execute, sql, parameters, many, context):
        answer = execute(sql, parameters, many, context)
        sent.append(connection.ops.last_executed_query(context["cursor"], sql, parameters))
        return answer

    with transaction.atomic(), connection.execute_wrapper(record), connection.cursor() as cursor:
        yield (), cursor.execute, sent
        transaction.set_rollback(True)


compare = functools.partial(pair.compare, session)
