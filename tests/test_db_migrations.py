"""The migrations give exactly the models, on both databases, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from db.engine import _alembic_config, current_revision, head_revision, upgrade
from db.stories.tables import metadata
from db.views import VIEWS

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


def table_names(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def constraints(engine: Engine) -> dict[str, dict[str, Any]]:
    """Every constraint and index by its table and name, as the database has it."""
    inspector = inspect(engine)
    found: dict[str, dict[str, Any]] = {}
    for table in table_names(engine):
        named: dict[str, Any] = {
            f"check {one['name']}": one["sqltext"] for one in inspector.get_check_constraints(table)
        }
        named |= {f"unique {one['name']}": one["column_names"] for one in inspector.get_unique_constraints(table)}
        named |= {
            f"index {one['name']}": (one["column_names"], bool(one["unique"])) for one in inspector.get_indexes(table)
        }
        named |= {
            f"foreign {one['name']}": (one["constrained_columns"], one["referred_table"], one["options"])
            for one in inspector.get_foreign_keys(table)
        }
        key = inspector.get_pk_constraint(table)
        named[f"primary {key['name']}"] = key["constrained_columns"]
        found[table] = named
    return found


def columns(engine: Engine) -> dict[str, list[tuple[str, str, bool]]]:
    inspector = inspect(engine)
    return {
        table: [(one["name"], str(one["type"]), one["nullable"]) for one in inspector.get_columns(table)]
        for table in table_names(engine)
    }


def test_empty_database_is_brought_to_the_newest_revision(engine: Engine) -> None:
    assert current_revision(engine) == head_revision() is not None
    assert table_names(engine) == set(metadata.tables)
    assert set(inspect(engine).get_view_names()) == {view.name for view in VIEWS}


def test_models_and_migrations_give_the_same_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

        assert compare_metadata(context, metadata) == []


def test_columns_and_named_constraints_are_those_of_the_models(engine: Engine) -> None:
    migrated = (columns(engine), constraints(engine))
    command.downgrade(_alembic_config(engine), "base")
    metadata.create_all(engine)

    assert (columns(engine), constraints(engine)) == migrated


def test_every_constraint_has_a_name(engine: Engine) -> None:
    unnamed = [name for named in constraints(engine).values() for name in named if name.endswith(" None")]

    assert unnamed == []
    assert "check ck_resource_state" in constraints(engine)["resource"]


def test_downgrade_leaves_nothing_and_upgrade_brings_all_back(engine: Engine) -> None:
    before = (columns(engine), constraints(engine))

    command.downgrade(_alembic_config(engine), "base")
    assert table_names(engine) == set()
    assert inspect(engine).get_view_names() == []
    assert current_revision(engine) is None

    upgrade(engine)
    assert (columns(engine), constraints(engine)) == before
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM articles")).scalar_one() == 0


def test_revisions_are_one_line_without_branches(engine: Engine) -> None:
    script = ScriptDirectory.from_config(_alembic_config(engine))

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
    assert [one.revision for one in script.walk_revisions() if one.is_branch_point or one.is_merge_point] == []


def test_names_fit_into_postgresql_s_63_bytes() -> None:
    names = [
        str(name)
        for table in metadata.tables.values()
        for name in (*(one.name for one in table.constraints), *(one.name for one in table.indexes))
    ]

    assert len(names) > 20
    assert max(map(len, names)) <= 63
