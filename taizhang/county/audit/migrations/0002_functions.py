"""The database functions behind the version triggers, the chain and the moment of an act."""

from django.db import migrations

# Advisory lock keys: WRITES is shared by writers and taken alone by settle(); CHAIN orders commits.
WRITES, CHAIN = 7_260_001, 7_260_002

BEGIN = f"""
CREATE FUNCTION audit_begin(actor_id bigint, actor text, action text, reason text, request uuid,
                            fixed timestamptz, shift interval, OUT change_id bigint, OUT moment timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
    -- The moment is read after the lock: whoever waits out the writers knows all that has an earlier moment.
    PERFORM pg_advisory_xact_lock_shared({WRITES});
    moment := coalesce(fixed, clock_timestamp() + shift);
    INSERT INTO audit_change (at, actor_id, actor, action, reason, request, outside)
    VALUES (moment, audit_begin.actor_id, audit_begin.actor, audit_begin.action, audit_begin.reason,
            audit_begin.request, false) RETURNING id INTO change_id;
    PERFORM set_config('taizhang.change', change_id::text, true);
END $$;
"""

SETTLE = f"""
CREATE FUNCTION audit_settle(fixed timestamptz, shift interval) RETURNS timestamptz LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({WRITES});
    RETURN coalesce(fixed, clock_timestamp() + shift);
END $$;
"""

CURRENT = """
CREATE FUNCTION audit_current(OUT change_id bigint, OUT at timestamptz, OUT entry_id bigint) LANGUAGE plpgsql AS $$
BEGIN
    change_id := nullif(current_setting('taizhang.change', true), '')::bigint;
    IF change_id IS NULL THEN
        -- Nobody opened a change: somebody writes past the system. It is kept, under the database's own name for them.
        INSERT INTO audit_change (at, actor, action, reason, outside)
        VALUES (clock_timestamp() + coalesce((SELECT shift FROM audit_clock), interval '0'),
                '数据库用户 ' || session_user, '直接写入', '', true) RETURNING id INTO change_id;
        PERFORM set_config('taizhang.change', change_id::text, true);
    END IF;
    SELECT c.at INTO audit_current.at FROM audit_change c WHERE c.id = change_id;
    entry_id := nextval(pg_get_serial_sequence('audit_entry', 'id'));
END $$;
"""

# Nulls are left out of the hash so that a column added later does not change the hash of what was written before it.
DIGEST = """
CREATE FUNCTION audit_digest(live anyelement, recorded_from timestamptz) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET timezone = 'UTC' AS $$
BEGIN
    RETURN sha256(convert_to(jsonb_strip_nulls(to_jsonb(live))::text || '|' || recorded_from::text, 'UTF8'));
END $$;

CREATE FUNCTION audit_version_digest(version anyelement, recorded_from timestamptz) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET timezone = 'UTC' AS $$
BEGIN
    RETURN sha256(convert_to(jsonb_strip_nulls(to_jsonb(version)
        - '{version_id,recorded_from,superseded_at,entry_id,digest}'::text[])::text || '|' || recorded_from::text,
        'UTF8'));
END $$;
"""

SEAL = f"""
CREATE FUNCTION audit_link(change audit_change, prev bytea, seq bigint) RETURNS bytea
LANGUAGE plpgsql STABLE SET timezone = 'UTC' AS $$
BEGIN
    RETURN sha256(coalesce(prev, ''::bytea) || convert_to(concat_ws('|', seq, change.at, change.actor_id, change.actor,
        change.action, change.reason, change.request, change.outside,
        (SELECT string_agg(concat_ws(':', e.id, e."table", e.operation, e.rows, encode(e.digest, 'hex')), ',' ORDER BY e.id)
         FROM audit_entry e WHERE e.change_id = change.id)), 'UTF8'));
END $$;

CREATE FUNCTION audit_seal(sealed_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE tip record; made audit_change;
BEGIN
    PERFORM pg_advisory_xact_lock({CHAIN});
    SELECT seq, hash INTO tip FROM audit_change WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1;
    SELECT * INTO made FROM audit_change WHERE id = sealed_id;
    UPDATE audit_change SET seq = coalesce(tip.seq, 0) + 1, prev = tip.hash,
           hash = audit_link(made, tip.hash, coalesce(tip.seq, 0) + 1)
    WHERE id = sealed_id;
END $$;
"""

UNDO = """
DROP FUNCTION IF EXISTS audit_begin, audit_settle, audit_current, audit_digest, audit_version_digest, audit_link,
                        audit_seal;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(BEGIN + SETTLE + CURRENT + DIGEST + SEAL, UNDO)]
