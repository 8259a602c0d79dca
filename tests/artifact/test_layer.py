"""The layer as built: small, whole, and nothing in it that is never used."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import MAGIC_NUMBER
from typing import TYPE_CHECKING

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from tests.artifact.conftest import run_build
from tests.template import PROJECT
from tools.packaging import sdk, trust, usage

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 25_000_000
UNCHECKED_HASH = 0b01


def test_the_layer_is_at_most_25_megabytes_unpacked(build: Path) -> None:
    files = [path for path in (build / "LoketLayer").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


def test_the_desk_adds_its_own_layer_and_nothing_twice(build: Path) -> None:
    shared, beside = ({path.name for path in (build / f"{name}Layer" / "python").iterdir()} for name in ("Loket", "Desk"))
    assert {"desk", "fastapi", "mangum"} <= beside
    assert not shared & beside


def test_all_byte_code_is_taken_as_it_is(build: Path) -> None:
    compiled = list(build.rglob("*.pyc"))
    assert compiled
    for path in compiled:
        head = path.read_bytes()[:8]
        assert head[:4] == MAGIC_NUMBER, path
        assert int.from_bytes(head[4:], "little") == UNCHECKED_HASH, path


def test_every_module_that_ships_has_byte_code(build: Path) -> None:
    sources = [path for path in build.rglob("*.py") if not (path.parent / "__pycache__").is_dir()]
    assert sources == []


def test_our_own_sources_ship_for_tracebacks_and_no_others(build: Path) -> None:
    packages = build / "LoketLayer" / "python"
    assert {path.relative_to(packages).parts[0] for path in packages.rglob("*.py")} == {"loket"}


def test_the_client_knows_only_the_services_and_operations_that_our_sources_name(build: Path) -> None:
    data = build / "LoketLayer" / "python" / "botocore" / "data"
    assert {path.name for path in data.iterdir() if path.is_dir()} == {"dynamodb", "s3", "secretsmanager", "sesv2", "sqs"}
    assert "create_table" not in usage.collect_names([PROJECT / "functions", PROJECT / "layers"])
    assert "CreateTable" not in next(data.glob("dynamodb/*/service-2.json")).read_text(encoding="utf-8")


def test_the_client_trusts_the_roots_of_aws_alone(build: Path) -> None:
    bundle = (build / "LoketLayer" / "python" / "botocore" / "cacert.pem").read_text(encoding="utf-8")
    assert bundle.count("-----BEGIN CERTIFICATE-----") == len(trust.ROOTS)
    assert all(root in bundle for root in trust.ROOTS)


def test_a_bundle_that_lacks_a_root_is_refused(tmp_path: Path) -> None:
    bundle = tmp_path / "cacert.pem"
    bundle.write_text('# Label: "Amazon Root CA 1"\n-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n')
    with pytest.raises(trust.RootMissing, match="Amazon Root CA 2"):
        trust.cut_bundle(bundle)


def test_the_same_sources_build_the_same_bytes(build: Path, tmp_path: Path) -> None:
    first, second = build / "LoketLayer", run_build(tmp_path / "again", "LoketLayer") / "LoketLayer"
    assert read_files(first) == read_files(second)


def read_files(folder: Path) -> dict[Path, bytes]:
    """Return the content of every file below a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_without_uv_says_what_it_needs(tmp_path: Path) -> None:
    """The same Makefile, in a project that has no tools of its own, and with an empty search path."""
    makefile = tmp_path / "tools" / "packaging" / "Makefile"
    makefile.parent.mkdir(parents=True)
    shutil.copy(PROJECT / "tools" / "packaging" / "Makefile", makefile)
    command = [shutil.which("make") or "make", "--makefile", str(makefile), "build-LoketLayer"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode
    assert "Building needs uv and Python 3.13" in done.stderr


def test_a_cut_model_holds_every_shape_that_an_operation_reaches() -> None:
    whole = Loader().load_service_model("dynamodb", "service-2")
    cut = sdk.cut_model(whole, frozenset({"transact_write_items"}))
    model = ServiceModel(cut, "dynamodb")
    assert model.operation_names == ["TransactWriteItems"]
    assert model.shape_for("TransactionCanceledException").type_name == "structure"
    assert {"CancellationReasonList", "CancellationReason", "AttributeMap", "AttributeValue"} <= set(cut["shapes"])
