"""Sets up SQLAlchemy: the models of the demo's tables, and a session that is rolled back."""

import contextlib
import functools

import psycopg2
from sqlalchemy import BigInteger, Column, Date, DateTime, ForeignKey, Identity, Integer, LargeBinary, Numeric, Text
from sqlalchemy import create_engine, event, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, declarative_base, relationship

import pair
from plans import DATABASE_URL

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(Text)
    email = Column(Text)
    city = Column(Text)
    created_at = Column(DateTime(timezone=True))


class Post(Base):
    __tablename__ = "posts"

    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey(User.id))
    title = Column(Text)
    body = Column(Text)
    created_at = Column(DateTime(timezone=True))
    author = relationship(User)


class Order(Base):
    __tablename__ = "orders"

    id = Column(BigInteger, primary_key=True)
    created_at = Column(DateTime(timezone=True))
    user_id = Column(ForeignKey(User.id))
    item_count = Column(Integer)
    status = Column(Text)
    amount = Column(Numeric(12, 2))
    user = relationship(User)


class Dashboard(Base):  # a materialized view, which is read like a table
    __tablename__ = "dashboard"

    id = Column(Integer, primary_key=True)
    as_of = Column(DateTime(timezone=True))
    users = Column(BigInteger)
    orders = Column(BigInteger)
    revenue = Column(Numeric)
    orders_by_status = Column(JSONB)


class Product(Base):
    __tablename__ = "products"

    id = Column(Integer, primary_key=True)
    sku = Column(Text)
    name = Column(Text)
    brand = Column(Text)
    category = Column(Text)
    price = Column(Numeric(12, 2))
    cost_price = Column(Numeric(12, 2))
    description = Column(Text)
    specs = Column(JSONB)
    supplier = Column(Text)
    warehouse_notes = Column(Text)
    barcode = Column(Text)
    weight_grams = Column(Integer)
    dimensions = Column(Text)
    tax_class = Column(Text)
    seo_title = Column(Text)
    seo_description = Column(Text)
    return_policy = Column(Text)
    created_at = Column(DateTime(timezone=True))
    updated_at = Column(DateTime(timezone=True))
    image = Column(LargeBinary)
    image_type = Column(Text)
    image_hash = Column(Text)


class Job(Base):
    __tablename__ = "jobs"

    id = Column(BigInteger, primary_key=True)
    status = Column(Text)
    payload = Column(Text)
    created_at = Column(DateTime(timezone=True))
    attempts = Column(Integer)
    lease_until = Column(DateTime(timezone=True))
    claimed_by = Column(Text)
    finished_at = Column(DateTime(timezone=True))
    last_error = Column(Text)


class Report(Base):
    __tablename__ = "reports"

    id = Column(BigInteger, Identity(always=True), primary_key=True)
    month = Column(Date)
    state = Column(Text)
    accepted_at = Column(DateTime(timezone=True), default=func.now())
    started_at = Column(DateTime(timezone=True))
    finished_at = Column(DateTime(timezone=True))
    attempts = Column(Integer, default=0)
    reason = Column(Text)
    pdf_key = Column(Text)


engine = create_engine("postgresql+psycopg2://", creator=lambda: psycopg2.connect(DATABASE_URL), future=True)
sent = []


@event.listens_for(engine, "after_cursor_execute")
def record(connection, cursor, statement, parameters, context, executemany):
    sent.append(cursor.query.decode())


@contextlib.contextmanager
def session():
    with Session(engine, future=True) as db:  # leaving the block rolls back
        yield (db,), lambda sql: db.execute(text(sql)), sent


compare = functools.partial(pair.compare, session)
