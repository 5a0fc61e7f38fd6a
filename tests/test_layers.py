"""The house stands: imports and foreign keys point down only, and every room is labelled."""

import ast
import re
from functools import cache
from importlib.util import resolve_name
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from django import forms
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.views import csrf, defaults

from emulation.workflow import TransitionLog

ROOT = Path(__file__).resolve().parent.parent
TOP = ("emulation", "awards", "campaigns", "dossiers")

# Floors from the ground up (style.md 8.1). The longest name that fits a module decides. The shared
# admin base and the project's first page know units and accounts, so they stand beside them.
FLOORS = {
    "emulation": 0,
    "emulation.papers": 0,
    "emulation.organization": 1,
    "emulation.adminbase": 1,
    "awards": 2,
    "campaigns": 3,
    "dossiers": 4,
    "emulation.settings": 9,
    "emulation.urls": 9,
}
SEE_ALL = {"emulation.settings", "emulation.urls"}

# Inside an app (style.md 8, "Where code lives"): from the bottom up; pure modules stand with the
# states, because they take values and not the ORM.
LADDER = {
    name: rung
    for rung, names in enumerate(
        (
            (
                "states",
                "deadlines",
                "calendar_file",
                "moving",
                "consolidation",
                "comparing",
                "reading",
                "facts",
                "kinds",
            ),
            ("models",),
            (
                "voting",
                "counting",
                "naming",
                "lines",
                "totals",
                "checklist",
                "eligibility",
                "bonus",
                "competence",
                "citing",
                "sentences",
                "arranging",
                "awards_on",
            ),
            (
                "papers",
                "issuing",
                "numbering",
                "jobs",
                "once",
                "workers",
                "selection",
                "history",
                "catalogue",
                "lawbook",
                "exports",
                "context",
                "sheets",
                "session_store",
                "client",
            ),
            (
                "board",
                "assessing",
                "records",
                "roster",
                "owing",
                "timetable",
                "services",
                "lockout",
                "templatetags",
                "checks",
                "backups",
            ),
            (
                "profile",
                "benchmark",
                "crowding",
                "directory",
                "todo",
                "tables",
                "forms",
                "first_run_forms",
                "demo",
            ),
            ("middleware",),
            ("views", "account_views", "backup_views", "admin", "gallery", "health", "management"),
            ("urls",),
            ("apps", "migrations"),
        )
    )
    for name in names
}


# --- reading the code ----------------------------------------------------------------------------


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python_files(*folders):
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def code_files():
    return [path for path in python_files(*TOP) if "migrations" not in path.parts]


def imports_of(path):
    """Every module that the file names in an import, wherever it stands, made absolute."""
    module = module_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            yield base
            # `from campaigns import tables` names a module too.
            yield from (
                f"{base}.{alias.name}"
                for alias in node.names
                if (ROOT / base.replace(".", "/") / alias.name).is_dir()
                or (ROOT / base.replace(".", "/") / f"{alias.name}.py").is_file()
            )


def ours(modules):
    return [name for name in modules if name.partition(".")[0] in TOP]


def floor_of(module):
    fitting = [name for name in FLOORS if module == name or module.startswith(f"{name}.")]
    return FLOORS[max(fitting, key=len)]


def app_of(module):
    return next(
        (
            app
            for app in ("emulation.organization", *TOP[1:])
            if module == app or module.startswith(f"{app}.")
        ),
        None,
    )


def rung_of(module):
    """Rung of a module inside its app; None for the app's own package."""
    name = module.removeprefix(app_of(module)).strip(".").partition(".")[0]
    return LADDER[name] if name else None


class MigrationKey(NamedTuple):
    """A migration as another one names it."""

    app_label: str
    name: str


def app_name(label):
    return apps.get_app_config(label).name if label != "__setting__" else "emulation.organization"


def is_ours(label):
    return app_name(label).partition(".")[0] in TOP


