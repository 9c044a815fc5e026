"""What an upgrade must leave as it was: every version kept, with the digest it was written with."""

from django.db import migrations
from django.db.migrations.loader import MigrationLoader

# Older than the first county whose history had to be kept.
BEFORE = ["disputes 0002_tags_and_merging: dispute.six_prevent"]


def test_a_column_that_comes_later_is_empty_in_the_rows_that_are_there():
    """A default would stand in the rows and not in their versions, and every county would fail `taizhang verify`."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    filled = []
    for app, name in loader.graph.nodes:
        operations = loader.disk_migrations[app, name].operations
        made = {one.name_lower for one in operations if isinstance(one, migrations.CreateModel)}
        before = loader.project_state((app, name), at_end=False).models
        for one in operations:
            kept = isinstance(one, migrations.AddField) and (app, f"{one.model_name_lower}version") in before
            if kept and one.model_name_lower not in made and not one.field.null:
                filled.append(f"{app} {name}: {one.model_name}.{one.name}")
    assert filled == BEFORE
