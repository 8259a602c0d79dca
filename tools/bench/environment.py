"""The world around a measured process: the stand-in for AWS, with a catalogue in it, and what AWS gives every function."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loket.core.key_group import USES
from loket.core.keyed_hash import Keys, derive_keys
from loket.storage.client import client
from moto import mock_aws

from tools.bench import payment
from tools.bench.bundle import FOLDER, ROOT
from tools.operate.catalogue import load_courses

REGION = "eu-central-1"
_USES = frozenset().union(*USES.values())
KEYS = Keys(derive_keys("a master key that opens nothing but this measurement", _USES))
_CERTIFICATE = FOLDER / "certificate.pem"
_ANSWERS = FOLDER / "answers.json"


@dataclass(frozen=True, slots=True)
class Environment:
    """What a measured process finds around it: where the stand-in for AWS listens, and what Lambda sets."""

    port: int

    def variables(self, packages: Path | None) -> dict[str, str]:
        """Return what Lambda sets, the stand-in's address, and the shipped roots with the stand-in's certificate added."""
        return {
            "AWS_ENDPOINT_URL": f"https://localhost:{self.port}",
            "AWS_CA_BUNDLE": str(_trust(packages)),
            "MOLLIE_URL": f"https://localhost:{self.port}",
            "SSL_CERT_FILE": str(_trust(packages)),
            **_LAMBDA,
        }


@contextmanager
def open_environment(course: str) -> Iterator[Environment]:
    """Run the stand-in for AWS for as long as the measurement takes; asked for a course, it answers with this one."""
    _make_certificate()
    _ANSWERS.write_text(json.dumps(_make_answers(course)), encoding="utf-8")
    command = [sys.executable, "-m", "tools.bench.fake_aws", str(_CERTIFICATE), str(_ANSWERS)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as fake:
        try:
            yield Environment(int(fake.stdout.readline() if fake.stdout else ""))
        finally:
            fake.kill()


def _make_certificate() -> None:
    key = FOLDER / "key.pem"
    request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 7 -subj /CN=localhost"
    name = ["-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(_CERTIFICATE)]
    subprocess.run(["openssl", *request.split(), *name, *files], check=True, capture_output=True)  # noqa: S607 - our own
    _CERTIFICATE.write_text(_CERTIFICATE.read_text() + key.read_text())


def _trust(packages: Path | None) -> Path:
    if packages is None:
        return _CERTIFICATE
    bundle = FOLDER / f"{packages.parent.name}-{packages.name}.pem"
    bundle.write_text((packages / "botocore" / "cacert.pem").read_text("utf-8") + _CERTIFICATE.read_text(), "utf-8")
    return bundle


def _make_answers(course: str) -> dict[str, Any]:
    """Return what DynamoDB really answers about the shipped catalogue, by way of moto, and the secret."""
    os.environ.update(AWS_DEFAULT_REGION=REGION, COURSE_TABLE="CourseTable")
    with mock_aws():
        tables = client("dynamodb")
        key = [("pk", "HASH"), ("sk", "RANGE")]
        tables.create_table(
            TableName="CourseTable",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in key],
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in key],
        )
        load_courses(ROOT / "catalogue" / "courses.json")
        items = tables.scan(TableName="CourseTable")["Items"]
    [item] = [item for item in items if item["sk"]["S"].endswith(f"#{course}")]
    return {
        "DynamoDB_20120810.GetItem": {"Item": item},
        "DynamoDB_20120810.GetItem PersonalDataTable": {"Item": payment.stored_item()},
        "secretsmanager.GetSecretValue PaymentSecret": {"SecretString": payment.SECRET},
        payment.ADDRESS: payment.provider_answer(),
        "DynamoDB_20120810.Query": {"Items": items, "Count": len(items)},
        "secretsmanager.GetSecretValue": {
            "ARN": f"arn:aws:secretsmanager:{REGION}:0:secret:keys",
            "SecretString": json.dumps(KEYS.by_use),
        },
    }


_LAMBDA = {
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "measured",
    "AWS_SECRET_ACCESS_KEY": "measured",
    "AWS_SESSION_TOKEN": "measured",
    "AWS_LAMBDA_FUNCTION_NAME": "measured",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_LAMBDA_LOG_FORMAT": "JSON",
    "AWS_LAMBDA_LOG_LEVEL": "INFO",
    "LANG": "C.UTF-8",
    "TZ": ":UTC",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
}