def our_models():
    """Our models; the tables of former versions, which simple_history derives, are not ours."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in TOP and not hasattr(model, "history_type")
    ]


# --- floors --------------------------------------------------------------------------------------


def test_imports_point_down_only():
    wrong = [
        f"{module_of(path)} imports {name}"
        for path in code_files()
        for name in ours(imports_of(path))
        if floor_of(name) > floor_of(module_of(path))
    ]
    assert wrong == []


def test_migrations_stand_on_lower_floors_only():
    wrong = [
        f"{label}.{name} depends on {dependency.app_label}"
        for (label, name), migration in MigrationLoader(None).disk_migrations.items()
        for dependency in map(MigrationKey._make, migration.dependencies)
        if is_ours(label)
        and is_ours(dependency.app_label)
        and floor_of(app_name(dependency.app_label)) > floor_of(app_name(label))
    ]
    assert wrong == []


def test_papers_know_no_model():
    allowed = {"emulation.papers", "emulation.vietnamese"}
    wrong = [
        f"{module_of(path)} imports {name}"
        for path in python_files("emulation/papers")
        for name in ours(imports_of(path))
        if not any(name == fine or name.startswith(f"{fine}.") for fine in allowed)
    ]
    assert wrong == []


@pytest.mark.parametrize("module", ["workflow", "constraints", "vietnamese", "middleware"])
def test_shared_machinery_knows_no_app(module):
    path = ROOT / "emulation" / f"{module}.py"
    apps_named = [name for name in ours(imports_of(path)) if app_of(name)]
    assert apps_named == []


def test_only_settings_and_urls_see_all_apps():
    upper = TOP[1:]
    seeing = {
        module_of(path)
        for path in code_files()
        if module_of(path).startswith("emulation")
        for name in ours(imports_of(path))
        if name.partition(".")[0] in upper
    }
    assert seeing <= SEE_ALL


def test_foreign_keys_point_down_only():
    wrong = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model in our_models()
        and floor_of(field.related_model.__module__) > floor_of(model.__module__)
    ]
    assert wrong == []


def test_no_generic_foreign_keys():
    from_contenttypes = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation
        and field.related_model is not None
        and field.related_model._meta.app_label == "contenttypes"
    ]
    assert from_contenttypes == []


# --- rungs inside an app -------------------------------------------------------------------------


def test_every_module_of_an_app_has_its_rung():
    unknown = {
        module_of(path)
        for path in python_files("emulation/organization", *TOP[1:])
        if (
            name := module_of(path)
            .removeprefix(app_of(module_of(path)))
            .strip(".")
            .partition(".")[0]
        )
        and name not in LADDER
    }
    assert unknown == set()


def test_inside_an_app_imports_point_down_the_ladder():
    wrong = []
    for path in code_files():
        module = module_of(path)
        if not app_of(module) or (rung := rung_of(module)) is None:
            continue
        wrong += [
            f"{module} imports {name}"
            for name in ours(imports_of(path))
            if app_of(name) == app_of(module) and (rung_of(name) or 0) > rung
        ]
    assert wrong == []


# --- labels --------------------------------------------------------------------------------------


def test_every_module_says_in_one_line_what_it_is_for():
    silent = [
        module_of(path)
        for path in [*code_files(), *python_files("tests")]
        if path.stat().st_size
        and not (ast.get_docstring(tree_of(path)) or "").partition("\n")[0].endswith(".")
    ]
    assert silent == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_a_model_is_ordered(model):
    """Unordered rows come back by luck on SQLite and at random on PostgreSQL."""
    assert model._meta.ordering


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_a_model_is_named_in_vietnamese(model):
    names = (str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
    assert [name for name in names if name.isascii()] == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_fields_that_people_fill_in_are_named_in_vietnamese(model):
    unnamed = [
        field.name
        for field in model._meta.concrete_fields
        if field.editable
        and not field.auto_created
        and str(field.verbose_name) == field.name.replace("_", " ")
        and not (field.name == "record" and issubclass(model, TransitionLog))
    ]
    assert unnamed == []


def test_constraint_names_fit_postgresql():
    long = [
        constraint.name
        for model in our_models()
        for constraint in model._meta.constraints
        if len(constraint.name) > 63
    ]
    assert long == []


def test_constraint_names_say_whose_rule_they_are():
    strangers = [
        constraint.name
        for model in our_models()
        for constraint in model._meta.constraints
        if not constraint.name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")
        and constraint.name != f"{model._meta.app_label}_{model._meta.model_name}_once"
    ]
    assert strangers == []


# --- templates -----------------------------------------------------------------------------------

# Django asks for these by name itself.
ASKED_BY_DJANGO = {
    defaults.ERROR_400_TEMPLATE_NAME,
    defaults.ERROR_403_TEMPLATE_NAME,
    defaults.ERROR_404_TEMPLATE_NAME,
    defaults.ERROR_500_TEMPLATE_NAME,
    csrf.CSRF_FAILURE_TEMPLATE_NAME,
    "registration/login.html",
    "registration/logged_out.html",
    "registration/password_change_form.html",
    "registration/password_change_done.html",
}


def our_templates():
    folder = ROOT / "templates"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html"))


def replaces_a_framework_template(name):
    """Whether Django or a library has a template of this name, which ours takes the place of."""
    folders = [*get_app_template_dirs("templates"), Path(forms.__file__).parent / "templates"]
    return any((folder / name).is_file() for folder in folders)


def strings_of(path):
    """Every string of a Python file; a choice of two inside an f-string gives both."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from map("".join, product(*map(choices_of, node.values)))


def choices_of(part):
    match part:
        case ast.Constant(value=text):
            return [text]
        case ast.FormattedValue(value=ast.IfExp(body=ast.Constant(), orelse=ast.Constant())):
            return [part.value.body.value, part.value.orelse.value]
    return ["?"]


def test_every_template_is_used():
    named = {text for path in code_files() for text in strings_of(path)}
    for path in (ROOT / "templates").rglob("*.html"):
        named |= set(re.findall(r"""["']([^"'\s]+)["']""", path.read_text(encoding="utf-8")))
    unused = [
        name
        for name in our_templates()
        if name not in named | ASKED_BY_DJANGO and not replaces_a_framework_template(name)
    ]
    assert unused == []


@pytest.mark.parametrize("name", our_templates())
def test_a_template_compiles(name):
    assert engines["django"].get_template(name).origin.name == str(ROOT / "templates" / name)
