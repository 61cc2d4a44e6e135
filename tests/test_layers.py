"""Imports point down: faces, workflow, lanes, models, types."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "counterpoint"
LANES = {"readers", "analysis", "actors", "reuse", "store", "network", "evaluation", "writers"}
ANYWHERE = {"types", "errors"}
MAY_IMPORT = {
    "types": {"errors"},
    "errors": set(),
    "models": ANYWHERE,
    "config": ANYWHERE,
    **{lane: ANYWHERE | {"models"} for lane in LANES},
    "workflow": ANYWHERE | LANES | {"models", "config"},
    **{face: ANYWHERE | {"workflow", "config"} for face in ("cli", "server")},
    "__main__": {"cli"},
    "__init__": ANYWHERE | LANES | {"workflow", "config"},
}


def imported_parts(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("counterpoint."):
                yield name.split(".")[1]


def test_imports_point_down():
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        allowed = MAY_IMPORT[part] | {part, "__version__"}
        wrong += [
            f"{path.relative_to(PACKAGE)} imports {other}"
            for other in imported_parts(path)
            if other not in allowed
        ]

    assert wrong == []
