"""A validator for the part of JSON Schema that docs/reference uses; standard library only."""

import re

TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
}
KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "required", "properties",
         "additionalProperties", "items", "enum", "const", "pattern", "minimum", "maximum",
         "exclusiveMinimum", "exclusiveMaximum", "format"}


def faults(value, schema, root=None, path="$"):
    """Every place where `value` breaks `schema`, in words."""
    root = schema if root is None else root
    unknown = set(schema) - KNOWN
    if unknown:
        yield f"{path}: the schema uses {sorted(unknown)}, which this validator does not know"
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        yield from faults(value, root["$defs"][name], root, path)
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is not one of {schema['enum']}"
    if "type" in schema:
        wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(TYPES[name](value) for name in wanted):
            yield f"{path}: {value!r} is no {' or '.join(wanted)}"
            return
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r} does not match {schema['pattern']}"
    if TYPES["number"](value):
        yield from number_faults(value, schema, path)
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            yield from faults(item, schema["items"], root, f"{path}[{i}]")
    if isinstance(value, dict):
        yield from object_faults(value, schema, root, path)


def number_faults(value, schema, path):
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{path}: {value} is below {schema['minimum']}"
    if "maximum" in schema and value > schema["maximum"]:
        yield f"{path}: {value} is above {schema['maximum']}"
    if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
        yield f"{path}: {value} is not above {schema['exclusiveMinimum']}"
    if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
        yield f"{path}: {value} is not below {schema['exclusiveMaximum']}"


def object_faults(value, schema, root, path):
    for name in schema.get("required", []):
        if name not in value:
            yield f"{path}: `{name}` is missing"
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for name, item in value.items():
        if name in properties:
            yield from faults(item, properties[name], root, f"{path}.{name}")
        elif others is False:
            yield f"{path}: `{name}` is not in the schema"
        elif isinstance(others, dict):
            yield from faults(item, others, root, f"{path}.{name}")
