"""A function's role: the statements of its policies, and whether they allow what is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.errors import CannotStart
from local.settings import ACCOUNT, REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from local.access.demand import Demand

type Json = dict[str, Any]

PSEUDO = {"AWS::Partition": "aws", "AWS::Region": REGION, "AWS::AccountId": ACCOUNT}
REFERENCE = re.compile(r"\$\{([^}]+)\}")


class PolicyNotUnderstood(CannotStart):
    """A statement says something that is not judged here, and so would be waved through."""


@dataclass(frozen=True)
class Role:
    """The statements of one function, with their references resolved; all of them allow."""

    statements: Sequence[Json]

    def allows(self, demand: Demand) -> bool:
        """Tell whether a statement allows what is asked; what none allows is denied."""
        return any(_applies(statement, demand) for statement in self.statements)


def read_role(function: Json, parameters: Mapping[str, str]) -> Role:
    """Return the role that the template gives a function; raise `PolicyNotUnderstood`."""
    policies = function["Properties"].get("Policies", [])
    statements = [one for policy in policies for one in policy["Statement"]]
    return Role([_resolve_statement(one, parameters) for one in statements])


def _resolve_statement(statement: Json, parameters: Mapping[str, str]) -> Json:
    condition = {
        operator: {key: [_resolve(value, parameters) for value in _as_list(values)] for key, values in asked.items()}
        for operator, asked in statement.get("Condition", {}).items()
    }
    if statement["Effect"] != "Allow" or condition.keys() - OPERATORS.keys() or "NotAction" in statement:
        raise PolicyNotUnderstood(str(statement.get("Sid")))
    resources = [_resolve(one, parameters) for one in _as_list(statement["Resource"])]
    return {"Action": _as_list(statement["Action"]), "Resource": resources, "Condition": condition}


def _resolve(value: Any, parameters: Mapping[str, str]) -> str:
    if not isinstance(value, dict):
        return str(value)
    [(kind, given)] = value.items()
    match kind:
        case "Ref":
            return parameters.get(given, given)
        case "Fn::GetAtt":
            return (given if isinstance(given, str) else given[0]).partition(".")[0]
        case "Fn::Sub":
            return REFERENCE.sub(lambda found: PSEUDO.get(found[1], found[1].partition(".")[0]), given)
        case _:
            raise PolicyNotUnderstood(kind)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _applies(statement: Json, demand: Demand) -> bool:
    return (
        any(_is_like(action, demand.action) for action in statement["Action"])
        and any(_is_like(resource, demand.resource) for resource in statement["Resource"])
        and all(
            OPERATORS[operator](demand.context.get(key, ()), wanted)
            for operator, asked in statement["Condition"].items()
            for key, wanted in asked.items()
        )
    )


def _is_like(pattern: str, value: str) -> bool:
    """Tell whether a value is as a pattern says, in which * and ? are the only signs with a meaning."""
    signs = "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern)
    return re.fullmatch(signs, value, re.DOTALL) is not None


def _are_like(values: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(any(_is_like(one, value) for one in wanted) for value in values)


def _is_null(values: Sequence[str], wanted: Sequence[str]) -> bool:
    return [str(not values).lower()] == [one.lower() for one in wanted]


def _is_any(values: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(value in wanted for value in values)


# What is absent has no values. ForAllValues is then true ("Set operators for multivalued context keys"), hence the Null.
OPERATORS: dict[str, Callable[[Sequence[str], Sequence[str]], bool]] = {
    "ForAllValues:StringLike": _are_like,
    "Null": _is_null,
    "StringEquals": _is_any,
    "StringEqualsIfExists": lambda values, wanted: not values or _is_any(values, wanted),
}
