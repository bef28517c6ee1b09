"""Athena: real answers or no start, parameters, and files as CloudTrail writes them.

- Without DuckDB MiniStack answers every SELECT with one made-up row, and says that it succeeded.
- ExecutionParameters are not put in.
- A table of CloudTrail's input format is read as CSV: a file holds one object, `{"Records": [...]}`, and a record is a row. Projected partitions
  (`${account}/CloudTrail/${region}/${day}`) are taken from the paths; which of them there are is not looked at: nothing is pruned.
- Some of Trino's functions that DuckDB calls otherwise.
- Who asks for a query by its id alone is asked for rights on its workgroup, as on AWS; MiniStack asks for all.

Not told apart: what a query scans, workgroup limits, and IAM on the objects and keys that a query reads.
Sources: https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html,
https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
"""
import json
import re

import ministack.core.iam_actions as iam_actions
import ministack.services.athena as athena

from . import replace

_MACROS = (
    # Text as text, anything else as its JSON; a null is none.
    "create macro sluice_text(j) as case json_type(j) when 'VARCHAR' then json_extract_string(j, '$') when 'NULL' then null "
    "else cast(j as varchar) end",
    "create macro json_format(j) as cast(j as varchar)",
    "create macro json_extract_scalar(j, p) as json_extract_string(j, p)",
    "create macro cardinality(l) as len(l)",
    "create macro from_iso8601_timestamp(s) as cast(s as timestamptz)",
)
_CLOUDTRAIL = "CloudTrailInputFormat"
# A literal of SQL, or a parameter's place: `?` inside of a literal is none.
_PLACES = re.compile(r"'(?:[^']|'')*'|\?")


def _start(original):
    def start(data):
        values = list(data.get("ExecutionParameters") or [])
        if values:
            places = [found for found in _PLACES.findall(data["QueryString"]) if found == "?"]
            if len(places) != len(values):
                return athena.error_response_json("InvalidRequestException", "Incorrect number of parameters", 400)
            query = _PLACES.sub(lambda found: values.pop(0) if found[0] == "?" else found[0], data["QueryString"])
            data = {**data, "QueryString": query}
        return original(data)

    return start


def _value(json, kind):
    """A member of a record as one of Hive's types. Names of members are found in whatever case, as Hive's reader finds them."""
    kind = kind.strip()
    if kind.startswith("array<"):
        return (f"case when json_type({json}) = 'ARRAY' then list_transform(cast({json} as json[]), "
                f"lambda one : {_value('one', kind[len('array<'):-1])}) end")
    if kind.startswith("struct<"):
        fields = ", ".join(f'"{name}" := {_value(_member(json, name), of)}' for name, of in _fields(kind[len("struct<"):-1]))
        return f"case when json_type({json}) = 'OBJECT' then struct_pack({fields}) end"
    return f"sluice_text({json})"


def _member(json, name):
    names = dict.fromkeys((_MEMBERS.get(name, name), name, name.upper()))
    return f"coalesce({', '.join(f'json_extract({json}, {chr(39)}$.{one}{chr(39)})' for one in names)})"


def _fields(text):
    """`a:string,b:struct<c:string>` as pairs."""
    depth, start = 0, 0
    for at, sign in enumerate(text + ","):
        depth += (sign == "<") - (sign == ">")
        if sign == "," and depth == 0:
            name, _, of = text[start:at].partition(":")
            yield name.strip(), of
            start = at + 1


_MEMBERS = {name.lower(): name for name in """
    eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage
    requestParameters responseElements additionalEventData requestID eventID readOnly eventType apiVersion
    recipientAccountId serviceEventDetails sharedEventID vpcEndpointId eventCategory
    principalId accountId invokedBy accessKeyId userName sessionContext sessionIssuer mfaAuthenticated creationDate
""".split()}


def _relation(original):
    def relation(table_data, files):
        storage = table_data.get("StorageDescriptor") or {}
        if _CLOUDTRAIL not in (storage.get("InputFormat") or ""):
            return original(table_data, files)
        columns = [f'{_value(_member("record", column["Name"]), column["Type"])} as "{column["Name"]}"'
                   for column in storage.get("Columns") or []]
        path = r"'/([^/]+)/CloudTrail/([^/]+)/(\d{4}/\d\d/\d\d)/[^/]*$'"
        keys = [f"regexp_extract(filename, {path}, {at}) as \"{key['Name']}\""
                for at, key in enumerate(table_data.get("PartitionKeys") or [], 1)]
        read = f"read_text({athena._sql_list(plain(files))})"
        records = f"(select filename, unnest(cast(json_extract(content, '$.Records') as json[])) as record from {read})"
        return f"(select {', '.join([*columns, *keys])} from {records})"

    return relation


def plain(files):
    """The files, unpacked beside where they were: DuckDB reads packed ones as JSON alone."""
    import gzip

    found = []
    for path in files:
        # Digests lie beside the logs, and are none.
        if "/CloudTrail-Digest/" in path:
            continue
        with open(path, "rb") as packed:
            content = packed.read()
        if content[:2] == b"\x1f\x8b":
            with open(path, "wb") as unpacked:
                unpacked.write(gzip.decompress(content))
        found.append(path)
    return found


def _workgroup_arn(original):
    def resource(service, method, path, headers, body, query, region, account):
        found = original(service, method, path, headers, body, query, region, account)
        if service != "athena" or found != "*" or body[:1] != b"{":
            return found
        execution = athena._executions.get_scoped(account, region, json.loads(body).get("QueryExecutionId", ""))
        return found if execution is None else f"arn:aws:athena:{region}:{account}:workgroup/{execution['WorkGroup']}"

    return resource


def install():
    if athena.get_athena_engine() != "duckdb":
        raise SystemExit("local cloud: Athena would answer with made-up rows, since duckdb is missing; remove .venv, it is made anew")
    import duckdb

    replace(iam_actions, "extract_resource_arn", _workgroup_arn)
    replace(athena, "_start_query_execution", _start)
    replace(athena, "_table_relation", _relation)
    connect = duckdb.connect

    def connected(*args, **more):
        connection = connect(*args, **more)
        for macro in _MACROS:
            connection.execute(macro)
        return connection

    duckdb.connect = connected
