"""Whatever holds data is encrypted, ends, and cannot be deleted by mistake."""

from __future__ import annotations

import pytest

from tests.template import TABLE, properties, resources, template

OUR_KEY = {"Fn::GetAtt": "DataKey.Arn"}
TABLES = sorted(resources(TABLE))
QUEUES = sorted(resources("AWS::SQS::Queue"))
# Hashes of hours: its loss would let somebody send a form twice.
FLEETING = {"GuardTable"}
LASTING = sorted(set(TABLES) - FLEETING)


def test_the_tables_are_those_of_the_design() -> None:
    assert {"PersonalDataTable", "LedgerTable", "CourseTable", "GuardTable"} == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_forgets(table: str) -> None:
    assert properties(table)["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_encrypted_with_our_key(table: str) -> None:
    assert properties(table)["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": OUR_KEY}


@pytest.mark.parametrize("table", LASTING)
def test_what_must_last_can_be_restored_and_not_be_deleted_by_mistake(table: str) -> None:
    assert properties(table)["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties(table)["DeletionProtectionEnabled"] == {"Fn::If": ["IsProduction", True, False]}
    assert resources(TABLE)[table]["DeletionPolicy"] == "Retain"
    assert resources(TABLE)[table]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("table", sorted(FLEETING))
def test_what_lasts_hours_leaves_no_copy(table: str) -> None:
    assert "PointInTimeRecoverySpecification" not in properties(table)


@pytest.mark.parametrize("table", TABLES)
def test_no_index_holds_a_copy_of_personal_data(table: str) -> None:
    """Beside the keys an index holds when its entry ends: without that, what is past its retention would be found."""
    for index in properties(table).get("GlobalSecondaryIndexes", []):
        assert index["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["expires_at"]}


@pytest.mark.parametrize("queue", QUEUES)
def test_every_queue_is_encrypted_and_ends(queue: str) -> None:
    assert properties(queue)["KmsMasterKeyId"] == {"Ref": "DataKey"}
    assert properties(queue)["MessageRetentionPeriod"] <= 14 * 24 * 3600


def test_the_key_rotates_and_the_secret_is_under_it() -> None:
    assert properties("DataKey")["EnableKeyRotation"] is True
    assert properties("KeysSecret")["KmsKeyId"] == OUR_KEY
    assert resources("AWS::SecretsManager::Secret")["KeysSecret"]["DeletionPolicy"] == "Retain"


@pytest.mark.parametrize("name", [*TABLES, *QUEUES])
def test_nothing_has_a_physical_name(name: str) -> None:
    assert not {"TableName", "QueueName", "FunctionName", "Name"} & set(properties(name))


def test_data_stays_in_the_european_union() -> None:
    [rule] = template()["Rules"]["EuropeanUnionOnly"]["Assertions"]
    regions, region = rule["Assert"]["Fn::Contains"]

    assert region == {"Ref": "AWS::Region"}
    assert all(name.startswith("eu-") for name in regions)
    # London and Zurich are in Europe, but not in the Union.
    assert not {"eu-west-2", "eu-central-2"} & set(regions)


def test_the_access_log_names_nobody() -> None:
    written = properties("Api")["AccessLogSettings"]["Format"]

    for variable in ("sourceIp", "userAgent", "path", "query", "authorizer", "Ip"):
        assert variable not in written
