"""What stands around the resources: parameters, rules, conditions, what all functions share, outputs, and the settings."""

from __future__ import annotations

import tomllib

from tests.architecture.kind import Json, ref, written
from tests.template import PROJECT, resources, template

ADDRESS = r"^[^@\s]+@[^@\s]+$"
CHOICES: dict[str, list[object]] = {
    "Stage": ["dev", "prod"],
    "Architecture": ["arm64", "x86_64"],
    "Challenge": ["on", "off"],
    "FourEyes": ["on", "off"],
    "PaymentProvider": ["mollie", "stripe"],
}
PATTERNS = {
    "AllowedOrigins": r"^https?://[^\s/,]+(,https?://[^\s/,]+)*$",
    "PublicUrl": r"^https?://[^\s/]+$",
    "OidcIssuer": r"^(https://\S+|http://127\.0\.0\.1:\d+/\S*)?$",
    "OidcRolesClaim": r"^\S+$",
    **dict.fromkeys(("MailFrom", "StaffMail", "PrivacyOfficerMail", "AlarmMail"), ADDRESS),
}
# What holds where nobody chooses: no second account, no doubt, no cheaper way.
DEFAULTS = {
    "Stage": "dev",
    "Architecture": "arm64",
    "Challenge": "on",
    "PaymentProvider": "mollie",
    "OidcIssuer": "",
    "OidcClientId": "",
    "OidcRolesClaim": "cognito:groups",
    "FourEyes": "off",
}
# London (eu-west-2) and Zurich (eu-central-2) are in Europe, but not in the Union.
UNION = ["eu-central-1", "eu-west-1", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2"]
SETTINGS = tomllib.loads((PROJECT / "samconfig.toml").read_text(encoding="utf-8"))
STAGES = ("dev", "prod")


def test_nothing_else_stands_around_the_resources() -> None:
    frame = "AWSTemplateFormatVersion Transform Description Parameters Rules Conditions Globals Resources Outputs"
    parts = {*["Type", "Description", "Default", "AllowedValues", "AllowedPattern"]}

    assert " ".join(template()) == frame
    assert template()["Transform"] == "AWS::Serverless-2016-10-31"
    assert {name: set(one) - parts for name, one in template()["Parameters"].items() if set(one) - parts} == {}


def test_a_parameter_takes_what_can_be_right_and_nothing_else() -> None:
    parameters = template()["Parameters"]

    assert {name: one["AllowedValues"] for name, one in parameters.items() if "AllowedValues" in one} == CHOICES
    assert {name: one["AllowedPattern"] for name, one in parameters.items() if "AllowedPattern" in one} == PATTERNS
    assert set(parameters) == {*CHOICES, *PATTERNS, "OidcClientId"}
    assert {one["Type"] for one in parameters.values()} == {"String"}
    assert {name: one["Default"] for name, one in parameters.items() if name in DEFAULTS} == DEFAULTS


def test_data_stays_in_the_european_union() -> None:
    [assertion] = template()["Rules"]["EuropeanUnionOnly"]["Assertions"]

    assert assertion["Assert"] == {"Fn::Contains": [UNION, ref("AWS::Region")]}
    assert "RuleCondition" not in template()["Rules"]["EuropeanUnionOnly"]


def test_a_provider_of_ones_own_needs_a_client() -> None:
    rules = template()["Rules"]
    given = {"Fn::Not": [{"Fn::Equals": [ref("OidcIssuer"), ""]}]}
    [assertion] = rules["OwnProviderKnowsTheDesk"]["Assertions"]

    assert set(rules) == {"EuropeanUnionOnly", "OwnProviderKnowsTheDesk"}
    assert rules["OwnProviderKnowsTheDesk"]["RuleCondition"] == given
    assert assertion["Assert"] == {"Fn::Not": [{"Fn::Equals": [ref("OidcClientId"), ""]}]}


def test_the_conditions_are_what_their_names_say() -> None:
    assert template()["Conditions"] == {
        "IsProduction": {"Fn::Equals": [ref("Stage"), "prod"]},
        "HasStaffPool": {"Fn::Equals": [ref("OidcIssuer"), ""]},
    }


def test_what_all_functions_share() -> None:
    assert template()["Globals"] == {
        "Function": {
            "Runtime": "python3.13",
            "Handler": "app.handler",
            "Architectures": [ref("Architecture")],
            "MemorySize": 512,
            "Timeout": 15,
            "Layers": [ref("LoketLayer")],
            "Environment": {"Variables": {"PYDANTIC_DISABLE_PLUGINS": "__all__"}},
            "LoggingConfig": {"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "WARN"},
        }
    }


def test_what_the_stack_tells_whoever_deployed_it() -> None:
    told = {name: {part: one[part] for part in one if part != "Description"} for name, one in template()["Outputs"].items()}

    assert told == {
        "ApiUrl": {"Value": written("https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}")},
        "ApiId": {"Value": ref("Api"), "Export": {"Name": written("${AWS::StackName}-api")}},
        "DeskUrl": {"Value": written("${PublicUrl}/desk")},
        "StaffPoolId": {"Value": ref("StaffPool"), "Condition": "HasStaffPool"},
        "CourseTableName": {"Value": ref("CourseTable")},
    }


def parameters_of(stage: str) -> dict[str, str]:
    """Return the parameters with which a stage is deployed."""
    given: list[str] = SETTINGS[stage]["deploy"]["parameters"]["parameter_overrides"]
    return dict(one.split("=", 1) for one in given)


def test_a_stage_is_deployed_as_itself_with_nothing_secret() -> None:
    for stage in STAGES:
        given = parameters_of(stage)
        assert set(given) <= set(template()["Parameters"]), stage
        assert (given["Stage"], given["Architecture"], given["Challenge"]) == (stage, "arm64", "on")


def test_a_stage_is_deployed_within_the_union_and_production_is_looked_at_first() -> None:
    settings: dict[str, Json] = {name: one["deploy"]["parameters"] for name, one in SETTINGS.items() if name != "version"}

    assert {name: one["region"] in UNION for name, one in settings.items()} == dict.fromkeys(settings, True)
    assert {name: one["stack_name"] for name, one in settings.items()} == {name: f"loket-{name}" for name in settings}
    every = "fail_on_empty_changeset parameter_overrides region resolve_s3 stack_name"
    own = {"dev": "capabilities tags", "prod": "capabilities confirm_changeset tags"}
    own |= dict.fromkeys(("dev-dashboard", "prod-dashboard"), "template_file")
    assert {name: set(one) for name, one in settings.items()} == {name: {*f"{every} {own[name]}".split()} for name in own}
    assert settings["prod"]["confirm_changeset"] is True
    # No name is given to a role, so none needs more than this.
    assert [settings[stage]["capabilities"] for stage in STAGES] == ["CAPABILITY_IAM"] * 2


def test_a_dashboard_looks_at_the_stack_of_its_stage() -> None:
    for stage in STAGES:
        assert parameters_of(f"{stage}-dashboard") == {"Loket": f"loket-{stage}"}


def test_nothing_has_a_physical_name() -> None:
    """A name of one's own keeps a second copy of the system out of the account, and a resource from being replaced."""
    named = {"TableName", "QueueName", "FunctionName", "BucketName", "TopicName", "LogGroupName", "AlarmName", "Name"}
    every = {name: one.get("Properties", {}) for name, one in template()["Resources"].items()}

    assert {name: named & set(parts) for name, parts in every.items() if named & set(parts)} == {}
    assert len(resources("AWS::DynamoDB::Table")) == 5
