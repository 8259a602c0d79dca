"""What a small fault can be: the operators of cosmic-ray that say something, and ours."""

from typing import Any

from cosmic_ray.operators.provider import OperatorProvider

from tools.mutate.drop import DropArgument, DropEntry, DropFilter, DropOperand, DropStatement
from tools.mutate.replace import ReplaceException, ReplaceIn, ReplaceText

# A comparison one step off, and turned round. The others (such as < for ==) are noticed by whatever notices these.
_COMPARISONS = (
    ("Eq", "NotEq"),
    ("NotEq", "Eq"),
    ("Is", "IsNot"),
    ("IsNot", "Is"),
    ("Lt", "LtE"),
    ("Lt", "GtE"),
    ("LtE", "Lt"),
    ("LtE", "Gt"),
    ("Gt", "GtE"),
    ("Gt", "LtE"),
    ("GtE", "Gt"),
    ("GtE", "Lt"),
)
_CALCULATIONS = (
    ("Add", "Sub"),
    ("Sub", "Add"),
    ("Mul", "FloorDiv"),
    ("Div", "Mul"),
    ("FloorDiv", "Mul"),
    ("Mod", "FloorDiv"),
    ("Pow", "Mul"),
    ("BitOr", "BitAnd"),
    ("BitAnd", "BitOr"),
)
_CHOSEN = (
    *(f"ReplaceComparisonOperator_{old}_{new}" for old, new in _COMPARISONS),
    *(f"ReplaceBinaryOperator_{old}_{new}" for old, new in _CALCULATIONS),
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "AddNot",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "NumberReplacer",
    "RemoveDecorator",
    "ZeroIterationForLoop",
)
_OURS = (DropArgument, DropEntry, DropFilter, DropOperand, DropStatement, ReplaceException, ReplaceIn, ReplaceText)
_PROVIDER = OperatorProvider()

OPERATORS: dict[str, Any] = {name: _PROVIDER[name]() for name in _CHOSEN} | {ours.__name__: ours() for ours in _OURS}
