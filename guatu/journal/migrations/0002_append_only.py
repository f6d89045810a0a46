"""The database itself refuses to change or remove an event, whoever asks.

SQLite makes a table anew for some alterations and loses its triggers then: a later migration
that alters ``journal_event`` ends with ``protect``. A test looks for the triggers after all
migrations. Whoever owns the database can still drop them; what they stop is a slip of a hand,
of a script and of this program.
"""

from django.db import migrations

WORDS = "journal_event is append-only"

SQLITE = (
    f"""CREATE TRIGGER journal_event_unchanged BEFORE UPDATE ON journal_event
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER journal_event_kept BEFORE DELETE ON journal_event
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
)
SQLITE_LIFTED = (
    "DROP TRIGGER IF EXISTS journal_event_unchanged",
    "DROP TRIGGER IF EXISTS journal_event_kept",
)
POSTGRESQL = (
    f"""CREATE FUNCTION journal_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER journal_event_unchanged BEFORE UPDATE OR DELETE ON journal_event
       FOR EACH ROW EXECUTE FUNCTION journal_event_refuse()""",
    """CREATE TRIGGER journal_event_kept BEFORE TRUNCATE ON journal_event
       FOR EACH STATEMENT EXECUTE FUNCTION journal_event_refuse()""",
)
POSTGRESQL_LIFTED = (
    "DROP TRIGGER IF EXISTS journal_event_unchanged ON journal_event",
    "DROP TRIGGER IF EXISTS journal_event_kept ON journal_event",
    "DROP FUNCTION IF EXISTS journal_event_refuse()",
)


def protect(apps, schema_editor):
    _run(schema_editor.connection, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def lift(apps, schema_editor):
    _run(schema_editor.connection, {"sqlite": SQLITE_LIFTED, "postgresql": POSTGRESQL_LIFTED})


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(protect, lift),
    ]
