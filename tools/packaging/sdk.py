"""botocore's data, cut to the services and operations that our sources name.

A client reads its service's model, the list of endpoints and the endpoint rules when it is made: less to parse is a faster
start. Folders called `docs` are code that botocore imports; nothing here touches them.
"""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore import xform_name

MODEL = "service-2.json"
RULES = "endpoint-rule-set-1.json"

type Json = dict[str, Any]


def cut_data(data: Path, names: frozenset[str]) -> None:
    """Keep only the services with an operation among the names, each with those operations alone."""
    prefixes = {cut_service(folder, names) for folder in sorted(data.iterdir()) if folder.is_dir()}
    _write(data / "endpoints.json", cut_endpoints(json.loads((data / "endpoints.json").read_bytes()), prefixes))


def cut_service(folder: Path, names: frozenset[str]) -> str | None:
    """Cut one service's folder and return its endpoint prefix, or delete it and return None when it is never used."""
    version = max(path for path in folder.iterdir() if path.is_dir())
    model = cut_model(_read(version / MODEL), names)
    if folder.name not in names or not model["operations"]:
        shutil.rmtree(folder)
        return None
    kept = {MODEL: model, RULES: _read(version / RULES), **_read_extras(version, names)}
    shutil.rmtree(folder)
    version.mkdir(parents=True)
    for name, content in kept.items():
        _write(version / name, content)
    return str(model["metadata"]["endpointPrefix"])


def cut_model(model: Json, names: frozenset[str]) -> Json:
    """Return a service model with the named operations, the shapes that these reach, and no documentation."""
    operations = {name: value for name, value in model["operations"].items() if xform_name(name) in names}
    reached: set[str] = set()
    for name in _shapes_in(operations):
        _reach(name, model["shapes"], reached)
    shapes = {name: value for name, value in model["shapes"].items() if name in reached}
    return {
        **{key: value for key, value in model.items() if key != "documentation"},
        "operations": _without_documentation(operations),
        "shapes": {name: _without_documentation(shape) for name, shape in shapes.items()},
    }


def cut_endpoints(endpoints: Json, prefixes: set[str | None]) -> Json:
    """Return the list of endpoints with the services of these prefixes, in every partition and region."""
    for partition in endpoints["partitions"]:
        services = partition["services"]
        partition["services"] = {name: value for name, value in services.items() if name in prefixes}
    return endpoints


def _read_extras(version: Path, names: frozenset[str]) -> dict[str, Json]:
    wanted = {"paginators-1.json": "get_paginator", "waiters-2.json": "get_waiter"}
    return {name: _read(version / name) for name, use in wanted.items() if use in names and (version / name).exists()}


def _reach(name: str, shapes: Json, reached: set[str]) -> None:
    if name not in reached:
        reached.add(name)
        for inner in _shapes_in(shapes[name]):
            _reach(inner, shapes, reached)


def _shapes_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("shape"), str):
            yield value["shape"]
        for inner in value.values():
            yield from _shapes_in(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _shapes_in(inner)


def _without_documentation(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_documentation(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    # A member may be called "documentation"; the text that documents something is always a plain string.
    kept = {key: inner for key, inner in value.items() if not (key == "documentation" and isinstance(inner, str))}
    return {key: _without_documentation(inner) for key, inner in kept.items()}


def _read(path: Path) -> Json:
    packed = path.with_name(path.name + ".gz")
    content: Json = json.loads(gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes())
    return content


def _write(path: Path, content: Json) -> None:
    path.write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")
