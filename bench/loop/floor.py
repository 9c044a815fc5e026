"""The least the same three requests can cost: a WSGI function and the SQL; no rights, history, clocks or checks."""

import json
import os

import psycopg

_connection = psycopg.connect(
    host=os.environ["PEER_HOST"], port=os.environ.get("PEER_PORT") or None, user=os.environ["PEER_USER"],
    dbname="bench_peer", autocommit=True,
)  # fmt: skip
_LIST = "SELECT id, title, state, due_on::text FROM peer_case WHERE unit_id = %s ORDER BY due_on LIMIT 50"


def application(environ, start_response):
    path = environ["PATH_INFO"].strip("/").split("/")
    if environ["REQUEST_METHOD"] == "GET":
        told = _connection.execute(_LIST, [environ["QUERY_STRING"].split("=")[1]]).fetchall()
    elif len(path) == 1:
        body = json.loads(environ["wsgi.input"].read())
        told = _connection.execute(
            "INSERT INTO peer_case (title, note, unit_id, state, assigned_at, due_on) "
            "VALUES (%s, '', %s, 'assigned', now(), %s) RETURNING id",
            [body["title"], body["unit"], body["due_on"]],
        ).fetchone()
    else:
        told = _connection.execute(
            "UPDATE peer_case SET state = 'working' WHERE id = %s RETURNING id", [path[1]]
        ).fetchone()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]
