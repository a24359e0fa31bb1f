"""What a view for analysts is, and how it is written for each database."""

from __future__ import annotations

from dataclasses import dataclass

# of a row about an address, `{0}` its column with the resource's id: nothing of what is withheld is shown
NOT_WITHHELD = "NOT EXISTS (SELECT 1 FROM withholding AS w WHERE w.resource_id = {0} AND w.undone_at IS NULL)"
# what has another name on each database, by the name that the views use
_FUNCTIONS = {
    "sqlite": {"json_kind(": "json_type(", "json_entries(": "json_each("},
    "postgresql": {
        "group_concat(": "string_agg(",
        "json_kind(": "json_typeof(",
        "json_entries(": "json_array_elements(",
    },
}


@dataclass(frozen=True, kw_only=True)
class View:
    """A view for analysts: `columns` holds (name, SQL expression, comment)."""

    name: str
    comment: str
    columns: tuple[tuple[str, str, str], ...]
    tables: str

    def create_sql(self, dialect: str = "sqlite") -> str:
        """Write the CREATE VIEW statement, with its comments in it.

        Args:
            dialect: `sqlite` or `postgresql`.
        """
        last = len(self.columns) - 1
        lines = [
            f"    {sql} AS {name}{'' if n == last else ','}  -- {comment}"
            for n, (name, sql, comment) in enumerate(self.columns)
        ]
        sql = f"CREATE VIEW {self.name} AS\n-- {self.comment}\nSELECT\n" + "\n".join(lines) + f"\n{self.tables}"
        for ours, theirs in _FUNCTIONS[dialect].items():
            sql = sql.replace(ours, theirs)
        return sql
